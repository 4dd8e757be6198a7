package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.TestRun;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Draft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;

/**
 * What is wrong with the file that is edited, with the policy tests that fail under what is typed;
 * belongs to the FX thread.
 *
 * <p>A failing test is a warning where it stands: the file loads, and can be saved.
 */
final class Troubles {
  private static final String CODE = "failing-test";
  private static final int LONGEST = 300;
  private static final Comparator<Location> IN_ORDER =
      Comparator.comparingInt(Location::line).thenComparingInt(Location::column);

  private final PolicyViewModel policies;
  private final TestsViewModel tests;
  private final ObservableValue<Optional<Path>> opened;
  private List<Problem> failing = List.of();
  private final ReadOnlyObjectWrapper<List<Problem>> here =
      new ReadOnlyObjectWrapper<>(this, "here", List.of());
  private final ReadOnlyObjectWrapper<List<Problem>> all =
      new ReadOnlyObjectWrapper<>(this, "all", List.of());

  Troubles(PolicyViewModel policies, TestsViewModel tests) {
    this.policies = policies;
    this.tests = tests;
    policies.problems().addListener((ListChangeListener<Problem>) change -> look());
    opened = policies.draft().map(draft -> draft.map(Draft::file));
    opened.subscribe(file -> look());
    tests.run().subscribe(run -> ran());
    tests.old().subscribe(isOld -> ran());
  }

  /** In words once for each run, not at each key. */
  private void ran() {
    boolean isOld = tests.old().get();
    failing =
        tests.run().get().map(TestRun::failing).orElse(List.of()).stream()
            .map(result -> problem(result, isOld))
            .toList();
    look();
  }

  /** Those of the file that is edited, in its order. */
  ReadOnlyObjectProperty<List<Problem>> here() {
    return here.getReadOnlyProperty();
  }

  /** The same, and behind them the failing tests of other files. */
  ReadOnlyObjectProperty<List<Problem>> all() {
    return all.getReadOnlyProperty();
  }

  /** The file that is edited; what stands in it is named by its line alone. */
  ObservableValue<Optional<Path>> opened() {
    return opened;
  }

  /** Whether it stands in the file that is edited. */
  boolean isHere(Problem problem) {
    return policies
        .draft()
        .get()
        .map(Draft::file)
        .equals(Optional.of(file(problem.location().file())));
  }

  private void look() {
    var mine = new ArrayList<>(policies.problems());
    var elsewhere = new ArrayList<Problem>();
    for (var problem : failing) {
      (isHere(problem) ? mine : elsewhere).add(problem);
    }
    mine.sort(Comparator.comparing(Problem::location, IN_ORDER));
    here.set(List.copyOf(mine));
    mine.addAll(elsewhere);
    all.set(List.copyOf(mine));
  }

  private static Problem problem(PolicyTest.Result result, boolean isOld) {
    var test = result.test();
    var failure = result.failure().orElse("");
    var wanted = test.expectation();
    boolean isSaid =
        result.actual() == wanted.effect()
            && wanted.rule().isPresent()
            && !wanted.rule().equals(result.rule());
    var says =
        isSaid
            ? Words.of("tests.problem.rule", test.name(), failure)
            : result
                .rule()
                .map(rule -> Words.of("tests.problem", test.name(), failure, rule))
                .orElseGet(() -> Words.of("tests.problem.none", test.name(), failure));
    var whole = isOld ? Words.of("tests.problem.old", says) : says;
    return Problem.warning(test.origin(), CODE, Untrusted.line(whole, LONGEST));
  }

  private static Path file(String name) {
    return Path.of(name).toAbsolutePath().normalize();
  }

  /** Goes to where a problem stands, in another file too. */
  void open(Problem problem) {
    policies.goTo(problem.location());
  }

  /** Goes to the rule that decided a test; nowhere from what is no failing test. */
  void toRule(Problem problem) {
    if (problem.code().equals(CODE)) {
      tests.jump(problem.location());
    }
  }

  /**
   * Goes to the next problem behind the caret, or to the last one before it, and around. Tests of
   * other files come in only where nothing here is unsaved, or where there are no others: who is
   * typing is not taken elsewhere.
   */
  void step(Location caret, boolean back) {
    var mine = here.get();
    var round = mine.isEmpty() || !policies.dirty().get() ? all.get() : mine;
    if (round.isEmpty()) {
      policies.tell(Words.of("author.clean"));
      return;
    }
    long before =
        mine.stream()
            .map(Problem::location)
            .filter(at -> IN_ORDER.compare(at, caret) < (back ? 0 : 1))
            .count();
    open(round.get(Math.floorMod((int) before - (back ? 1 : 0), round.size())));
  }
}
