package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static dev.agentsafe.core.SmallWorld.BENS_HAND;
import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.VoteVerifier;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.Operators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever wrote the journal may have let through what they should not have: an auditor counts the
 * votes again, by the clauses, the people and the roles that the journal itself records.
 */
final class RecountTest {
  private static final String TWO =
      """
      rules:
        - name: two
          decision: require_approval
          reason: Two people decide
          match: {}
          approval: {quorum: [{roles: [operator], count: 2}], break_glass: true, denials: 2}
      """;

  @TempDir Path folder;
  private SmallWorld world;
  private Operators known = new Operators(List.of());
  private final List<AuditEntry> journal = new ArrayList<>();

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    world.write("policies/rules.yaml", TWO);
  }

  @Test
  void anApprovalByTwoHoldsAndSaysHowMuchWasChecked() {
    approvedByTwo();
    var verifier = verified(journal);
    assertThat(verifier.findings()).hasSize(2).allSatisfy(f -> assertThat(f.fault()).isEmpty());
    assertThat(verifier.checked()).isEqualTo(new VoteVerifier.Checked(2, 1, 0));
  }

  @Test
  void aQuorumThatIsNotFullNamesItsClause() {
    approvedByTwo();
    var second = voteOf("ben");
    faults(without(e -> e.equals(second)))
        .containsExactly(
            "it was approved, but the votes do not meet its quorum (2 of role `operator`: 1 of 2)",
            "a ticket was issued, but the votes do not meet its quorum (2 of role `operator`: 1 of"
                + " 2)");
  }

  @Test
  void onePersonTwiceAreNotTwo() {
    approvedByTwo();
    var first = voteOf("anna");
    var second = voteOf("ben");
    faults(changed(e -> e.equals(second), e -> first))
        .anySatisfy(f -> assertThat(f).contains("1 of 2)"));
  }

  @Test
  void whoeverHadLostTheRoleByThenDoesNotCount() {
    approvedByTwo();
    var ticket = first(EntryType.TICKET_ISSUED);
    var gone = listing("ben", Value.texts(List.of("guest")));
    faults(before(ticket, gone))
        .containsExactly(
            "a ticket was issued, but the votes do not meet its quorum (2 of role `operator`: 1 of"
                + " 2)");
  }

  @Test
  void whoeverWasNotListedByThenDoesNotCount() {
    approvedByTwo();
    var voted = voteOf("ben");
    faults(before(voted, context(listed("ben"), c -> c.with("listed", Value.NULL))))
        .anySatisfy(f -> assertThat(f).contains("`ben` was not listed with the key"))
        .anySatisfy(f -> assertThat(f).contains("1 of 2)"));
  }

  @Test
  void nobodyWhoAskedOrHandedOnTheAuthorityCounts() {
    approvedByTwo();
    faults(askedBy("anna", List.of()))
        .anySatisfy(f -> assertThat(f).contains("`anna` asked for this"));
    faults(askedBy("helper", List.of("ANNA/deploy")))
        .anySatisfy(f -> assertThat(f).contains("`anna` handed this request's authority on"));
  }

  @Test
  void whatEnoughPeopleDeniedIsNotApproved() {
    approvedByTwo();
    var list = new ArrayList<AuditEntry>();
    for (var entry : journal) {
      list.add(entry.chain().type().equals(EntryType.VOTE) ? denial(entry) : entry);
    }
    faults(list).contains("it was approved, but `ben` had denied it");
  }

  @Test
  void theClausesAreThoseThatTheJournalRecords() {
    approvedByTwo();
    faults(
            changed(
                e -> e.chain().type().equals(EntryType.APPROVAL_REQUESTED),
                e -> context(e, c -> c.with("approval", Value.NULL))))
        .anySatisfy(f -> assertThat(f).contains("does not say whom its rule asks"));
  }

  @Test
  void aSecondTicketForOneApprovalIsFound() {
    approvedByTwo();
    var twice = new ArrayList<>(journal);
    twice.add(first(EntryType.TICKET_ISSUED));
    faults(twice).containsExactly("a ticket was issued for what nobody asked, or a second one");
  }

  @Test
  void approvingAloneTakesARuleAndAnEntryThatTellsTheOthers() {
    alone(true);
    assertThat(verified(journal).findings()).allSatisfy(f -> assertThat(f.fault()).isEmpty());
    assertThat(verified(journal).checked().reviews()).isEqualTo(1);
    faults(without(e -> e.chain().type().equals(EntryType.BREAK_GLASS)))
        .anySatisfy(f -> assertThat(f).contains("nobody was told"));
    faults(
            changed(
                e -> e.chain().type().equals(EntryType.APPROVAL_REQUESTED),
                e ->
                    context(
                        e,
                        c ->
                            c.with(
                                "approval",
                                ((Value.Fields) c.get("approval").orElseThrow())
                                    .with("break_glass", Value.of(false))))))
        .anySatisfy(f -> assertThat(f).contains("which its rule does not allow"));
  }

  @Test
  void aReviewIsSomebodyElsesSignedAndInTime() {
    alone(true);
    var review = first(EntryType.BREAK_GLASS_REVIEWED);
    for (var member : List.of("signature", "reason", "reviewer", "key_id", "break_glass_entry")) {
      faults(
              changed(
                  e -> e.equals(review), e -> context(e, c -> c.with(member, Value.of("forged")))))
          .as(member)
          .isNotEmpty();
    }
    faults(changed(e -> e.equals(review), e -> reviewBy(e, ANNAS_HAND)))
        .anySatisfy(f -> assertThat(f).contains("`anna` reviewed what they had approved alone"));
    faults(changed(e -> e.equals(review), e -> reviewBy(e, SmallWorld.BOTS_HAND)))
        .anySatisfy(f -> assertThat(f).contains("`Deploy-Bot` asked for this"));
  }

  @Test
  void whatNobodyReviewedInTimeIsFound() {
    alone(false);
    faults(journal)
        .singleElement()
        .satisfies(f -> assertThat(f).contains("nobody had reviewed it by"));
  }

  private void approvedByTwo() {
    try (var governor = world.open()) {
      var id = ask(governor);
      vote(governor, id, ANNAS_HAND, Choice.approve("one"));
      vote(governor, id, BENS_HAND, Choice.approve("two"));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
      take(governor);
    }
  }

  private void alone(boolean isReviewed) {
    try (var governor = world.open()) {
      var id = ask(governor);
      vote(governor, id, ANNAS_HAND, new Choice(true, "prod is down", Changes.NONE, true));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
      if (isReviewed) {
        var open = governor.reviews().open().getFirst();
        var signer = BENS_HAND.signer().orElseThrow();
        assertThat(
                governor
                    .reviews()
                    .review(
                        new ReviewStatement(
                                id,
                                open.entry(),
                                new ReviewStatement.Judgement(true, "it was"),
                                new VoteStatement.By(
                                    BENS_HAND.operator().id(), signer.publicKey().id()),
                                world.clock.instant())
                            .sign(signer)))
            .isEmpty();
      }
      world.clock.advance(Duration.ofDays(2));
      governor.holds().freeze(SmallWorld.ANNA, "time goes on");
      take(governor);
    }
  }

  private void take(Governor governor) {
    known = governor.operators();
    governor.history(0, journal::add);
  }

  private VoteVerifier verified(List<AuditEntry> entries) {
    var verifier = new VoteVerifier(known);
    entries.forEach(verifier::accept);
    return verifier;
  }

  private ListAssert<String> faults(List<AuditEntry> entries) {
    return assertThat(
        verified(entries).findings().stream().flatMap(f -> f.fault().stream()).toList());
  }

  private AuditEntry first(EntryType type) {
    return journal.stream().filter(e -> e.chain().type().equals(type)).findFirst().orElseThrow();
  }

  private AuditEntry voteOf(String voter) {
    return journal.stream()
        .filter(e -> e.chain().type().equals(EntryType.VOTE))
        .filter(e -> e.context().text("voter").equals(Optional.of(voter)))
        .findFirst()
        .orElseThrow();
  }

  private AuditEntry listed(String operator) {
    return journal.stream()
        .filter(e -> e.chain().type().equals(EntryType.OPERATOR_CHANGED))
        .filter(e -> e.context().text("operator").equals(Optional.of(operator)))
        .findFirst()
        .orElseThrow();
  }

  private AuditEntry listing(String operator, Value roles) {
    return context(
        listed(operator),
        c -> c.with("listed", ((Value.Fields) c.get("listed").orElseThrow()).with("roles", roles)));
  }

  private List<AuditEntry> without(Predicate<AuditEntry> which) {
    return journal.stream().filter(which.negate()).toList();
  }

  private List<AuditEntry> changed(Predicate<AuditEntry> which, UnaryOperator<AuditEntry> how) {
    return journal.stream().map(e -> which.test(e) ? how.apply(e) : e).toList();
  }

  private List<AuditEntry> before(AuditEntry entry, AuditEntry more) {
    var list = new ArrayList<>(journal);
    list.add(list.indexOf(entry), more);
    return list;
  }

  private static AuditEntry context(AuditEntry entry, UnaryOperator<Value.Fields> how) {
    return AuditEntry.of(entry.seq(), entry.line().with("context", how.apply(entry.context())));
  }

  /** The journal as it were if somebody else had asked, every vote signed for that. */
  private List<AuditEntry> askedBy(String caller, List<String> chain) {
    var digest = new String[] {""};
    var list = new ArrayList<AuditEntry>();
    for (var entry : journal) {
      var type = entry.chain().type();
      if (type.equals(EntryType.APPROVAL_REQUESTED)) {
        var by =
            ((Value.Fields) entry.context().get("caller").orElseThrow())
                .with("delegation_chain", Value.texts(chain));
        var asked =
            AuditEntry.of(
                entry.seq(),
                entry
                    .line()
                    .with("caller", Value.of(caller))
                    .with("context", entry.context().with("caller", by)));
        digest[0] = Sealing.request(asked.sealedRequest());
        list.add(asked);
      } else if (type.equals(EntryType.VOTE)) {
        list.add(
            signedAgain(
                entry,
                said ->
                    new VoteStatement(
                        said.request(),
                        new Seen(digest[0], said.seen().policyVersion(), said.seen().evidence()),
                        said.choice(),
                        said.by(),
                        said.moment())));
      } else {
        list.add(entry);
      }
    }
    return list;
  }

  private static AuditEntry denial(AuditEntry vote) {
    return signedAgain(
        vote,
        said ->
            new VoteStatement(
                said.request(), said.seen(), Choice.deny("no"), said.by(), said.moment()));
  }

  private static AuditEntry signedAgain(AuditEntry vote, UnaryOperator<VoteStatement> how) {
    var said = how.apply(VoteStatement.read(vote.context()).orElseThrow());
    var hand = said.by().voter().value().equals("anna") ? ANNAS_HAND : BENS_HAND;
    var signature = said.sign(hand.signer().orElseThrow()).signature();
    return context(
        vote,
        c -> {
          var all = new LinkedHashMap<>(c.values());
          all.putAll(said.value().values());
          all.put("signature", Value.of(signature));
          return new Value.Fields(all);
        });
  }

  private static AuditEntry reviewBy(AuditEntry review, OperatorHand hand) {
    var said = ReviewStatement.read(review.context()).orElseThrow();
    var signer = hand.signer().orElseThrow();
    var other =
        new ReviewStatement(
            said.request(),
            said.entry(),
            said.judgement(),
            new VoteStatement.By(hand.operator().id(), signer.publicKey().id()),
            said.reviewedAt());
    return context(
        review,
        c -> {
          var all = new LinkedHashMap<>(c.values());
          all.putAll(other.value().values());
          all.put("signature", Value.of(other.sign(signer).signature()));
          return new Value.Fields(all);
        });
  }

  private static ApprovalId ask(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }
}
