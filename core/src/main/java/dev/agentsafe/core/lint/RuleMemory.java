package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Loads the rules of policy files again and again while they change: of a file that changed only
 * the pieces that changed are read. What comes out is what {@link RuleLoader#load(List)} says of
 * the same texts; a file with anything wrong in it is read by that. For one thread at a time.
 */
public final class RuleMemory {
  private final Map<String, Shelf> files = new HashMap<>();

  /** A memory of nothing. */
  public RuleMemory() {}

  /**
   * A file as it was last.
   *
   * @param items of its list of rules
   * @param read the rules of its pieces, their lines counted from the piece
   * @param rules all of them; empty: something is wrong with the file
   */
  private record Shelf(
      Pieces pieces, List<ListItem> items, Map<Piece, Rule> read, Optional<List<Rule>> rules) {
    static final Shelf EMPTY = new Shelf(Pieces.of(""), List.of(), Map.of(), Optional.empty());
  }

  /**
   * The rules of these texts, in order of evaluation; texts that are not among them are forgotten.
   */
  public Loaded<List<Rule>> load(List<Source> sources) {
    files.keySet().retainAll(sources.stream().map(Source::file).collect(Collectors.toSet()));
    return RuleLoader.load(sources, this::read);
  }

  /** Where the conditions of the rules stand that were loaded last. */
  public RulePlaces places() {
    return new RulePlaces(
        files.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, file -> file.getValue().items())));
  }

  private List<Rule> read(Source source, Problems problems) {
    var known = files.getOrDefault(source.file(), Shelf.EMPTY);
    var pieces = known.pieces().edited(source.text());
    var now = pieces == known.pieces() ? known : shelf(source.file(), pieces, known);
    files.put(source.file(), now);
    return now.rules().orElseGet(() -> RuleLoader.read(source, problems));
  }

  private static Shelf shelf(String file, Pieces pieces, Shelf before) {
    var read = new HashMap<Piece, Rule>();
    var rules = new ArrayList<Rule>();
    boolean sound = isFrameSound(file, pieces);
    var items = ListItem.of(pieces, "rules");
    for (var item : items) {
      var known = item.piece().map(before.read()::get);
      var rule = item.broken() ? Optional.<Rule>empty() : known.or(() -> sound(file, item));
      rule.ifPresent(good -> item.piece().ifPresent(piece -> read.put(piece, good)));
      sound &= rule.isPresent();
      rule.ifPresent(good -> rules.add(good.moved(item.above())));
    }
    return new Shelf(
        pieces, items, read, sound ? Optional.of(List.copyOf(rules)) : Optional.empty());
  }

  /** Whether there is nothing at all to say of the file around its rules. */
  private static boolean isFrameSound(String file, Pieces pieces) {
    var frame = pieces.frame();
    if (!pieces.isSound() || frame.isEmpty()) {
      return false;
    }
    var problems = new Problems(file);
    RuleLoader.items(ReadFile.without(frame.get(), "rules"), problems);
    return problems.list().isEmpty();
  }

  private static Optional<Rule> sound(String file, ListItem item) {
    var problems = new Problems(file);
    var rule = RuleLoader.rule(item.node(), problems);
    return problems.list().isEmpty() ? Optional.of(rule) : Optional.empty();
  }
}
