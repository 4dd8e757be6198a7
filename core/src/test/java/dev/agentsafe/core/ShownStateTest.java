package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An approval is for the state that was shown; what is checked of it, when, and what is not. */
final class ShownStateTest {
  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void onlyFieldsThatADecisionHangsOnCount() {
    var shown = Value.EMPTY.with("replicas", Value.of(3)).with("ready", Value.of(3));
    var now = Value.EMPTY.with("replicas", Value.of(3)).with("ready", Value.of(1));
    assertThat(new ShownState(shown, List.of("replicas")).changeTo(now)).isEmpty();
    assertThat(new ShownState(shown, List.of("replicas", "ready")).changeTo(now))
        .contains("The target has changed since people approved: `ready` was 3 and is 1");
    assertThat(new ShownState(shown, List.of()).changeTo(now))
        .as("where none is declared all that was shown counts")
        .isPresent();
    assertThat(new ShownState(shown, List.of("replicas")).changeTo(Value.EMPTY))
        .contains("The target has changed since people approved: `replicas` is gone");
  }

  @Test
  void aRunDoesNotGoOnFromAnotherStateThanWasApproved() throws Exception {
    try (var governor = world.open()) {
      var ticket = governor.claim(approved(governor), SmallWorld.agent()).orElseThrow();
      world.replicas.put("prod/web", 40L);
      assertThat(run(governor, ticket))
          .isInstanceOfSatisfying(
              RunRecord.Skipped.class,
              s ->
                  assertThat(s.why())
                      .isEqualTo(
                          "evidence_changed: The target has changed since people approved:"
                              + " `replicas` was 3 and is 40. Nothing was done; ask again."));
      assertThat(world.effects).hasValue(0);
    }
  }

  @Test
  void whatNobodyHadToApproveGoesOnFromAnyState() throws Exception {
    try (var governor = world.open()) {
      var ticket = governor.submit(SmallWorld.scale("dev/web", 7)).ticket().orElseThrow();
      world.replicas.put("dev/web", 40L);
      assertThat(run(governor, ticket)).isInstanceOf(RunRecord.Succeeded.class);
    }
  }

  /** People knew that nothing could be read, and agreed all the same. */
  @Test
  void whereNothingWasShownNothingIsCompared() throws Exception {
    world.unreadable.set(Optional.of("the cluster is away"));
    try (var governor = world.open()) {
      var id = approved(governor);
      world.unreadable.set(Optional.empty());
      assertThat(run(governor, governor.claim(id, SmallWorld.agent()).orElseThrow()))
          .isInstanceOf(RunRecord.Succeeded.class);
    }
  }

  @Test
  void aStateThatCannotBeReadAgainIsNotTakenForUnchanged() {
    try (var governor = world.open()) {
      var id = approved(governor);
      world.unreadable.set(Optional.of("the cluster is away"));
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.standing(id))
          .contains(
              new Standing.Denied(
                  "evidence_changed",
                  "What the approvers were shown cannot be read again: Live state cannot be read:"
                      + " the cluster is away"));
    }
  }

  @Test
  void whoeverAnswersDoesNotWaitForATargetThatIsReadAgain() throws Exception {
    try (var governor = world.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = approved(governor);
      var other = governor.submit(SmallWorld.scale("prod/web", 9)).approval().orElseThrow();
      SmallWorld.awaitEvidence(governor, other);
      world.hold.set(new CountDownLatch(1));
      var claim = threads.submit(() -> governor.claim(slow, SmallWorld.agent()));
      assertThat(vote(governor, other, ANNAS_HAND, Choice.deny("no")))
          .as("while the other is being read")
          .isNotNull();
      assertThat(governor.submit(SmallWorld.scale("dev/web", 3)).ticket()).isPresent();
      assertThat(claim.isDone()).isFalse();
      world.hold.get().countDown();
      assertThat(claim.get(10, TimeUnit.SECONDS)).isPresent();
    }
  }

  @Test
  void aReaderThatNeverAnswersIsGivenUpAtTheDeadline() {
    try (var governor = world.open()) {
      var request = governor.approval(approved(governor)).orElseThrow().binding().request();
      world.hold.set(new CountDownLatch(1));
      assertThat(
              new Runner(List.of(world), world.clock)
                  .rehearse(new Order(request, "evt-000000000000", Duration.ofMillis(30))))
          .isInstanceOfSatisfying(
              Rehearsal.Outcome.NotPossible.class,
              n -> assertThat(n.why()).contains("cannot be read", "no answer within"));
    }
  }

  private static ApprovalId approved(Governor governor) {
    var id = governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
    vote(governor, id, ANNAS_HAND, Choice.approve("seven"));
    return id;
  }

  private static RunRecord run(Governor governor, Ticket ticket) throws InterruptedException {
    var started = (Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
    return governor
        .awaitRun(started.run(), Duration.ofSeconds(10))
        .flatMap(RunView::record)
        .orElseThrow();
  }
}
