package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Reconciliation.Finding;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.FullDisk;
import dev.agentsafe.core.durable.SlowDisk;
import dev.agentsafe.core.durable.Trees;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Readback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that went wrong: unknown ones are read back, waiting and acting ones are called off. */
final class CareTest {
  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new SmallWorld(folder);
  }

  private RunId begin(Governor governor, String target, long replicas) {
    var ticket = governor.submit(SmallWorld.scale(target, replicas)).ticket().orElseThrow();
    return ((Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent())).run();
  }

  private static RunView ended(Governor governor, RunId run) throws InterruptedException {
    return governor.awaitRun(run, Duration.ofSeconds(20)).orElseThrow();
  }

  /** The run once something was read back of it. */
  private static RunView reconciled(Governor governor, RunId run) {
    while (true) {
      var view = governor.run(run).orElseThrow();
      if (view.reconciliation().isPresent()) {
        return view;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(type)) {
            found.add(entry);
          }
        });
    return found;
  }

  @Test
  void aLostAnswerIsReadBackByItselfAndLinkedToTheRun() throws Exception {
    world.answer.set(new Effected.InDoubt("the answer was lost"));
    world.found.set(order -> new Readback.Happened("5 replicas are there."));
    try (var governor = world.open()) {
      var run = begin(governor, "dev/web", 5);
      assertThat(ended(governor, run).record().orElseThrow()).isInstanceOf(RunRecord.Unknown.class);
      world.clock.advance(Duration.ofSeconds(2));
      var view = reconciled(governor, run);
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(view.reconciliation().orElseThrow().by()).isEqualTo(Reconciliation.AUTOMATIC);
      assertThat(entries(governor, EntryType.RECONCILIATION))
          .singleElement()
          .satisfies(e -> {
            assertThat(e.context().text("run_id")).hasValue(run.value());
            assertThat(e.context().text("original_audit_id")).hasValue(view.order().auditId());
            assertThat(e.context().text("finding")).hasValue("happened");
          });
    }
    try (var governor = world.open()) {
      assertThat(governor.run(run(governor)).orElseThrow().record().orElseThrow())
          .isInstanceOf(RunRecord.Succeeded.class);
    }
  }

  private static RunId run(Governor governor) {
    return governor.runs().getFirst().id();
  }

  @Test
  void nothingIsSaidNotToHaveHappenedWhileItsRequestMayBeUnderWay() throws Exception {
    world.answer.set(new Effected.InDoubt("the answer was lost"));
    world.found.set(order -> new Readback.Absent("There are 2 replicas as before."));
    try (var governor = world.open()) {
      var run = begin(governor, "dev/web", 5);
      ended(governor, run);
      var asked = (CareDesk.ReadBack.Looked) governor.care().readBack(run, "anna");
      assertThat(asked.found().finding()).isEqualTo(Finding.OPEN);
      assertThat(asked.found().words()).contains("may still be under way until");
      assertThat(governor.run(run).orElseThrow().record().orElseThrow())
          .isInstanceOf(RunRecord.Unknown.class);

      // What was sent right before the deadline is still worked on by the API.
      world.clock.advance(RunDesk.DEADLINE.plusSeconds(60));
      var late = (CareDesk.ReadBack.Looked) governor.care().readBack(run, "anna");
      assertThat(late.found().finding()).isEqualTo(Finding.OPEN);
      assertThat(governor.run(run).orElseThrow().record().orElseThrow())
          .isInstanceOf(RunRecord.Unknown.class);

      world.clock.advance(ReconcileDesk.ARRIVING.minusSeconds(59));
      while (governor.run(run).orElseThrow().record().orElseThrow() instanceof RunRecord.Unknown) {
        LockSupport.parkNanos(1_000_000);
      }
      var view = governor.run(run).orElseThrow();
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Failed.class);
      assertThat(view.reconciliation().orElseThrow().finding()).isEqualTo(Finding.DID_NOT_HAPPEN);
      assertThat(governor.care().readBack(run, "anna"))
          .isInstanceOf(CareDesk.ReadBack.Refused.class);
    }
  }

  @Test
  void whatCannotBeToldStaysUnknown() throws Exception {
    world.answer.set(new Effected.InDoubt("the answer was lost"));
    try (var governor = world.open()) {
      var run = begin(governor, "dev/web", 5);
      ended(governor, run);
      world.clock.advance(RunDesk.DEADLINE.plus(ReconcileDesk.ARRIVING));
      var view = reconciled(governor, run);
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Unknown.class);
      assertThat(view.reconciliation().orElseThrow().finding()).isEqualTo(Finding.OPEN);
    }
  }

  /** Cuts the journal off before the first entry of that type, as a crash would have. */
  private void crashBefore(EntryType type) throws Exception {
    var lines = Files.readAllLines(world.log());
    var kept = new ArrayList<String>();
    for (var line : lines) {
      if (line.contains("\"event_type\": \"" + type + "\"")) {
        break;
      }
      kept.add(line);
    }
    Files.writeString(
        world.log(), String.join("\n", kept) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    // A crash comes before what was sealed and remembered after it.
    for (var later : List.of("audit.tlog", ".agent-safe/keys/seen")) {
      Trees.delete(folder.resolve(later));
    }
  }

  @Test
  void aRunThatACrashCutOffIsFoundAtTheNextStartReadBackAndCanBeUndone() throws Exception {
    try (var governor = world.open()) {
      ended(governor, begin(governor, "dev/web", 5));
    }
    crashBefore(EntryType.STATE_CAPTURE);
    world.found.set(order -> new Readback.Happened("5 replicas are there."));
    try (var governor = world.open()) {
      var run = run(governor);
      world.clock.advance(Duration.ofSeconds(2));
      var view = reconciled(governor, run);
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Succeeded.class);
      var plan = (RollbackPlan.Outcome.Planned) governor.planRollback(view.order().auditId());
      assertThat(plan.plan().params().get("replicas")).hasValue(Value.of(2));
    }
  }

  @Test
  void aRunThatACrashCutOffBeforeItsEffectSurelyDidNothing() throws Exception {
    try (var governor = world.open()) {
      ended(governor, begin(governor, "dev/web", 5));
    }
    crashBefore(EntryType.EXECUTION_BEGUN);
    try (var governor = world.open()) {
      var record = governor.run(run(governor)).orElseThrow().record().orElseThrow();
      assertThat(record)
          .isInstanceOfSatisfying(
              RunRecord.Skipped.class, s -> assertThat(s.why()).contains("nothing was done"));
    }
  }

  @Test
  void oneThatWaitsForAnotherOnTheSameObjectIsNotExecutedWhenItIsCalledOff() throws Exception {
    var acting = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    world.during.set(() -> {
      acting.countDown();
      SmallWorld.await(goOn);
    });
    try (var governor = world.open()) {
      var first = begin(governor, "dev/web", 5);
      SmallWorld.await(acting);
      var second = begin(governor, "dev/web", 6);
      assertThat(governor.care().callOff(second, "anna", "not needed any more")).isEmpty();
      assertThat(ended(governor, second).record().orElseThrow())
          .isInstanceOfSatisfying(
              RunRecord.Skipped.class,
              s -> assertThat(s.why()).contains("`anna`").contains("not needed any more"));
      goOn.countDown();
      assertThat(ended(governor, first).record().orElseThrow())
          .isInstanceOf(RunRecord.Succeeded.class);
      assertThat(world.effects).hasValue(1);
      assertThat(governor.care().callOff(first, "anna", "too late"))
          .hasValueSatisfying(why -> assertThat(why).contains("is over"));
      assertThat(entries(governor, EntryType.EXECUTION_CALLED_OFF)).hasSize(1);
    }
  }

  /** What the second run writes would hide what the first one did. */
  @Test
  void anUnknownRunIsReadBackBeforeOneThatWaitedForItActs() throws Exception {
    var acting = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    world.answer.set(new Effected.InDoubt("the answer was lost"));
    world.during.set(() -> {
      if (world.effects.get() == 1) {
        acting.countDown();
        SmallWorld.await(goOn);
      } else {
        world.answer.set(new Effected.Done(Value.of("ok")));
      }
    });
    world.found.set(order ->
        order.request().params().get("replicas").equals(Optional.of(replicas("dev/web")))
            ? new Readback.Happened("They are there.")
            : new Readback.Absent("They are not there."));
    var slow = new SlowDisk("\"event_type\": \"state_capture\"", Duration.ofMillis(500));
    try (var governor = world.open(world.clock, slow)) {
      var first = begin(governor, "dev/web", 5);
      SmallWorld.await(acting);
      var second = begin(governor, "dev/web", 6);
      goOn.countDown();

      assertThat(ended(governor, second).record().orElseThrow())
          .isInstanceOf(RunRecord.Succeeded.class);
      var view = ended(governor, first);
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(view.reconciliation().orElseThrow().finding()).isEqualTo(Finding.HAPPENED);
    }
  }

  private Value replicas(String target) {
    return Value.of(world.replicas.getOrDefault(target, 0L));
  }

  @Test
  void anEffectIsNotHadWhereItsBeginningCannotBeRecorded() throws Exception {
    var disk = new FullDisk(world.log());
    try (var governor = world.open(world.clock, disk)) {
      var ticket = governor.submit(SmallWorld.scale("dev/web", 7)).ticket().orElseThrow();
      world.reading.set(() -> disk.leaveRoomFor(10));
      var run =
          ((Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent())).run();
      ended(governor, run);
      assertThat(world.effects).hasValue(0);
    }
    try (var governor = world.open(world.clock, Disk.real())) {
      assertThat(governor.run(run(governor)).orElseThrow().record().orElseThrow())
          .isInstanceOf(RunRecord.Skipped.class);
    }
  }
}
