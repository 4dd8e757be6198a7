package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.state.Drift;
import dev.agentsafe.core.state.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done is undone, and done again; of plans what happened. */
final class RollbackTest {
  private static final Caller ANNA = Eligibility.caller(SmallWorld.ANNA);

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new SmallWorld(folder);
    world.write(
        "policies/rules.yaml",
        """
        rules:
          - {name: all, decision: allow, reason: tests, match: {}}
        """);
  }

  private String scaled(Governor governor, String target, long replicas) throws Exception {
    var ruling = governor.submit(SmallWorld.scale(target, replicas));
    var run = (Governor.Redeemed.Started) governor.execute(ruling);
    governor.awaitRun(run.run(), Duration.ofSeconds(20));
    return ruling.auditId();
  }

  private static String undone(Governor governor, String auditId) throws Exception {
    var undone = (Governor.RolledBack.Submitted) governor.rollback(auditId, ANNA);
    var run = (Governor.Redeemed.Started) governor.execute(undone.ruling());
    governor.awaitRun(run.run(), Duration.ofSeconds(20));
    return undone.ruling().auditId();
  }

  private static RollbackPreview.Ready ready(Governor governor, String auditId) {
    return (RollbackPreview.Ready) governor.previewRollback(auditId, ANNA);
  }

  @Test
  void theRollBackOfARollBackDoesItAgain() throws Exception {
    try (var governor = world.open()) {
      var done = scaled(governor, "dev/web", 5);
      var undone = undone(governor, done);
      assertThat(world.replicas).containsEntry("dev/web", 2L);
      assertThat(ready(governor, undone).plan().warnings())
          .anySatisfy(w -> assertThat(w).contains(done).contains("done again"));
      undone(governor, undone);
      assertThat(world.replicas).containsEntry("dev/web", 5L);
    }
  }

  @Test
  void driftComparesWhatWasFoundWhatWasLeftAndWhatIsThereAndNamesWhoWrote() throws Exception {
    try (var governor = world.open()) {
      var done = scaled(governor, "dev/web", 5);
      assertThat(ready(governor, done).since().drift().isNone()).isTrue();

      world.replicas.put("dev/web", 9L);
      var later = world.clock.instant().plusSeconds(60);
      world.writers.set(
          List.of(
              new Writer("kubectl-edit", Optional.of(later), List.of("spec.replicas")),
              new Writer("helm", Optional.of(later.minusSeconds(7200)), List.of("spec"))));
      var since = ready(governor, done).since();
      assertThat(since.drift().drifted())
          .singleElement()
          .satisfies(field -> {
            assertThat(field.before()).hasValue(Value.of(2));
            assertThat(field.after()).hasValue(Value.of(5));
            assertThat(field.live()).hasValue(Value.of(9));
          });
      assertThat(since.writers()).extracting(Writer::name).containsExactly("kubectl-edit");

      world.replicas.put("dev/web", 2L);
      assertThat(ready(governor, done).since().drift().fields())
          .extracting(Drift.Field::standing)
          .containsExactly(Drift.Standing.UNDONE);
    }
  }

  @Test
  void whatSurelyDidNotHappenIsNotUndone() throws Exception {
    world.answer.set(new Effected.NotDone("no"));
    world.during.set(() -> world.keeps.set(true));
    try (var governor = world.open()) {
      var done = scaled(governor, "dev/web", 5);
      assertThat(governor.planRollback(done))
          .isInstanceOfSatisfying(
              RollbackPlan.Outcome.Impossible.class,
              no -> assertThat(no.why()).contains("nothing to undo"));
    }
  }

  /** As a write that was refused because somebody else had written meanwhile. */
  @Test
  void whatSomebodyElseDidWhileARunFailedIsNotUndone() throws Exception {
    aPersonScalesInstead("dev/web", 7);
    try (var governor = world.open()) {
      var failed = scaled(governor, "dev/web", 5);

      assertThat(governor.previewRollback(failed, ANNA))
          .isInstanceOfSatisfying(
              RollbackPreview.Impossible.class,
              no -> assertThat(no.why()).contains("was not done").contains("nothing to undo"));
      assertThat(governor.rollback(failed, ANNA))
          .isInstanceOf(Governor.RolledBack.Impossible.class);
      assertThat(world.replicas).containsEntry("dev/web", 7L);
    }
  }

  /** The agent's own write is refused, because of theirs. */
  private void aPersonScalesInstead(String target, long replicas) {
    world.answer.set(new Effected.NotDone("it changed meanwhile; nothing was done"));
    world.keeps.set(true);
    world.during.set(() -> world.replicas.put(target, replicas));
  }

  /**
   * As a node that was closed before it was drained: opening it would undo somebody else's deed.
   */
  @Test
  void whatWasSoBeforeIsNotUndone() throws Exception {
    try (var governor = world.open()) {
      var idle = scaled(governor, "dev/web", 2);

      assertThat(governor.previewRollback(idle, ANNA))
          .isInstanceOfSatisfying(
              RollbackPreview.Impossible.class,
              no -> assertThat(no.why()).contains("there is nothing to undo"));
      assertThat(governor.rollback(idle, ANNA)).isInstanceOf(Governor.RolledBack.Impossible.class);
    }
  }

  @Test
  void anOldRunCanBeUndoneAsLongAsItsBlobIsThere() throws Exception {
    String done;
    world.note.set("x".repeat(80_000));
    world.write(
        "actions/scale.yaml",
        Files.readString(folder.resolve("actions/scale.yaml"))
            + "  - {name: note, description: long, type: string, required: false}\n");
    try (var governor = world.open()) {
      done = scaled(governor, "dev/web", 5);
    }
    var blobs = folder.resolve("blobs/sha256");
    try (var governor = world.open()) {
      assertThat(blobs).isNotEmptyDirectory();
      assertThat(ready(governor, done).plan().params().get("replicas")).hasValue(Value.of(2));
    }
    try (var files = Files.list(blobs)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    try (var governor = world.open()) {
      assertThat(governor.planRollback(done))
          .isInstanceOfSatisfying(
              RollbackPlan.Outcome.Impossible.class,
              no -> assertThat(no.why()).contains("blob").contains("is missing"));
    }
  }

  private static Plan twoSteps() {
    var first = new Plan.Step("one", List.of(), SmallWorld.scale("dev/web", 5));
    var second = new Plan.Step("two", List.of("one"), SmallWorld.scale("prod/web", 8));
    return ((Plan.Made.Good) Plan.of(List.of(first, second))).plan();
  }

  private static Course over(Governor governor, PlanId id) {
    while (true) {
      var course = governor.plans().course(id).orElseThrow();
      if (course.isOver()) {
        return course;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private PlanId done(Governor governor) throws Exception {
    return done(governor, () -> {});
  }

  /** Runs both steps; that runs before the second one. */
  private PlanId done(Governor governor, Runnable beforeTheSecond) throws Exception {
    var submitted = governor.submit(twoSteps(), SmallWorld.agent());
    for (var step : List.of("one", "two")) {
      if (step.equals("two")) {
        beforeTheSecond.run();
      }
      var ticket =
          governor.plans().claim(submitted.course().id(), step, SmallWorld.agent()).orElseThrow();
      var run = (Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
      governor.awaitRun(run.run(), Duration.ofSeconds(20));
    }
    world.answer.set(new Effected.Done(Value.of("ok")));
    world.keeps.set(false);
    return submitted.course().id();
  }

  @Test
  void aPlanIsUndoneInReverseOrderAndGoesOnByItself() throws Exception {
    try (var governor = world.open()) {
      var plan = done(governor);
      assertThat(world.replicas).containsEntry("dev/web", 5L).containsEntry("prod/web", 8L);
      var undone = (PlanRollback.Outcome.Submitted) governor.care().rollback(plan, ANNA);
      assertThat(undone.rollback().steps())
          .extracting(s -> s.target().value())
          .containsExactly("prod/web", "dev/web");
      var course = over(governor, undone.plan().course().id());
      assertThat(course.steps())
          .allSatisfy(step -> assertThat(step.stage()).isInstanceOf(Course.Stage.Succeeded.class));
      assertThat(world.replicas).containsEntry("dev/web", 2L).containsEntry("prod/web", 3L);
      assertThat(linked(governor)).hasSize(2);
    }
  }

  private static List<String> linked(Governor governor) {
    var linked = new java.util.ArrayList<String>();
    governor.history(0, entry -> of(entry).ifPresent(linked::add));
    return linked;
  }

  private static Optional<String> of(AuditEntry entry) {
    return entry.chain().type().equals(EntryType.EXECUTION_INTENT)
        ? entry.context().text("rollback_of")
        : Optional.empty();
  }

  @Test
  void ofAPlanThatStoppedWhatHappenedIsUndone() throws Exception {
    try (var governor = world.open()) {
      var plan =
          done(
              governor,
              () -> {
                world.answer.set(new Effected.NotDone("no"));
                world.keeps.set(true);
              });
      var rollback = governor.care().planRollback(plan).orElseThrow();
      assertThat(rollback.steps()).extracting(s -> s.target().value()).containsExactly("dev/web");
      assertThat(rollback.left()).isEmpty();
    }
  }

  @Test
  void ofAPlanWhatSomebodyElseDidWhileAStepFailedIsNotUndone() throws Exception {
    try (var governor = world.open()) {
      var plan = done(governor, () -> aPersonScalesInstead("prod/web", 7));
      world.during.set(() -> {});
      var undone = (PlanRollback.Outcome.Submitted) governor.care().rollback(plan, ANNA);
      assertThat(over(governor, undone.plan().course().id()).isDone()).isTrue();
      assertThat(world.replicas).containsEntry("dev/web", 2L).containsEntry("prod/web", 7L);
    }
  }
}
