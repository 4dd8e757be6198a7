package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void lesserRisksDoNotWaitForIt() throws Exception {
    obstacle();
    try (var governor = new SmallWorld(folder).open()) {
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).ticket()).isPresent();
    }
  }
}
