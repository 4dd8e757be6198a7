package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one policy file and what is wrong with each; a rule whose piece did not change is
 * not read again. For one thread.
 */
final class ReadRules {
  /** After so many items with errors there is no use in reading on. */
  static final int MOST = 200;

  private static final String KEY = "rules";

  private final String file;
  private Map<Piece, Kept> kept = new HashMap<>();
  private List<Placed> rules = List.of();
  private List<Problem> around = List.of();
  private @Nullable ReadFile last;
  private boolean complete;

  ReadRules(String file) {
    this.file = file;
  }

  private record Placed(Kept rule, int above) {}

  /** Takes the file as it is now. */
  void read(ReadFile now) {
    if (last != null && last.isSame(now)) {
      return;
    }
    last = now;
    var found = new ArrayList<Problem>();
    var frame = now.pieces().frame();
    now.whole(
        frame,
        "the key `rules` is",
        (root, problems) -> RuleLoader.items(ReadFile.without(root, KEY), problems),
        found);
    around = List.copyOf(found);
    complete = !ReadFile.hasErrors(around) || !now.pieces().isSound();
    Map<Piece, Kept> next = new HashMap<>();
    var all = new ArrayList<Placed>();
    int wrong = 0;
    for (var item : ListItem.of(now.pieces(), KEY)) {
      var known = item.piece().map(kept::get).orElse(null);
      var rule = known == null ? new Kept(item) : known;
      item.piece().ifPresent(piece -> next.put(piece, rule));
      all.add(new Placed(rule, item.above()));
      wrong += rule.sound ? 0 : 1;
      complete &= rule.sound || !rule.rule.name().value().isEmpty();
      if (wrong > MOST) {
        complete = false;
        break;
      }
    }
    kept = next;
    rules = all;
  }

  /** Whether it was read to its end. */
  boolean isComplete() {
    return complete;
  }

  /** The rules that load, in the order of the file. */
  List<Stated> sound() {
    var sound = new ArrayList<Stated>(rules.size());
    for (var placed : rules) {
      if (placed.rule().sound) {
        sound.add(placed.rule().at(placed.above()));
      }
    }
    return sound;
  }

  /** The names of all rules, also of those that do not load. */
  List<String> names() {
    return rules.stream().map(placed -> placed.rule().rule.name().value()).toList();
  }

  /** What is wrong with the file and with each of its rules, held against what is known. */
  List<Problem> problems(Known known) {
    var all = new ArrayList<>(around);
    for (var placed : rules) {
      placed.rule().problems.forEach(p -> all.add(p.placed(file, placed.above())));
      placed.rule().against(known).forEach(p -> all.add(p.placed(file, placed.above())));
    }
    return all;
  }

  /** A rule, all of its places counted from its piece. */
  private final class Kept {
    private final Rule rule;
    private final Node node;
    private final boolean sound;
    private final List<Problem> problems;
    private List<Problem> findings = List.of();
    private @Nullable Known against;

    Kept(ListItem item) {
      var heard = new Problems(file);
      node = item.node();
      rule = RuleLoader.rule(node, heard);
      sound = !item.broken() && !heard.hasErrors();
      var all = new ArrayList<Problem>();
      if (!item.broken()) {
        all.addAll(heard.list());
        var dialect = new Findings();
        if (item.piece().isPresent()) {
          new ScalarLint(file, dialect).check(node);
        }
        all.addAll(dialect.list());
      }
      problems = List.copyOf(all);
    }

    Stated at(int above) {
      return new Stated(rule.moved(above), node, above);
    }

    List<Problem> against(Known known) {
      if (sound && !known.equals(against)) {
        var found = new Findings();
        var stated = new Stated(rule, node, 0);
        new RuleLint(known, found).check(stated);
        known.operators().ifPresent(people -> new QuorumLint(people, found).check(stated));
        findings = found.list();
        against = known;
      }
      return findings;
    }
  }
}
