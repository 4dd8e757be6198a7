package dev.agentsafe.core;

import static dev.agentsafe.core.OtherRules.FREEZE_PROD;
import static dev.agentsafe.core.OtherRules.asked;
import static dev.agentsafe.core.OtherRules.entries;
import static dev.agentsafe.core.OtherRules.question;
import static dev.agentsafe.core.OtherRules.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.VoteVerifier;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.state.Rehearsal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of what people were asked once other rules decide. */
final class QuestionSwapTest {
  @TempDir Path folder;
  private SmallWorld world;
  private OtherRules rules;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    rules = new OtherRules(folder);
  }

  @Test
  void aQuestionThatTheNewRulesDenyCannotBeApprovedAndItsTicketIsNotToBeHad() {
    try (var governor = world.open()) {
      var open = question(governor);
      var approved = question(governor);
      SmallWorld.vote(governor, approved, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      SmallWorld.awaitEvidence(governor, open);
      var seen = Seen.of(governor.approval(open).orElseThrow());
      var allowed = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
      var claimed = question(governor);
      SmallWorld.vote(governor, claimed, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      var ticket = governor.claim(claimed, SmallWorld.agent()).orElseThrow();

      rules.save(governor, rules.base + FREEZE_PROD);

      for (var id : List.of(open, approved)) {
        assertThat(standing(governor, id))
            .isInstanceOfSatisfying(
                Standing.Denied.class,
                denied -> {
                  assertThat(denied.by()).isEqualTo("policy");
                  assertThat(denied.reason()).contains("Nothing is changed in production now");
                });
        assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      }
      assertThat(
              governor.vote(
                  SmallWorld.BENS_HAND,
                  open,
                  seen,
                  Choice.approve("I saw it before"),
                  Duration.ofSeconds(4)))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.redeem(ticket.token(), SmallWorld.agent()))
          .as("a rule that denies by now wins over a ticket")
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(governor.redeem(allowed.token(), SmallWorld.agent()))
          .as("what no rule denies stays what it was")
          .isInstanceOf(Redeemed.Started.class);
      assertThat(governor.pending()).isEmpty();
    }
  }

  @Test
  void aQuestionThatTheNewRulesStillAskIsAskedAgainAndOldVotesDoNotCount() throws Exception {
    var two =
        rules.base.replace(
            "  match: {targets: {environments: [prod]}}",
            "  match: {targets: {environments: [prod]}}\n"
                + "    approval: {quorum: [{roles: [operator], count: 2}]}");
    assertThat(two).isNotEqualTo(rules.base);
    ApprovalId id;
    Seen stale;
    try (var governor = world.open()) {
      id = question(governor);
      SmallWorld.awaitEvidence(governor, id);
      var before = governor.approval(id).orElseThrow();
      stale = Seen.of(before);
      rules.save(governor, two);

      var asked = governor.approval(id).orElseThrow();
      assertThat(asked.binding().policyVersion()).isEqualTo(governor.workspace().policyVersion());
      assertThat(asked.asked().evidence())
          .isInstanceOf(Rehearsal.Outcome.Done.class)
          .isEqualTo(before.asked().evidence());
      assertThat(entries(governor, EntryType.APPROVAL_REQUESTED))
          .extracting(e -> e.context().get("asked_again").isPresent())
          .as("people were told of it before")
          .containsExactly(false, true);
      assertThat(governor.pending()).extracting(q -> q.id()).containsExactly(id);
      assertThat(
              governor.vote(
                  SmallWorld.ANNAS_HAND, id, stale, Choice.approve("old"), Duration.ofSeconds(4)))
          .isInstanceOfSatisfying(
              Voted.Refused.class,
              refused -> assertThat(refused.clause()).isEqualTo("stale-policy"));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("one")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
      // A comment more: what was said under the rules without it does not count any more.
      rules.save(governor, two + "# reviewed\n");
      assertThat(governor.approval(id).orElseThrow().votes()).isEmpty();
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("again")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
    }
    try (var governor = world.open()) {
      assertThat(governor.approval(id).orElseThrow().votes()).hasSize(1);
      assertThat(SmallWorld.vote(governor, id, SmallWorld.BENS_HAND, Choice.approve("two")))
          .isInstanceOfSatisfying(
              Voted.Counted.class,
              counted -> assertThat(counted.standing()).isInstanceOf(Standing.Approved.class));
      // The same rule still decides: the approval stands.
      rules.save(governor, two + "# once more\n");
      assertThat(standing(governor, id)).isInstanceOf(Standing.Approved.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
      var verifier = new VoteVerifier(governor.operators());
      governor.history(0, verifier::accept);
      assertThat(verifier.findings()).allSatisfy(f -> assertThat(f.fault()).isEmpty());
      assertThat(verifier.checked().approvals()).isEqualTo(1);
    }
  }

  @Test
  void whoeverMakesTheRulesAskForLessApprovesNothingThatWaitsUnderTheOldOnes() {
    try (var governor = world.open()) {
      rules.save(governor, rules.asking("{quorum: [{roles: [operator], count: 2}]}"));
      var id = question(governor);
      SmallWorld.awaitEvidence(governor, id);

      rules.save(governor, rules.asking("{quorum: [{roles: [operator], count: 1}]}"));

      assertThat(standing(governor, id))
          .isInstanceOfSatisfying(
              Standing.Denied.class, denied -> assertThat(denied.reason()).contains("ask again"));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("alone")))
          .isInstanceOf(Voted.Refused.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.pending()).isEmpty();
      assertThat(question(governor)).as("whoever wants it can ask").isNotEqualTo(id);
    }
  }

  @Test
  void aQuestionThatIsAskedAgainIsNotOpenForLongerThanItWas() {
    try (var governor = world.open()) {
      rules.save(governor, rules.asking("{ttl: 60, claim_ttl: 30}"));
      var id = question(governor);
      var before = governor.approval(id).orElseThrow().span();
      rules.save(governor, rules.asking("{ttl: 600, claim_ttl: 600}"));
      assertThat(governor.approval(id).orElseThrow().span()).isEqualTo(before);
      rules.save(governor, rules.asking("{ttl: 600, claim_ttl: 20}"));
      assertThat(governor.approval(id).orElseThrow().span().claimLife())
          .isEqualTo(Duration.ofSeconds(20));
    }
  }

  @Test
  void aVoteThatOtherRulesVoidedDoesNotCountOnceTheyAreGoneAgainNorAfterARestart() {
    var two = rules.asking("{quorum: [{roles: [operator], count: 2}]}");
    ApprovalId id;
    SignedVote recorded;
    try (var governor = world.open()) {
      rules.save(governor, two);
      id = question(governor);
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes"));
      recorded = recorded(entries(governor, EntryType.VOTE).getLast());
      assertThat(governor.vote(recorded))
          .as("it counts still")
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("already-voted"));
      rules.save(governor, two + "# other\n");
      rules.save(governor, two);
      assertThat(Seen.of(governor.approval(id).orElseThrow()))
          .isEqualTo(recorded.statement().seen());
      isVoid(governor.vote(recorded));
      assertThat(governor.approval(id).orElseThrow().votes()).isEmpty();
    }
    try (var governor = world.open()) {
      isVoid(governor.vote(recorded));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("anew")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
    }
  }

  private static SignedVote recorded(AuditEntry vote) {
    return new SignedVote(
        VoteStatement.read(vote.context()).orElseThrow(), vote.context().textOrEmpty("signature"));
  }

  private static void isVoid(Voted voted) {
    assertThat(voted)
        .isInstanceOfSatisfying(
            Voted.Refused.class, refused -> assertThat(refused.clause()).isEqualTo("void-vote"));
  }

  @Test
  void anOfferIsOverWithTheRulesThatItWasMadeUnder() {
    try (var governor = world.open()) {
      rules.save(governor, rules.asking("{allow_changes: true}"));
      var id = question(governor);
      var fewer = new Changes(SmallWorld.scale("prod/web", 5).params(), Optional.empty());
      assertThat(
              SmallWorld.vote(
                  governor, id, SmallWorld.ANNAS_HAND, new Choice(true, "five", fewer, false)))
          .isInstanceOf(Voted.Counted.class);
      assertThat(standing(governor, id)).isInstanceOf(Standing.Offered.class);

      rules.save(governor, rules.asking("{allow_changes: true}") + "# reviewed\n");

      assertThat(standing(governor, id)).isInstanceOf(Standing.Pending.class);
      assertThat(governor.answerOffer(id, SmallWorld.agent(), true))
          .as("nobody offers it under these rules")
          .isPresent();
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.approval(id).orElseThrow().votes()).isEmpty();
    }
  }

  @Test
  void rulesThatAllowByNowAllowNothingToAFrozenAgent() {
    try (var governor = world.open()) {
      var id = question(governor);
      var ticket = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow();
      assertThat(governor.holds().freeze(SmallWorld.ANNA, "odd changes"))
          .isInstanceOf(HoldDesk.Outcome.Done.class);

      rules.save(governor, rules.base.replace("decision: require_approval", "decision: allow"));

      assertThat(asked(governor, "prod/web")).isEqualTo(Effect.DENY);
      assertThat(standing(governor, id)).isInstanceOf(Standing.Denied.class);
      assertThat(governor.redeem(ticket.token(), SmallWorld.agent()))
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(0);
    }
  }

  @Test
  void aProcessThatEndsBeforeQuestionsAreAskedAgainLeavesThemDenied() throws Exception {
    ApprovalId id;
    try (var governor = world.open()) {
      id = question(governor);
      SmallWorld.awaitEvidence(governor, id);
      rules.save(governor, rules.base + "# reviewed\n");
    }
    rules.endAfter(EntryType.POLICY_CHANGED, 2);
    try (var governor = world.open()) {
      assertThat(standing(governor, id)).isInstanceOf(Standing.Denied.class);
      assertThat(SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("late")))
          .isInstanceOf(Voted.Refused.class);
    }
  }

  @Test
  void aLaterStepThatTheNewRulesWouldAskPeopleAboutGetsNoTicketByTheOldOnes() throws Exception {
    try (var governor = world.open()) {
      var plan =
          (Plan.Made.Good)
              Plan.of(
                  List.of(
                      new Plan.Step("a", List.of(), SmallWorld.scale("dev/web", 4)),
                      new Plan.Step("b", List.of("a"), SmallWorld.scale("dev/web", 6))));
      var id = governor.submit(plan.plan(), SmallWorld.agent()).course().id();
      var first = governor.plans().claim(id, "a", SmallWorld.agent()).orElseThrow();
      var run = (Redeemed.Started) governor.redeem(first.token(), SmallWorld.agent());
      governor.awaitRun(run.run(), Duration.ofSeconds(20));

      rules.save(governor, rules.base.replace("decision: allow", "decision: require_approval"));

      assertThat(governor.plans().claim(id, "b", SmallWorld.agent())).isEmpty();
      assertThat(governor.plans().course(id).orElseThrow().stopped())
          .hasValueSatisfying(why -> assertThat(why).contains("step `b`", "unasked"));
      assertThat(world.effects).hasValue(1);
    }
  }

  @Test
  void anApprovalEndsWithTheRuleThatAskedForIt() {
    try (var governor = world.open()) {
      var id = question(governor);
      SmallWorld.vote(governor, id, SmallWorld.ANNAS_HAND, Choice.approve("yes"));

      rules.save(
          governor, rules.base.replace("reason: Production is", "reason: Production by night is"));

      assertThat(standing(governor, id)).isInstanceOf(Standing.Denied.class);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      var entry = entries(governor, EntryType.POLICY_CHANGED).getLast();
      assertThat(entry.context().get("denied").orElseThrow().toString()).contains(id.value());
    }
  }
}
