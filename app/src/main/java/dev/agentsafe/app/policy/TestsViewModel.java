package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.RuleCoverage;
import dev.agentsafe.core.lint.TestRun;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.editors.code.LineMark;
import dev.agentsafe.editors.document.Draft;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The policy tests under the draft, run as somebody types; belongs to the FX thread. */
public final class TestsViewModel {
  private final DraftDesk desk;
  private final PolicyViewModel policies;
  private final Work work;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<Optional<TestRun>> run =
      new ReadOnlyObjectWrapper<>(this, "run", Optional.empty());
  private final ReadOnlyObjectWrapper<Map<Integer, LineMark>> marks =
      new ReadOnlyObjectWrapper<>(this, "marks", Map.of());
  private final ReadOnlyBooleanWrapper old = new ReadOnlyBooleanWrapper(this, "old");
  private Optional<Under> under = Optional.empty();
  private boolean loads;
  private boolean running;
  private boolean again;
  private int jumps;

  /** Rules, and the draft that they were loaded from. */
  private record Under(PolicySet rules, Draft draft) {
    /** Whether its lines are those of that draft. */
    boolean isOf(Draft other) {
      return draft.file().equals(other.file()) && draft.text().equals(other.text());
    }
  }

  TestsViewModel(DraftDesk desk, PolicyViewModel policies, Work work, Clock clock) {
    this.desk = desk;
    this.policies = policies;
    this.work = work;
    this.clock = clock;
  }

  /** What came of the newest run; empty before the first. */
  public ReadOnlyObjectProperty<Optional<TestRun>> run() {
    return run.getReadOnlyProperty();
  }

  /** Whether that run was under rules that loaded once, and what is there by now does not. */
  public ReadOnlyBooleanProperty old() {
    return old.getReadOnlyProperty();
  }

  /** What the tests show of each rule of the file that is edited, by its line from 1. */
  public ReadOnlyObjectProperty<Map<Integer, LineMark>> marks() {
    return marks.getReadOnlyProperty();
  }

  /** Runs them under these rules, which were loaded from that draft. */
  void rules(PolicySet now, Draft from) {
    under = Optional.of(new Under(now, from));
    loads = true;
    start();
  }

  /** The rules do not load: lines of them are not known any more, nor what tests say of them. */
  void stale() {
    loads = false;
    old.set(true);
    marks.set(Map.of());
  }

  /** Runs them once more: tests may have been added. */
  public void start() {
    if (running || under.isEmpty()) {
      again = running;
      return;
    }
    running = true;
    again = false;
    var mine = under.get();
    var typed = policies.aside().texts();
    work.quietly(
        progress -> desk.tests(mine.rules(), typed, Facts.When.of(clock.instant())),
        found -> {
          running = false;
          take(found, mine);
        },
        why -> {
          running = false;
          policies.tell(why);
          if (again) {
            start();
          }
        });
  }

  private void take(TestRun found, Under of) {
    old.set(!loads);
    run.set(Optional.of(found));
    if (again) {
      start();
    } else if (policies.draft().get().filter(of::isOf).isPresent()) {
      marks.set(marks(found, of.draft().file().toString()));
    }
  }

  private static Map<Integer, LineMark> marks(TestRun found, String file) {
    var byLine = new HashMap<Integer, LineMark>();
    if (found.problems().isEmpty()) {
      found.coverage().rows().stream()
          .filter(row -> row.rule().origin().file().equals(file))
          .forEach(row -> byLine.put(row.rule().origin().line(), mark(row)));
    }
    return Map.copyOf(byLine);
  }

  private static LineMark mark(RuleCoverage.Row row) {
    var name = row.rule().name();
    if (row.decided() > 0) {
      return new LineMark(
          "\u2713" + row.decided(),
          "gutter-tested",
          Words.of("tests.mark.decides", name, row.decided()));
    }
    return row.matched() > 0
        ? new LineMark(
            "\u2298" + row.matched(),
            "gutter-untested",
            Words.of("tests.mark.hidden", name, row.matched()))
        : new LineMark("\u25CB", "gutter-untested", Words.of("tests.mark.none", name));
  }

  /** How it went, in one line. */
  public String summary() {
    return run.get().map(this::summary).orElse("");
  }

  private String summary(TestRun found) {
    if (!found.problems().isEmpty()) {
      return Words.of("tests.broken", found.problems().getFirst().message());
    }
    var says =
        Words.of(
            "tests.summary",
            found.passed(),
            found.failing().size(),
            found.coverage().decided(),
            found.coverage().rows().size());
    return old.get() ? Words.of("tests.old", says) : says;
  }

  /**
   * Goes from a rule to the tests that it decides, one after the other, or from a test to its rule.
   */
  public void jump(Location from) {
    run.get()
        .ifPresent(found -> {
          var test = found.testAt(from);
          if (test.isPresent()) {
            toRule(found, test.get());
            return;
          }
          var rule = found.ruleAt(from).map(RuleCoverage.Row::rule);
          var tests = rule.map(found::of).orElse(List.of());
          if (tests.isEmpty()) {
            policies.tell(
                rule.map(r -> Words.of("tests.mark.none", r.name()))
                    .orElseGet(() -> Words.of("tests.nowhere")));
            return;
          }
          policies.goTo(tests.get(Math.floorMod(jumps++, tests.size())).test().origin());
        });
  }

  /** Goes to the rule that decided a test. */
  private void toRule(TestRun found, PolicyTest.Result test) {
    found.coverage().rows().stream()
        .map(RuleCoverage.Row::rule)
        .filter(rule -> test.rule().equals(Optional.of(rule.name())))
        .findFirst()
        .ifPresentOrElse(
            rule -> policies.goTo(rule.origin()),
            () -> policies.tell(Words.of("tests.norule", test.test().name())));
  }
}
