package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.VoteVerifier;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.Operators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a person's answer, what does not, and what outlives a restart. */
final class SignedVotesTest {
  private static final OperatorHand ANNA = SmallWorld.ANNAS_HAND;
  private static final OperatorHand BEN = SmallWorld.BENS_HAND;
  private static final String TWO =
      """
      rules:
        - name: prod-needs-two
          decision: require_approval
          reason: Production is approved by two
          match: {}
          approval: {quorum: [{roles: [operator], count: 2}]}
      """;

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void whatIsNotSignedByThePersonWhoIsNamedIsRefusedAndRecorded() {
    try (var governor = world.open()) {
      var id = ask(governor);
      var good = statement(governor, id, ANNA, Choice.approve("yes"));
      refused(governor, new SignedVote(good, "A".repeat(86)), "bad-signature");
      refused(governor, new SignedVote(good, ""), "bad-signature");
      refused(governor, new SignedVote(good, "no base64!"), "bad-signature");
      var other = statement(governor, id, ANNA, Choice.deny("no")).sign(signer(ANNA)).signature();
      refused(governor, new SignedVote(good, other), "bad-signature");
      refused(governor, by(good, "anna", BEN).sign(signer(BEN)), "unknown-key");
      refused(governor, by(good, "ben", ANNA).sign(signer(ANNA)), "unknown-key");
      var stranger = SmallWorld.hand("anna", "operator");
      refused(governor, by(good, "anna", stranger).sign(signer(stranger)), "unknown-key");
      refused(governor, by(good, "carl", ANNA).sign(signer(ANNA)), "unknown-operator");
      assertThat(governor.standing(id)).contains(new Standing.Pending());
      assertThat(governor.vote(good.sign(signer(ANNA)))).isInstanceOf(Voted.Counted.class);
      assertThat(entries(governor, EntryType.REFUSAL))
          .hasSize(8)
          .allSatisfy(e -> assertThat(e.context().text("refused")).contains("vote"))
          .allSatisfy(e -> assertThat(e.context().text("request_id")).contains(id.value()));
    }
  }

