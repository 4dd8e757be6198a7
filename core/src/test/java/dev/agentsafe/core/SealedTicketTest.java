package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ticket of high or critical effective risk leaves only when the journal is sealed. */
final class SealedTicketTest {
  @TempDir Path folder;

  /** Medium actions become critical ones: on a public target that is a high effective risk. */
  private SmallWorld dangerous() throws Exception {
    var world = new SmallWorld(folder);
    var action = Files.readString(folder.resolve("actions/scale.yaml"));
    world.write("actions/scale.yaml", action.replace("risk_class: medium", "risk_class: critical"));
    return world;
  }

  /** Nothing can be put where the seals go. */
  private Path obstacle() throws Exception {
    return Files.writeString(folder.resolve("audit.tlog"), "in the way");
  }

  @Test
  void itLeavesSealed() throws Exception {
    try (var governor = dangerous().open()) {
      var ruling = governor.submit(SmallWorld.scale("dev/web", 5));
      assertThat(ruling.ticket()).isPresent();
      assertThat(governor.journalHealth().sealed()).isEqualTo(governor.journalSize());
    }
  }

  @Test
  void whereTheJournalCannotBeSealedItDoesNotLeave() throws Exception {
    var obstacle = obstacle();
    try (var governor = dangerous().open()) {
      assertThatThrownBy(() -> governor.submit(SmallWorld.scale("dev/web", 5)))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("no ticket of high or critical risk leaves");
      assertThat(governor.journalHealth().sealFailure()).isPresent();
      assertThat(governor.journalHealth().blocked()).isEmpty();
      Files.delete(obstacle);
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).ticket()).isPresent();
      assertThat(governor.journalHealth().isWell()).isTrue();
    }
  }

  @Test
  void anApprovedOneWaitsForTheSealAndIsTheSameAfterwards() throws Exception {
    var obstacle = obstacle();
    try (var governor = dangerous().open()) {
      var id = governor.submit(SmallWorld.scale("prod/web", 5)).approval().orElseThrow();
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("fine")))
          .isInstanceOfSatisfying(
              Voted.Counted.class,
              counted -> assertThat(counted.standing()).isInstanceOf(Standing.Approved.class));
      assertThatThrownBy(() -> governor.claim(id, SmallWorld.agent()))
          .isInstanceOf(CoreException.class);
      Files.delete(obstacle);
      var ticket = governor.claim(id, SmallWorld.agent()).orElseThrow();
      assertThat(governor.claim(id, SmallWorld.agent())).contains(ticket);
    }
  }

  @Test
  void theTicketOfAStepOfAPlanDoesNotLeaveEither() throws Exception {
    var obstacle = obstacle();
    try (var governor = dangerous().open()) {
      assertThatThrownBy(() -> submit(governor, step("a", "dev/web")))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("no ticket of high or critical risk leaves");
      var id = governor.plans().open().getFirst().id();
      assertThatThrownBy(() -> governor.plans().claim(id, "a", SmallWorld.agent()))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("no ticket of high or critical risk leaves");
      Files.delete(obstacle);
      assertThat(governor.plans().claim(id, "a", SmallWorld.agent())).isPresent();
      assertThat(governor.journalHealth().sealed()).isEqualTo(governor.journalSize());
    }
  }

  @Test
  void theTicketOfALaterStepOfAPlanWaitsForTheSealAndIsTheSameAfterwards() throws Exception {
    var obstacle = obstacle();
    var world = new SmallWorld(folder);
    var action = Files.readString(folder.resolve("actions/scale.yaml"));
    world.write("actions/scale.yaml", action.replace("risk_class: medium", "risk_class: high"));
    var inventory = Files.readString(folder.resolve("inventory.yaml"));
    world.write("inventory.yaml", inventory.replace("environment: prod", "environment: dev"));
    try (var governor = world.open()) {
      var plan = submit(governor, step("lesser", "dev/web"), step("b", "prod/web", "lesser"));
      var id = plan.course().id();
      assertThat(governor.plans().claim(id, "lesser", SmallWorld.agent())).isPresent();
      run(governor, plan.rulings().getFirst().ticket().orElseThrow());
      assertThatThrownBy(() -> governor.plans().claim(id, "b", SmallWorld.agent()))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("no ticket of high or critical risk leaves");
      Files.delete(obstacle);
      var ticket = governor.plans().claim(id, "b", SmallWorld.agent()).orElseThrow();
      assertThat(governor.plans().claim(id, "b", SmallWorld.agent())).contains(ticket);
    }
  }

  private static void run(Governor governor, Ticket ticket) throws InterruptedException {
    var begun = (Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
    governor.awaitRun(begun.run(), Duration.ofSeconds(10));
  }

  private static Plan.Step step(String id, String target, String... dependsOn) {
    return new Plan.Step(id, List.of(dependsOn), SmallWorld.scale(target, 5));
  }

  private static PlanDesk.Submitted submit(Governor governor, Plan.Step... steps) {
    return governor.submit(((Plan.Made.Good) Plan.of(List.of(steps))).plan(), SmallWorld.agent());
  }

  @Test
  void lesserRisksDoNotWaitForIt() throws Exception {
    obstacle();
    try (var governor = new SmallWorld(folder).open()) {
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).ticket()).isPresent();
    }
  }
}
