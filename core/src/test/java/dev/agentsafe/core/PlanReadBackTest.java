package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.plan.Course;
import dev.agentsafe.core.plan.Course.Stage;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Readback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read back of a step that nobody knew the outcome of is seen in its plan. */
final class PlanReadBackTest {
  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new SmallWorld(folder);
    world.answer.set(new Effected.InDoubt("no answer"));
  }

  private PlanId submitted(Governor governor, Plan.Step... steps) {
    var plan = ((Plan.Made.Good) Plan.of(List.of(steps))).plan();
    return governor.submit(plan, SmallWorld.agent()).course().id();
  }

  private static Plan.Step step(String id, String... dependsOn) {
    return new Plan.Step(id, List.of(dependsOn), SmallWorld.scale("dev/web", 4));
  }

  /** Runs the first step, and has it read back. */
  private static void readBack(Governor governor, PlanId id) throws InterruptedException {
    var ticket = governor.plans().claim(id, "a", SmallWorld.agent()).orElseThrow();
    var run = (Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
    governor.awaitRun(run.run(), Duration.ofSeconds(20));
    assertThat(course(governor, id).stopped()).isPresent();
    assertThat(governor.care().readBack(run.run(), "operator/anna"))
        .isInstanceOf(CareDesk.ReadBack.Looked.class);
  }

  private static Course course(Governor governor, PlanId id) {
    return governor.plans().course(id).orElseThrow();
  }

  private static Stage stage(Governor governor, PlanId id) {
    return course(governor, id).step("a").orElseThrow().stage();
  }

  @Test
  void aStepThatHappenedIsDoneAndThePlanStaysStoppedForTheOthers() throws Exception {
    world.found.set(order -> new Readback.Happened("4 replicas are there."));
    try (var governor = world.open()) {
      var id = submitted(governor, step("a"), step("b", "a"));
      readBack(governor, id);

      assertThat(stage(governor, id)).isInstanceOf(Stage.Succeeded.class);
      assertThat(course(governor, id).stopped()).isPresent();
      assertThat(course(governor, id).isOver()).isTrue();
      assertThat(governor.plans().claim(id, "b", SmallWorld.agent())).isEmpty();
    }
  }

  @Test
  void whereItWasTheLastStepThePlanIsDoneAfterARestartToo() throws Exception {
    world.found.set(order -> new Readback.Happened("4 replicas are there."));
    PlanId id;
    try (var governor = world.open()) {
      id = submitted(governor, step("a"));
      readBack(governor, id);
      assertThat(course(governor, id).isDone()).isTrue();
      assertThat(course(governor, id).stopped()).isEmpty();
    }
    try (var governor = world.open()) {
      assertThat(course(governor, id).isDone()).isTrue();
    }
  }

  @Test
  void aStepThatDidNotHappenSaysSo() throws Exception {
    world.found.set(order -> new Readback.Absent("There are 2 replicas as before."));
    try (var governor = world.open()) {
      var id = submitted(governor, step("a"), step("b", "a"));
      var ticket = governor.plans().claim(id, "a", SmallWorld.agent()).orElseThrow();
      var run = (Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
      governor.awaitRun(run.run(), Duration.ofSeconds(20));
      world.clock.advance(RunDesk.DEADLINE.plus(ReconcileDesk.ARRIVING));
      governor.care().readBack(run.run(), "operator/anna");

      assertThat(((Stage.Failed) stage(governor, id)).why())
          .isEqualTo("read back: There are 2 replicas as before.");
    }
  }
}