  /** Taken out of what was signed, it would leave a vote that nobody can verify. */
  @Test
  void aReasonThatHoldsASecretIsRefused() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      refused(
          governor,
          statement(governor, id, ANNA, Choice.approve("password=hunter2-but-longer"))
              .sign(signer(ANNA)),
          "reason-secret");
    }
  }

  @Test
  void whatWasNotShownIsNotVotedOn() {
    try (var governor = world.open()) {
      var id = ask(governor);
      var seen = statement(governor, id, ANNA, Choice.approve("yes")).seen();
      var zeros = "0".repeat(64);
      refused(
          governor,
          seeing(governor, id, new Seen(zeros, seen.policyVersion(), seen.evidence())),
          "other-request");
      refused(
          governor,
          seeing(governor, id, new Seen(seen.request(), zeros, seen.evidence())),
          "stale-policy");
      refused(
          governor,
          seeing(governor, id, new Seen(seen.request(), seen.policyVersion(), zeros)),
          "other-evidence");
      assertThat(governor.vote(seeing(governor, id, seen))).isInstanceOf(Voted.Counted.class);
    }
  }

  @Test
  void voteOfAnotherHourIsRefused() {
    try (var governor = world.open()) {
      var id = ask(governor);
      var now = statement(governor, id, ANNA, Choice.approve("yes"));
      for (var off : List.of(Duration.ofMinutes(6), Duration.ofMinutes(-6))) {
        var then =
            new VoteStatement(
                id,
                now.seen(),
                now.choice(),
                now.by(),
                new VoteStatement.Moment(world.clock.instant().plus(off), 1));
        refused(governor, then.sign(signer(ANNA)), "untimely");
      }
    }
  }

  @Test
  void nobodyApprovesBeforeTheEvidenceIsThereButAnybodyMayDeny() {
    world.hold.set(new CountDownLatch(1));
    try (var governor = world.open()) {
      var first = governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
      var seen = Seen.of(governor.approval(first).orElseThrow());
      assertThat(governor.vote(ANNA, first, seen, Choice.approve("blind"), Duration.ZERO))
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("evidence-gathering"));
      assertThat(governor.vote(ANNA, first, seen, Choice.deny("not now"), Duration.ZERO))
          .isEqualTo(new Voted.Counted(new Standing.Denied("anna", "not now")));
      world.hold.get().countDown();
    }
  }

  @Test
  void retiredKeySignsNothingMore() throws Exception {
    var retired =
        Files.readString(folder.resolve("operators.yaml"))
            .replaceFirst("\"}]}", "\", retired: \"2020-01-01T00:00:00Z\"}]}");
    world.write("operators.yaml", retired);
    try (var governor = world.open()) {
      var id = ask(governor);
      refused(
          governor,
          statement(governor, id, ANNA, Choice.approve("yes")).sign(signer(ANNA)),
          "retired-key");
    }
  }

  @Test
  void votesOfAQuorumThatIsNotFullSurviveARestart() throws Exception {
    world.write("policies/rules.yaml", TWO);
    ApprovalId id;
    try (var governor = world.open()) {
      id = ask(governor);
      assertThat(vote(governor, id, ANNA, Choice.approve("one")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
    }
    world.replicas.put("prod/web", 3L);
    try (var governor = world.open()) {
      assertThat(governor.approval(id).orElseThrow().votes()).hasSize(1);
      assertThat(vote(governor, id, ANNA, Choice.approve("again")))
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("already-voted"));
      assertThat(vote(governor, id, BEN, Choice.approve("two")))
          .isEqualTo(new Voted.Counted(new Standing.Approved("ben", "two")));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
    }
  }

  @Test
  void approvalThatNobodyClaimedSurvivesARestartAndIsClaimedOnce() {
    var id = approved();
    try (var governor = world.open()) {
      assertThat(governor.standing(id)).contains(new Standing.Approved("anna", "yes"));
      var ticket = governor.claim(id, SmallWorld.agent());
      assertThat(ticket).isPresent();
      assertThat(governor.claim(id, SmallWorld.agent())).isEqualTo(ticket);
    }
    try (var governor = world.open()) {
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(entries(governor, EntryType.TICKET_ISSUED)).hasSize(1);
    }
  }

  @Test
  void approvalDiesWithTheRoleOfWhoApproved() throws Exception {
    world.write("policies/rules.yaml", TWO.replace("count: 2", "count: 1"));
    var id = approved();
    world.operators(BEN, SmallWorld.BOTS_HAND);
    try (var governor = world.open()) {
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.standing(id))
          .hasValueSatisfying(s ->
              assertThat(s)
                  .isInstanceOfSatisfying(
                      Standing.Denied.class, d -> assertThat(d.by()).isEqualTo("quorum")));
    }
  }

  @Test
  void approvalUnderOtherRulesIsWorthNothing() throws Exception {
    var id = approved();
    world.write("policies/rules.yaml", TWO);
    try (var governor = world.open()) {
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
    }
  }

  @Test
  void stateThatChangedSinceItWasShownEndsTheApprovalAndSaysWhatChanged() {
    try (var governor = world.open()) {
      var id = ask(governor);
      vote(governor, id, ANNA, Choice.approve("three to seven"));
      world.replicas.put("prod/web", 40L);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.standing(id))
          .contains(
              new Standing.Denied(
                  "evidence_changed",
                  "The target has changed since people approved: `replicas` was 3 and is 40"));
      world.replicas.put("prod/web", 3L);
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
    }
  }

  @Test
  void oneDenialDeniesUnlessTheRuleAsksForMore() throws Exception {
    world.write("policies/rules.yaml", TWO.replace("count: 2}]", "count: 1}], denials: 2"));
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(vote(governor, id, ANNA, Choice.deny("no")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
      assertThat(vote(governor, id, BEN, Choice.deny("no, too")))
          .isEqualTo(new Voted.Counted(new Standing.Denied("ben", "no, too")));
    }
  }

  @Test
  void eachChangeOfTheListOfOperatorsIsRecordedOnce() throws Exception {
    world.open().close();
    world.open().close();
    world.operators(ANNA, BEN);
    try (var governor = world.open()) {
      assertThat(entries(governor, EntryType.OPERATOR_CHANGED))
          .extracting(e -> e.context().text("operator").orElse(""))
          .containsExactly("anna", "ben", "Deploy-Bot", "Deploy-Bot");
    }
  }

  @Test
  void anAuditorVerifiesEveryVoteFromJournalAndPublicKeysAlone() throws Exception {
    ApprovalId id;
    Operators known;
    List<AuditEntry> journal;
    try (var governor = world.open()) {
      id = ask(governor);
      vote(governor, id, ANNA, Choice.approve("yes"));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
      known = governor.operators();
      journal = all(governor);
    }
    assertThat(findings(known, journal))
        .singleElement()
        .satisfies(f -> assertThat(f.fault()).isEmpty())
        .satisfies(f -> assertThat(f.voter()).isEqualTo("anna"));
    assertThat(findings(new Operators(List.of()), journal))
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.fault()).isPresent());
    var vote = journal.stream().filter(e -> e.chain().type().equals(EntryType.VOTE)).findFirst();
    for (var member : vote.orElseThrow().context().values().keySet()) {
      if (!member.equals("voter_roles") && !member.equals("voter_groups")) {
        var forged = journal.stream().map(e -> forged(e, vote.get(), member)).toList();
        assertThat(findings(known, forged))
            .as(member)
            .anySatisfy(f -> assertThat(f.fault()).isPresent());
      }
    }
    var otherParams =
        journal.stream()
            .map(e ->
                e.chain().type().equals(EntryType.APPROVAL_REQUESTED)
                    ? AuditEntry.of(
                        e.seq(), e.line().with("params", SmallWorld.scale("prod/web", 70).params()))
                    : e)
            .toList();
    assertThat(findings(known, otherParams)).anySatisfy(f -> assertThat(f.fault()).isPresent());
    var withoutVote =
        journal.stream().filter(e -> !e.chain().type().equals(EntryType.VOTE)).toList();
    assertThat(findings(known, withoutVote)).anySatisfy(f -> assertThat(f.fault()).isPresent());
  }

  private static AuditEntry forged(AuditEntry entry, AuditEntry vote, String member) {
    if (entry.seq() != vote.seq()) {
      return entry;
    }
    var other = dev.agentsafe.core.canonical.Value.of("forged");
    return AuditEntry.of(
        entry.seq(), entry.line().with("context", entry.context().with(member, other)));
  }

  private static List<VoteVerifier.Finding> findings(Operators known, List<AuditEntry> journal) {
    var verifier = new VoteVerifier(known);
    journal.forEach(verifier::accept);
    return verifier.findings();
  }

  private static List<AuditEntry> all(Governor governor) {
    var all = new ArrayList<AuditEntry>();
    governor.history(0, all::add);
    return all;
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    return all(governor).stream().filter(e -> e.chain().type().equals(type)).toList();
  }

  private ApprovalId approved() {
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(vote(governor, id, ANNA, Choice.approve("yes"))).isInstanceOf(Voted.Counted.class);
      return id;
    }
  }

  private static void refused(Governor governor, SignedVote vote, String clause) {
    assertThat(governor.vote(vote))
        .isInstanceOfSatisfying(Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo(clause));
  }

  private SignedVote seeing(Governor governor, ApprovalId id, Seen seen) {
    var said = statement(governor, id, ANNA, Choice.approve("yes"));
    return new VoteStatement(id, seen, said.choice(), said.by(), said.moment()).sign(signer(ANNA));
  }

  private static VoteStatement by(VoteStatement said, String voter, OperatorHand key) {
    return new VoteStatement(
        said.request(),
        said.seen(),
        said.choice(),
        new VoteStatement.By(new OperatorId(voter), signer(key).publicKey().id()),
        said.moment());
  }

  private VoteStatement statement(
      Governor governor, ApprovalId id, OperatorHand hand, Choice choice) {
    SmallWorld.awaitEvidence(governor, id);
    return new VoteStatement(
        id,
        Seen.of(governor.approval(id).orElseThrow()),
        choice,
        new VoteStatement.By(hand.operator().id(), signer(hand).publicKey().id()),
        new VoteStatement.Moment(now(), 12));
  }

  private Instant now() {
    return world.clock.instant();
  }

  private static dev.agentsafe.core.identity.OperatorSigner signer(OperatorHand hand) {
    return Optional.of(hand).flatMap(OperatorHand::signer).orElseThrow();
  }

  private static ApprovalId ask(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }
}
