package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problem.Severity;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with the files of a workspace, and what an author should look at.
 *
 * <p>A broken piece of a file is reported and passed over: the rest of the file, and the other
 * files beside it, are looked at all the same. One that is kept remembers: looking again after a
 * change costs about what was changed, and says what looking for the first time would. For one
 * thread.
 */
public final class Linter {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem p) -> p.location().file())
          .thenComparingInt(p -> p.location().line())
          .thenComparingInt(p -> p.location().column());
  private static final int MOST = 200;

  private final BiFunction<Source, Optional<Pieces>, Pieces> cutter;
  private Map<String, Pieces> texts = new HashMap<>();
  private final ActionShelf actions = new ActionShelf();
  private final TargetShelf targets = new TargetShelf();
  private final OperatorShelf operators = new OperatorShelf();
  private final TestShelf tests = new TestShelf();
  private final OrderLint order = new OrderLint();
  private Map<String, ReadRules> policies = new HashMap<>();
  private @Nullable Known known;

  /** One that remembers nothing yet. */
  public Linter() {
    this((source, before) ->
        before.map(p -> p.edited(source.text())).orElseGet(() -> Pieces.of(source.text())));
  }

  /**
   * One that remembers nothing yet, and is told the pieces of a text by whoever has them already.
   *
   * @param cutter is given a source and its pieces when it was last looked at
   */
  public Linter(BiFunction<Source, Optional<Pieces>, Pieces> cutter) {
    this.cutter = cutter;
  }

  /** Every problem, by file, line and column; what keeps files from loading are errors. */
  public static List<Problem> check(WorkspaceFiles files) {
    return new Linter().look(files);
  }

  /** Every problem of the files as they are now, as {@link #check} finds them. */
  public List<Problem> look(WorkspaceFiles files) {
    var found = new ArrayList<Problem>();
    Map<String, Pieces> now = new HashMap<>();
    actions.read(cut("action", files.actions(), now));
    targets.read(cut("inventory", files.inventory().stream().toList(), now).stream().findFirst());
    operators.read(cut("operators", files.operators().stream().toList(), now).stream().findFirst());
    var rules = rules(cut("policy", files.policies(), now));
    hold();
    found.addAll(actions.problems());
    found.addAll(targets.problems());
    found.addAll(operators.problems());
    rules(rules, found);
    tests.read(cut("tests", files.tests(), now), named(rules));
    found.addAll(tests.problems());
    texts = now;
    return finished(found);
  }

  private List<ReadFile> cut(String kind, List<Source> sources, Map<String, Pieces> now) {
    return sources.stream()
        .map(source -> {
          var key = kind + " " + source.file();
          var pieces = cutter.apply(source, Optional.ofNullable(texts.get(key)));
          now.put(key, pieces);
          return new ReadFile(source.file(), pieces);
        })
        .toList();
  }

  private List<ReadRules> rules(List<ReadFile> files) {
    Map<String, ReadRules> now = new HashMap<>();
    var all = new ArrayList<ReadRules>();
    for (var file : files) {
      var rules = policies.getOrDefault(file.file(), new ReadRules(file.file()));
      rules.read(file);
      now.put(file.file(), rules);
      all.add(rules);
    }
    policies = now;
    return all;
  }

  private void hold() {
    var next =
        new Known(
            actions.catalog(), actions.doubtful(), targets.inventory(), operators.operators());
    if (known == null || !known.isLike(next)) {
      known = next;
    }
  }

  private void rules(List<ReadRules> files, List<Problem> found) {
    var stated = new ArrayList<Stated>();
    for (var file : files) {
      if (known != null) {
        found.addAll(file.problems(known));
      }
      stated.addAll(file.sound());
    }
    stated.sort(Comparator.comparing((Stated each) -> each.rule().outcome().priority()).reversed());
    var findings = new Findings();
    RuleLint.names(stated, findings);
    found.addAll(findings.list());
    found.addAll(order.check(stated));
  }

  private TestShelf.Named named(List<ReadRules> rules) {
    boolean complete = rules.stream().allMatch(ReadRules::isComplete);
    return new TestShelf.Named(
        complete
            ? Optional.of(rules.stream().flatMap(each -> each.names().stream()).toList())
            : Optional.empty(),
        actions
            .catalog()
            .map(catalog ->
                Stream.concat(
                        catalog.actions().stream().map(a -> a.name().value()),
                        actions.doubtful().stream())
                    .toList()),
        targets.ids());
  }

  /** In order; where a value is refused nobody asks for quotes too, and a flood is cut. */
  private static List<Problem> finished(List<Problem> found) {
    var refused = new HashSet<Location>();
    found.forEach(p -> {
      if (p.severity() == Severity.ERROR) {
        refused.add(p.location());
      }
    });
    var all = new ArrayList<Problem>(found.size());
    for (var p : found) {
      if (p.code().equals(CatalogLoader.BAD_PATTERN)) {
        all.add(Problem.error(p.location(), p.code(), p.message()));
      } else if (!p.code().equals(Code.YAML_DIALECT.id()) || !refused.contains(p.location())) {
        all.add(p);
      }
    }
    all.sort(BY_PLACE);
    Map<String, Integer> errors = new HashMap<>();
    all.removeIf(p ->
        p.severity() == Severity.ERROR
            && errors.merge(p.location().file(), 1, Integer::sum) > MOST);
    return List.copyOf(all);
  }
}
