package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static dev.agentsafe.core.SmallWorld.BENS_HAND;
import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.VoteVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People agree to less than was asked; the agent takes it or leaves it, or takes its question back.
 */
final class OffersTest {
  private static final String RULES =
      """
      rules:
        - name: prod-may-be-less
          decision: require_approval
          reason: People decide
          match: {}
          approval: {quorum: [{roles: [operator], count: 1}], allow_changes: true}
      """;
  private static final Caller STRANGER = Caller.of(new AgentId("other-bot"));

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    world.write("policies/rules.yaml", RULES);
  }

  @Test
  void agentThatTakesAnOfferGetsOneTicketForExactlyThat() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      var offered = vote(governor, id, ANNAS_HAND, less(5, Optional.of(30L)));
      assertThat(offered)
          .isEqualTo(
              new Voted.Counted(
                  new Standing.Offered("anna", "five do", changes(5, Optional.of(30L)))));
      assertThat(governor.await(id, Duration.ofSeconds(5)).orElseThrow())
          .isInstanceOf(Standing.Offered.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.answerOffer(id, STRANGER, true)).isPresent();
      assertThat(governor.answerOffer(id, SmallWorld.agent(), true)).isEmpty();
      assertThat(governor.answerOffer(id, SmallWorld.agent(), true)).isPresent();
      var ticket = governor.claim(id, SmallWorld.agent()).orElseThrow();
      assertThat(ticket.claims().params().get("replicas")).contains(Value.of(5));
      assertThat(Duration.between(ticket.issuedAt(), ticket.expiresAt()))
          .isEqualTo(Duration.ofSeconds(30));
      var run = (Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
      governor.awaitRun(run.run(), Duration.ofSeconds(10));
      assertThat(world.replicas).containsEntry("prod/web", 5L);
      var verifier = new VoteVerifier(governor.operators());
      governor.history(0, verifier::accept);
      assertThat(verifier.findings()).allSatisfy(f -> assertThat(f.fault()).isEmpty());
      var lying = new VoteVerifier(governor.operators());
      governor.history(
          0, e -> lying.accept(e.chain().type().equals(EntryType.TICKET_ISSUED) ? wider(e) : e));
      assertThat(lying.findings()).anySatisfy(f -> assertThat(f.fault()).isPresent());
    }
  }

  private static AuditEntry wider(AuditEntry ticket) {
    return AuditEntry.of(
        ticket.seq(), ticket.line().with("params", SmallWorld.scale("prod/web", 7).params()));
  }

  @Test
  void agentMayLeaveAnOffer() {
    try (var governor = world.open()) {
      var id = ask(governor);
      vote(governor, id, ANNAS_HAND, less(5, Optional.empty()));
      assertThat(governor.answerOffer(id, SmallWorld.agent(), false)).isEmpty();
      assertThat(governor.standing(id).orElseThrow()).isInstanceOf(Standing.Cancelled.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
    }
  }

  @Test
  void whatIsNotLessIsNotOffered() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      for (var replicas : new long[] {2, 7, 8, -1, 1_000}) {
        refused(vote(governor, id, ANNAS_HAND, less(replicas, Optional.empty())), "not-narrower");
      }
      refused(vote(governor, id, ANNAS_HAND, less(5, Optional.of(301L))), "not-narrower");
      var text = new Changes(Value.EMPTY.with("replicas", Value.of("5")), Optional.empty());
      refused(vote(governor, id, ANNAS_HAND, choice(text)), "not-narrower");
      var other = new Changes(Value.EMPTY.with("image", Value.of("x")), Optional.empty());
      refused(vote(governor, id, ANNAS_HAND, choice(other)), "not-narrower");
      assertThat(governor.standing(id)).contains(new Standing.Pending());
    }
    world.write(
        "policies/rules.yaml", RULES.replace("allow_changes: true", "allow_changes: false"));
    try (var governor = world.open()) {
      var id = ask(governor);
      refused(vote(governor, id, ANNAS_HAND, less(5, Optional.empty())), "changes-forbidden");
    }
  }

  @Test
  void draftIsDecidedByTheRulesAndSaysNothingToAnybody() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      var decided = (Redraft.Decided) governor.redraft(id, changes(5, Optional.empty()));
      assertThat(decided.decision().rule().orElseThrow().name().value())
          .isEqualTo("prod-may-be-less");
      assertThat(governor.redraft(id, changes(8, Optional.empty())))
          .isInstanceOfSatisfying(
              Redraft.Refused.class,
              r -> assertThat(r.why().why()).contains("to `7`: less than was asked"));
      assertThat(governor.redraft(new ApprovalId("apr-000000000000"), Changes.NONE))
          .isInstanceOf(Redraft.Refused.class);
      assertThat(governor.standing(id)).contains(new Standing.Pending());
      governor.history(
          0,
          e ->
              assertThat(e.chain().type())
                  .isNotIn(EntryType.VOTE, EntryType.REFUSAL, EntryType.APPROVAL_OFFERED));
    }
  }

  @Test
  void peopleOfAQuorumMustAgreeToTheSame() throws Exception {
    world.write("policies/rules.yaml", RULES.replace("count: 1", "count: 2"));
    try (var governor = world.open()) {
      var id = ask(governor);
      var open = new Voted.Counted(new Standing.Pending());
      assertThat(vote(governor, id, ANNAS_HAND, Choice.approve("as asked"))).isEqualTo(open);
      assertThat(vote(governor, id, BENS_HAND, less(5, Optional.empty()))).isEqualTo(open);
      refused(vote(governor, id, BENS_HAND, less(5, Optional.empty())), "already-voted");
      assertThat(vote(governor, id, ANNAS_HAND, less(5, Optional.empty())))
          .isEqualTo(
              new Voted.Counted(
                  new Standing.Offered("anna", "five do", changes(5, Optional.empty()))));
    }
  }

  @Test
  void offersSurviveARestartAsWhatTheyAreAndRunOut() {
    ApprovalId open;
    ApprovalId taken;
    try (var governor = world.open()) {
      open = ask(governor);
      taken = ask(governor);
      vote(governor, open, ANNAS_HAND, less(5, Optional.empty()));
      vote(governor, taken, ANNAS_HAND, less(4, Optional.empty()));
      assertThat(governor.answerOffer(taken, SmallWorld.agent(), true)).isEmpty();
    }
    try (var governor = world.open()) {
      assertThat(governor.standing(open).orElseThrow()).isInstanceOf(Standing.Offered.class);
      assertThat(governor.standing(taken).orElseThrow()).isInstanceOf(Standing.Approved.class);
      assertThat(governor.claim(taken, SmallWorld.agent()).orElseThrow().claims().params())
          .isEqualTo(SmallWorld.scale("prod/web", 4).params());
      world.clock.advance(governor.workspace().settings().approvals().life());
      assertThat(governor.answerOffer(open, SmallWorld.agent(), true)).isPresent();
      assertThat(governor.standing(open)).contains(new Standing.Expired());
    }
  }

  @Test
  void onlyTheAgentThatAskedTakesItsQuestionBack() {
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(governor.cancel(id, STRANGER)).isPresent();
      assertThat(governor.standing(id)).contains(new Standing.Pending());
      assertThat(governor.cancel(id, SmallWorld.agent())).isEmpty();
      refused(vote(governor, id, ANNAS_HAND, Choice.approve("yes")), "settled");
      var approved = ask(governor);
      vote(governor, approved, ANNAS_HAND, Choice.approve("yes"));
      assertThat(governor.cancel(approved, SmallWorld.agent())).isEmpty();
      assertThat(governor.claim(approved, SmallWorld.agent())).isEmpty();
      var claimed = ask(governor);
      vote(governor, claimed, ANNAS_HAND, Choice.approve("yes"));
      assertThat(governor.claim(claimed, SmallWorld.agent())).isPresent();
      assertThat(governor.cancel(claimed, SmallWorld.agent())).isPresent();
      var types = new ArrayList<String>();
      governor.history(0, e -> types.add(e.context().text("outcome").orElse("")));
      assertThat(types).filteredOn("cancelled"::equals).hasSize(2);
    }
  }

  private static void refused(Voted voted, String clause) {
    assertThat(voted)
        .isInstanceOfSatisfying(Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo(clause));
  }

  private static Choice less(long replicas, Optional<Long> life) {
    return choice(changes(replicas, life));
  }

  private static Choice choice(Changes changes) {
    return new Choice(true, "five do", changes, false);
  }

  private static Changes changes(long replicas, Optional<Long> life) {
    return new Changes(Value.EMPTY.with("replicas", Value.of(replicas)), life);
  }

  private static ApprovalId ask(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }
}
