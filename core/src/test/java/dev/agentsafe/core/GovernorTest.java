package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Effected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job through all rooms. */
final class GovernorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void allowedRequestIsExecutedOnceAndRolledBack() throws Exception {
    try (var governor = world.open()) {
      var ruling = governor.submit(SmallWorld.scale("dev/web", 5));
      assertThat(ruling.result()).isEqualTo(Effect.ALLOW);
      var token = ruling.ticket().orElseThrow().token();
      var run = started(governor.redeem(token, SmallWorld.agent()));
      var view = governor.awaitRun(run, PATIENCE).orElseThrow();
      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(world.replicas).containsEntry("dev/web", 5L);
      assertThat(view.diff().orElseThrow().changed()).containsKey("replicas");

      assertThat(governor.redeem(token, SmallWorld.agent())).isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(1);

      var back = governor.rollback(ruling.auditId(), SmallWorld.agent());
      assertThat(back).isInstanceOf(Governor.RolledBack.Submitted.class);
      var undo = ((Governor.RolledBack.Submitted) back).ruling();
      governor.awaitRun(started(governor.execute(undo)), PATIENCE);
      assertThat(world.replicas).containsEntry("dev/web", 2L);
      var linked = new ArrayList<String>();
      governor.history(
          0,
          e -> {
            if (e.subject().correlationId().filter(ruling.auditId()::equals).isPresent()
                && e.chain().type().equals(EntryType.DECISION)) {
              linked.add(e.chain().eventId());
            }
          });
      assertThat(linked).containsExactly(undo.auditId());
    }
  }

  @Test
  void approvedRequestGivesItsAgentExactlyOneTicket() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("busy evening")))
          .isEqualTo(new Voted.Counted(new Standing.Approved("anna", "busy evening")));
      var ticket = governor.claim(id, SmallWorld.agent()).orElseThrow();
      assertThat(governor.claim(id, SmallWorld.agent())).contains(ticket);
      assertThat(governor.claim(id, Caller.of(new AgentId("other-bot")))).isEmpty();
      assertThat(governor.redeem(ticket.token(), Caller.of(new AgentId("other-bot"))))
          .isInstanceOf(Redeemed.Refused.class);
      governor.awaitRun(started(governor.redeem(ticket.token(), SmallWorld.agent())), PATIENCE);
      assertThat(world.replicas).containsEntry("prod/web", 7L);
    }
  }

  @Test
  void nobodyApprovesWhatTheyAskedFor() {
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(vote(governor, id, SmallWorld.BOTS_HAND, Choice.approve("please")))
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("self-approval"));
      assertThat(governor.standing(id)).contains(new Standing.Pending());
    }
  }

  @Test
  void unansweredRequestExpires() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      world.clock.advance(governor.workspace().settings().approvals().life());
      assertThat(vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("late")))
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("expired"));
      assertThat(governor.await(id, PATIENCE)).contains(new Standing.Expired());
    }
  }

  @Test
  void aQuestionKeepsItsOwnRuleAfterARestartWhereAnotherHasTheSameName() throws Exception {
    world.write(
        "policies/rules.yaml",
        """
        rules:
          - name: needs-approval
            priority: 20
            decision: require_approval
            reason: Production is approved by two
            match: {targets: {environments: [prod]}}
            approval: {quorum: [{roles: [operator], count: 2}]}
          - name: needs-approval
            priority: 10
            decision: require_approval
            reason: Development is approved by one
            match: {targets: {environments: [dev]}}
        """);
    ApprovalId id;
    try (var governor = world.open()) {
      id = governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
      SmallWorld.awaitEvidence(governor, id);
    }
    try (var governor = world.open()) {
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      assertThat(governor.standing(id)).contains(new Standing.Pending());
      SmallWorld.vote(governor, id, SmallWorld.BENS_HAND, Choice.approve("yes"));
      assertThat(governor.standing(id)).containsInstanceOf(Standing.Approved.class);
    }
  }

  @Test
  void openQuestionsRunsAndSpentTicketsSurviveARestart() throws Exception {
    String token;
    ApprovalId id;
    try (var governor = world.open()) {
      token = governor.submit(SmallWorld.scale("dev/web", 4)).ticket().orElseThrow().token();
      governor.awaitRun(started(governor.redeem(token, SmallWorld.agent())), PATIENCE);
      id = ask(governor);
    }
    try (var governor = world.open()) {
      assertThat(governor.redeem(token, SmallWorld.agent())).isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(1);
      assertThat(governor.runs()).hasSize(1);
      assertThat(governor.pending()).extracting(r -> r.id()).containsExactly(id);
      assertThat(vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("")))
          .isInstanceOf(Voted.Counted.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
    }
  }

  @Test
  void questionAskedUnderOtherRulesLapsesAtTheNextStart() throws Exception {
    ApprovalId id;
    try (var governor = world.open()) {
      id = ask(governor);
    }
    var rules = folder.resolve("policies/rules.yaml");
    world.write(
        "policies/rules.yaml",
        Files.readString(rules).replace("prod-needs-approval", "prod-is-asked-for"));
    try (var governor = world.open()) {
      assertThat(governor.pending()).isEmpty();
      assertThat(vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes")))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
    }
  }

  @Test
  void lostAnswerIsUnknownAndNotFailure() throws Exception {
    world.answer.set(new Effected.InDoubt("no answer in time"));
    try (var governor = world.open()) {
      var token = governor.submit(SmallWorld.scale("dev/web", 9)).ticket().orElseThrow().token();
      var run = started(governor.redeem(token, SmallWorld.agent()));
      assertThat(governor.awaitRun(run, PATIENCE).orElseThrow().record().orElseThrow())
          .isInstanceOf(RunRecord.Unknown.class);
    }
  }

  @Test
  void aQuestionIsNotAnsweredWithTheReasonsOfAnotherRuleOfItsNameAfterARestart() throws Exception {
    world.write(
        "policies/rules.yaml",
        """
        rules:
          - name: needs-approval
            priority: 20
            decision: require_approval
            reason: Development needs no reason
            match: {targets: {environments: [dev]}}
          - name: needs-approval
            priority: 10
            decision: require_approval
            reason: Production needs one
            match: {targets: {environments: [prod]}}
            approval: {reason: {required: true, pattern: 'INC-[0-9]+'}}
        """);
    ApprovalId id;
    try (var governor = world.open()) {
      id = governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
      SmallWorld.awaitEvidence(governor, id);
    }
    try (var governor = world.open()) {
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("just so"));
      assertThat(governor.standing(id)).containsInstanceOf(Standing.Denied.class);
    }
  }

  @Test
  void whateverIsWrongWithTheWholeObjectTheOutcomeIsRecorded() throws Exception {
    var deep = Value.EMPTY;
    for (int i = 0; i < 200_000; i++) {
      deep = Value.EMPTY.with("in", deep);
    }
    world.whole.set(Optional.of(deep));
    try (var governor = world.open()) {
      var token = governor.submit(SmallWorld.scale("dev/web", 9)).ticket().orElseThrow().token();
      var run = started(governor.redeem(token, SmallWorld.agent()));
      var view = governor.awaitRun(run, PATIENCE).orElseThrow();

      assertThat(view.record().orElseThrow()).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(view.output()).anyMatch(line -> line.startsWith("The whole object is not kept"));
      assertThat(view.thread()).anyMatch(e -> e.chain().type().equals(EntryType.EXECUTION));
    }
  }

  @Test
  void secondGovernorOfOneJournalIsRefused() {
    try (var governor = world.open()) {
      assertThatThrownBy(world::open).isInstanceOf(CoreException.class);
      assertThat(governor.journalSize()).isPositive();
    }
  }

  @Test
  void ofTwoAnswersAtOnceOneWins() throws Exception {
    int rounds = Boolean.getBoolean("deep") ? 1_000 : 200;
    try (var governor = world.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < rounds; i++) {
        var id = ask(governor);
        var votes =
            threads.invokeAll(
                List.<Callable<Voted>>of(
                    () -> vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes")),
                    () -> vote(governor, id, SmallWorld.BENS_HAND, Choice.deny("no")),
                    () -> vote(governor, id, SmallWorld.BENS_HAND, Choice.approve("yes"))));
        int counted = 0;
        for (var vote : votes) {
          counted += vote.get() instanceof Voted.Counted ? 1 : 0;
        }
        assertThat(counted).isEqualTo(1);
        var claims =
            threads.invokeAll(
                List.<Callable<Boolean>>of(
                    () -> redeems(governor, id), () -> redeems(governor, id)));
        int won = 0;
        for (var claim : claims) {
          won += claim.get() ? 1 : 0;
        }
        boolean approved = governor.standing(id).orElseThrow() instanceof Standing.Approved;
        assertThat(won).isEqualTo(approved ? 1 : 0);
      }
    }
  }

  private static boolean redeems(Governor governor, ApprovalId id) {
    var ticket = governor.claim(id, SmallWorld.agent());
    return ticket.isPresent()
        && governor.redeem(ticket.get().token(), SmallWorld.agent()) instanceof Redeemed.Started;
  }

  private static ApprovalId ask(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }

  private static RunId started(Redeemed redeemed) {
    assertThat(redeemed).isInstanceOf(Redeemed.Started.class);
    return ((Redeemed.Started) redeemed).run();
  }
}
