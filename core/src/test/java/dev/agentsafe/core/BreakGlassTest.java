package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static dev.agentsafe.core.SmallWorld.BENS_HAND;
import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.OperatorHand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One person approves alone in an emergency; everybody hears of it, and somebody else looks at it.
 */
final class BreakGlassTest {
  private static final String RULES =
      """
      rules:
        - name: two-or-an-emergency
          decision: require_approval
          reason: Two people decide
          match: {}
          approval: {quorum: [{roles: [operator], count: 2}], break_glass: true}
      """;
  private static final Choice ALONE = new Choice(true, "prod is down", Changes.NONE, true);

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    world.write("policies/rules.yaml", RULES);
  }

  @Test
  void onePersonApprovesAloneAndTheRestAreToldAndTheRunIsMarked() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(vote(governor, id, ANNAS_HAND, ALONE))
          .isEqualTo(new Voted.Counted(new Standing.Approved("anna", "prod is down")));
      assertThat(entries(governor, EntryType.BREAK_GLASS))
          .singleElement()
          .satisfies(e ->
              assertThat(e.context().get("told"))
                  .contains(Value.texts(List.of("ben", "Deploy-Bot"))))
          .satisfies(e -> assertThat(e.ruling().reason()).isEqualTo("prod is down"));
      var ticket = governor.claim(id, SmallWorld.agent()).orElseThrow();
      var run = (Governor.Redeemed.Started) governor.redeem(ticket.token(), SmallWorld.agent());
      var view = governor.awaitRun(run.run(), Duration.ofSeconds(10)).orElseThrow();
      assertThat(view.brokeGlass()).isTrue();
      assertThat(entries(governor, EntryType.EXECUTION_INTENT))
          .singleElement()
          .satisfies(e -> assertThat(e.context().get("break_glass")).contains(Value.of(true)));
    }
  }

  @Test
  void whoHasAgreedInGoodOrderMayGoOnAloneWhenNobodyElseComes() {
    try (var governor = world.open()) {
      var id = ask(governor);
      assertThat(vote(governor, id, ANNAS_HAND, Choice.approve("looks right")))
          .isEqualTo(new Voted.Counted(new Standing.Pending()));
      refused(vote(governor, id, ANNAS_HAND, Choice.deny("or not")), "already-voted");
      refused(vote(governor, id, ANNAS_HAND, Choice.approve("still")), "already-voted");
      assertThat(vote(governor, id, ANNAS_HAND, ALONE))
          .isEqualTo(new Voted.Counted(new Standing.Approved("anna", "prod is down")));
    }
  }

  @Test
  void nobodyBreaksTheGlassWithoutAReasonOrWithoutTheRuleOrForThemselves() throws Exception {
    try (var governor = world.open()) {
      var id = ask(governor);
      refused(
          vote(governor, id, ANNAS_HAND, new Choice(true, " ", Changes.NONE, true)),
          "reason-required");
      refused(vote(governor, id, SmallWorld.BOTS_HAND, ALONE), "self-approval");
      refused(
          vote(governor, id, ANNAS_HAND, new Choice(false, "no", Changes.NONE, true)),
          "break-glass-forbidden");
      assertThat(governor.reviews().open()).isEmpty();
    }
    world.write("policies/rules.yaml", RULES.replace(", break_glass: true", ""));
    try (var governor = world.open()) {
      refused(vote(governor, ask(governor), ANNAS_HAND, ALONE), "break-glass-forbidden");
    }
  }

  @Test
  void anOverdueReviewBlocksTheNextUntilSomebodyElseHasLooked() {
    ApprovalId first;
    try (var governor = world.open()) {
      first = ask(governor);
      vote(governor, first, ANNAS_HAND, ALONE);
      assertThat(vote(governor, ask(governor), BENS_HAND, ALONE))
          .as("not overdue yet")
          .isInstanceOf(Voted.Counted.class);
      world.clock.advance(Duration.ofHours(23));
    }
    world.clock.advance(Duration.ofHours(1));
    try (var governor = world.open()) {
      assertThat(governor.reviews().open()).hasSize(2);
      var blocked = ask(governor);
      refused(vote(governor, blocked, BENS_HAND, ALONE), "review-overdue");
      assertThat(vote(governor, blocked, BENS_HAND, Choice.approve("in good order")))
          .isInstanceOf(Voted.Counted.class);
      for (var open : governor.reviews().open()) {
        var other = open.by().value().equals("anna") ? BENS_HAND : ANNAS_HAND;
        var self = other == BENS_HAND ? ANNAS_HAND : BENS_HAND;
        clause(governor.reviews().review(review(open, self, "I was right")), "self-approval");
        clause(
            governor.reviews().review(review(open, SmallWorld.BOTS_HAND, "fine")), "self-approval");
        clause(governor.reviews().review(review(open, other, "  ")), "reason-required");
        var said = review(open, other, "it was down indeed");
        clause(
            governor
                .reviews()
                .review(
                    new ReviewStatement.Signed(
                        review(open, other, "something else").statement(), said.signature())),
            "bad-signature");
        assertThat(governor.reviews().review(said)).isEmpty();
        clause(governor.reviews().review(said), "unknown-request");
      }
      assertThat(vote(governor, ask(governor), BENS_HAND, ALONE)).isInstanceOf(Voted.Counted.class);
      assertThat(entries(governor, EntryType.BREAK_GLASS_REVIEWED)).hasSize(2);
    }
  }

  private ReviewStatement.Signed review(Reviews.Open open, OperatorHand hand, String reason) {
    var signer = hand.signer().orElseThrow();
    return new ReviewStatement(
            open.request(),
            open.entry(),
            new ReviewStatement.Judgement(true, reason),
            new VoteStatement.By(hand.operator().id(), signer.publicKey().id()),
            world.clock.instant())
        .sign(signer);
  }

  private static void refused(Voted voted, String clause) {
    assertThat(voted)
        .isInstanceOfSatisfying(Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo(clause));
  }

  private static void clause(Optional<Voted.Refused> refused, String clause) {
    assertThat(refused).hasValueSatisfying(r -> assertThat(r.clause()).isEqualTo(clause));
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        e -> {
          if (e.chain().type().equals(type)) {
            found.add(e);
          }
        });
    return found;
  }

  private static ApprovalId ask(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }
}
