package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.durable.LockFile;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author keeps of what a draft says. */
final class DraftDeskTest {
  private static final PolicyTest.Expectation ALLOWED =
      new PolicyTest.Expectation(Effect.ALLOW, Optional.empty(), Optional.empty());

  /** As a clock has it; records have microseconds. */
  private static final Facts.When NOW =
      Facts.When.of(Instant.parse("2026-03-04T12:00:00.123456789Z"));

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  private static DraftDesk desk(Governor governor) {
    return new DraftDesk(DraftDesk.Ground.of(governor.workspace()), governor::historyWhile);
  }

  private static Facts facts(DraftDesk desk, Submission asked) {
    return ((Decision.Ruled) desk.decide(desk.ground().policies(), asked, NOW)).facts();
  }

  private static Submission ticketed(String ticket) {
    var bare = SmallWorld.scale("dev/web", 5);
    return new Submission(
        bare.action(), bare.target(), bare.caller(), bare.params(), Optional.of(ticket));
  }

  private List<PolicyTest> kept() throws Exception {
    var file = folder.resolve("tests/decisions.yaml");
    var problems = new Problems("decisions.yaml");
    var tests = PolicyTests.read(new Source("decisions.yaml", Files.readString(file)), problems);
    assertThat(problems.list()).isEmpty();
    return tests;
  }

  @Test
  void whatIsDecidedByTheClockIsKept() throws Exception {
    try (var governor = world.open()) {
      var desk = desk(governor);
      var facts = facts(desk, SmallWorld.scale("dev/web", 5));
      assertThat(desk.keep("now", facts, OptionalLong.empty(), ALLOWED))
          .isInstanceOf(DraftDesk.Kept.Done.class);
      assertThat(kept())
          .singleElement()
          .satisfies(t ->
              assertThat(t.at().orElseThrow().text()).isEqualTo("2026-03-04T12:00:00.123456Z"));
    }
  }

  @Test
  void noneOfThoseThatAreKeptAtOnceIsLost() throws Exception {
    try (var governor = world.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var desk = desk(governor);
      var facts = facts(desk, SmallWorld.scale("dev/web", 5));
      var clicks = new ArrayList<Callable<DraftDesk.Kept>>();
      for (int i = 0; i < 8; i++) {
        clicks.add(() -> desk.keep("dev may", facts, OptionalLong.empty(), ALLOWED));
      }
      for (var click : threads.invokeAll(clicks)) {
        assertThat(click.get()).isInstanceOf(DraftDesk.Kept.Done.class);
      }
      assertThat(kept()).extracting(PolicyTest::name).doesNotHaveDuplicates().hasSize(8);
    }
  }

  @Test
  void aTestThatIsKeptIsAnEntryWithItsAuthorAndTwoWindowsLoseNone() throws Exception {
    try (var governor = world.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // One of them is not this console's: what it keeps is in no entry, and lost neither.
      var desks = List.of(governor.files().drafts(SmallWorld.ANNA), desk(governor));
      var facts = facts(desks.getFirst(), SmallWorld.scale("dev/web", 5));
      var clicks = new ArrayList<Callable<DraftDesk.Kept>>();
      for (int i = 0; i < 4; i++) {
        for (var desk : desks) {
          clicks.add(() -> desk.keep("dev may", facts, OptionalLong.empty(), ALLOWED));
        }
      }
      for (var click : threads.invokeAll(clicks)) {
        assertThat(click.get()).isInstanceOf(DraftDesk.Kept.Done.class);
      }
      assertThat(kept()).extracting(PolicyTest::name).doesNotHaveDuplicates().hasSize(8);

      var file = folder.resolve("tests/decisions.yaml");
      var versions = governor.files().versions(file);
      assertThat(versions.stream().filter(v -> v.by().isPresent()))
          .hasSize(4)
          .allSatisfy(v -> {
            assertThat(v.by()).contains("operator/anna");
            assertThat(v.text().orElseThrow()).contains("dev may");
          });
      assertThat(governor.files().policies().look()).isInstanceOf(PolicyDesk.OnDisk.Same.class);
    }
  }

  @Test
  void nobodyWaitsWithASaveUntilAnotherProcessHasKeptItsTest() throws Exception {
    try (var governor = world.open();
        var threads = Executors.newSingleThreadExecutor()) {
      var desk = governor.files().drafts(SmallWorld.ANNA);
      var facts = facts(desk, SmallWorld.scale("dev/web", 5));
      var theirs =
          (LockFile.Outcome.Held)
              LockFile.acquire(folder.resolve(".agent-safe/kept-tests"), "keeps a test");
      Future<DraftDesk.Kept> kept;
      try (var _ = theirs.lock()) {
        var thread = new AtomicReference<Thread>();
        kept =
            threads.submit(() -> {
              thread.set(Thread.currentThread());
              return desk.keep("mine", facts, OptionalLong.empty(), ALLOWED);
            });
        while (thread.get() == null || thread.get().getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
        var rules = folder.resolve("policies/rules.yaml");
        var base = Files.readString(rules);
        assertThat(governor.files().authoring(SmallWorld.BEN).save(rules, base, base + "# x\n"))
            .isInstanceOf(Authoring.Saved.Done.class);
        assertThat(kept).isNotDone();
      }
      assertThat(kept.get()).isInstanceOf(DraftDesk.Kept.Done.class);
    }
  }

  @Test
  void aRecordedRequestIsKeptWithItsOwnTicketAndElseItIsSaidThatNoneFits() throws Exception {
    var settings = folder.resolve("agent-safe.yaml");
    Files.writeString(
        settings, Files.readString(settings) + "change_tickets: {pattern: \"OPS-[0-9]+\"}\n");
    try (var governor = world.open()) {
      governor.submit(ticketed("OPS-12"));
      var desk = desk(governor);
      var recorded = desk.history().decisions().getFirst();

      assertThat(desk.keep("theirs", recorded.facts(), OptionalLong.of(recorded.seq()), ALLOWED))
          .isInstanceOf(DraftDesk.Kept.Done.class);
      assertThat(desk.keep("mine", facts(desk, ticketed("any")), OptionalLong.empty(), ALLOWED))
          .isInstanceOfSatisfying(
              DraftDesk.Kept.Refused.class,
              r -> assertThat(r.why()).contains("`CHG-1`", "`OPS-[0-9]+`", "by hand"));

      assertThat(kept())
          .singleElement()
          .satisfies(t -> assertThat(t.submission().changeTicket()).contains("OPS-12"));
    }
  }
}
