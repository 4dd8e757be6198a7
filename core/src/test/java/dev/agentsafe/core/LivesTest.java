package dev.agentsafe.core;

import static dev.agentsafe.core.SmallWorld.ANNAS_HAND;
import static dev.agentsafe.core.SmallWorld.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A question, its approval and its ticket have a life each; at its end, to the millisecond, each is
 * worth nothing, and whoever asked is told why.
 */
final class LivesTest {
  private static final String RULES =
      """
      rules:
        - name: short-lives
          decision: require_approval
          reason: People decide
          match: {}
          approval: {quorum: [{roles: [operator]}], ttl: 600, claim_ttl: 120, allow_changes: true}
      """;
  private static final Duration TO_ANSWER = Duration.ofMinutes(10);
  private static final Duration TO_CLAIM = Duration.ofMinutes(2);

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    world.write("policies/rules.yaml", RULES);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void aQuestionCanBeAnsweredUntilItsEndAndNotAtItsEnd(long millis) {
    try (var governor = world.open()) {
      var id = ask(governor);
      SmallWorld.awaitEvidence(governor, id);
      world.clock.advance(TO_ANSWER.plusMillis(millis));
      var voted = vote(governor, id, ANNAS_HAND, Choice.approve("yes"));
      if (millis < 0) {
        assertThat(voted).isInstanceOf(Voted.Counted.class);
        assertThat(governor.claim(id, SmallWorld.agent())).as("its approval lives on").isPresent();
      } else {
        assertThat(voted)
            .isInstanceOfSatisfying(
                Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("expired"));
        assertThat(governor.standing(id)).contains(new Standing.Expired());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void anApprovalCanBeClaimedUntilItsEndAndNotAtItsEnd(long millis) {
    try (var governor = world.open()) {
      var id = approved(governor);
      assertThat(governor.claimUntil(id)).contains(world.clock.instant().plus(TO_CLAIM));
      world.clock.advance(TO_CLAIM.plusMillis(millis));
      var ticket = governor.claim(id, SmallWorld.agent());
      assertThat(ticket.isPresent()).isEqualTo(millis < 0);
      if (millis >= 0) {
        isUnclaimed(governor, id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void aTicketCanBeRedeemedUntilItsEndAndNotAtItsEnd(long millis) throws Exception {
    try (var governor = world.open()) {
      var ticket = governor.claim(approved(governor), SmallWorld.agent()).orElseThrow();
      moveTo(ticket.expiresAt().plusMillis(millis));
      var redeemed = governor.redeem(ticket.token(), SmallWorld.agent());
      if (millis < 0) {
        assertThat(redeemed)
            .isInstanceOfSatisfying(
                Redeemed.Started.class, s -> assertThat(ended(governor, s)).isEqualTo("Succeeded"));
      } else {
        assertThat(redeemed)
            .isInstanceOfSatisfying(
                Redeemed.Refused.class, r -> assertThat(r.why()).contains("expired"));
      }
      assertThat(world.effects).hasValue(millis < 0 ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1})
  void anApprovalHasTheSameEndAfterARestart(long millis) {
    ApprovalId id;
    try (var governor = world.open()) {
      id = approved(governor);
    }
    world.clock.advance(TO_CLAIM.plusMillis(millis));
    try (var governor = world.open()) {
      assertThat(governor.claim(id, SmallWorld.agent()).isPresent()).isEqualTo(millis < 0);
      if (millis >= 0) {
        isUnclaimed(governor, id);
      }
    }
  }

  @Test
  void anApprovalOutlivesTheTimeToAnswerAlsoOverARestart() {
    ApprovalId id;
    try (var governor = world.open()) {
      id = ask(governor);
      SmallWorld.awaitEvidence(governor, id);
      world.clock.advance(TO_ANSWER.minusMillis(1));
      vote(governor, id, ANNAS_HAND, Choice.approve("just in time"));
    }
    world.clock.advance(TO_CLAIM.minusMillis(1));
    try (var governor = world.open()) {
      assertThat(governor.standing(id)).contains(new Standing.Approved("anna", "just in time"));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
    }
  }

  @Test
  void nobodyHasToComeForAnApprovalToBeRecordedAsUnclaimed() {
    try (var governor = world.open()) {
      var id = approved(governor);
      world.clock.advance(TO_CLAIM);
      while (governor.standing(id).orElseThrow() instanceof Standing.Approved) {
        LockSupport.parkNanos(1_000_000);
      }
      isUnclaimed(governor, id);
      assertThat(vote(governor, id, ANNAS_HAND, Choice.approve("again")))
          .isInstanceOfSatisfying(
              Voted.Refused.class, r -> assertThat(r.clause()).isEqualTo("settled"));
    }
  }

  @Test
  void whatWasTakenOfAnOfferIsClaimedWithinALifeOfItsOwn() {
    try (var governor = world.open()) {
      var id = ask(governor);
      var changes = new Changes(Value.EMPTY.with("replicas", Value.of(5)), Optional.empty());
      vote(governor, id, ANNAS_HAND, new Choice(true, "five", changes, false));
      world.clock.advance(TO_ANSWER.minusMillis(1));
      assertThat(governor.answerOffer(id, SmallWorld.agent(), true)).isEmpty();
      world.clock.advance(TO_CLAIM.minusMillis(1));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
    }
  }

  @Test
  void whoeverAskedIsToldHowItEndedAfterARestartToo() {
    ApprovalId denied;
    ApprovalId unclaimed;
    ApprovalId claimed;
    try (var governor = world.open()) {
      unclaimed = approved(governor);
      world.clock.advance(TO_CLAIM);
      assertThat(governor.claim(unclaimed, SmallWorld.agent())).isEmpty();
      denied = ask(governor);
      vote(governor, denied, ANNAS_HAND, Choice.deny("not on a Friday"));
      claimed = approved(governor);
      assertThat(governor.claim(claimed, SmallWorld.agent())).isPresent();
    }
    try (var governor = world.open()) {
      var before = governor.journalSize();
      assertThat(governor.standing(denied))
          .contains(new Standing.Denied("anna", "not on a Friday"));
      assertThat(governor.standing(unclaimed)).contains(new Standing.Unclaimed("anna"));
      assertThat(governor.standing(claimed)).contains(new Standing.Approved("anna", "yes"));
      assertThat(governor.claim(claimed, SmallWorld.agent())).as("never a second one").isEmpty();
      assertThat(governor.claimUntil(claimed)).isEmpty();
      assertThat(governor.journalSize()).as("nothing of it is new").isEqualTo(before);
    }
  }

  @Test
  void whatTheRulesInForceDidNotAskIsEndedWithThatReason() throws Exception {
    ApprovalId id;
    try (var governor = world.open()) {
      id = approved(governor);
    }
    world.write("policies/rules.yaml", RULES.replace("claim_ttl: 120", "claim_ttl: 121"));
    try (var governor = world.open()) {
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(governor.standing(id))
          .hasValueSatisfying(s ->
              assertThat(s)
                  .isInstanceOfSatisfying(
                      Standing.Denied.class,
                      d -> assertThat(d.reason()).contains("rules").contains("ask again")));
    }
  }

  @Test
  void theWorkspaceSaysHowLongWhereItsRuleDoesNot() throws Exception {
    world.write("policies/rules.yaml", RULES.replace(" claim_ttl: 120,", ""));
    try (var governor = world.open()) {
      assertThat(governor.claimUntil(approved(governor)))
          .contains(world.clock.instant().plus(Duration.ofMinutes(15)));
    }
    world.write(
        "agent-safe.yaml",
        "{registry: ./actions/, policies: ./policies/, inventory: ./inventory.yaml,"
            + " approvals: {claim_ttl: 7}}");
    try (var governor = world.open()) {
      assertThat(governor.claimUntil(approved(governor)))
          .contains(world.clock.instant().plus(Duration.ofSeconds(7)));
    }
  }

  private static void isUnclaimed(Governor governor, ApprovalId id) {
    assertThat(governor.standing(id)).contains(new Standing.Unclaimed("anna"));
    assertThat(governor.claimUntil(id)).isEmpty();
    assertThat(outcomes(governor, id)).containsExactly("approved", "unclaimed");
  }

  private static List<String> outcomes(Governor governor, ApprovalId id) {
    return entries(governor, EntryType.APPROVAL_RESOLVED).stream()
        .filter(e -> e.context().text("request_id").equals(Optional.of(id.value())))
        .map(e -> e.context().text("outcome").orElse(""))
        .toList();
  }

  private static List<AuditEntry> entries(Governor governor, EntryType type) {
    var found = new ArrayList<AuditEntry>();
    governor.history(0, found::add);
    return found.stream().filter(e -> e.chain().type().equals(type)).toList();
  }

  private void moveTo(Instant when) {
    world.clock.advance(Duration.between(world.clock.instant(), when));
  }

  private static String ended(Governor governor, Redeemed.Started started) {
    try {
      return governor
          .awaitRun(started.run(), Duration.ofSeconds(10))
          .flatMap(RunView::record)
          .orElseThrow()
          .getClass()
          .getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private ApprovalId approved(Governor governor) {
    var id = ask(governor);
    assertThat(vote(governor, id, ANNAS_HAND, Choice.approve("yes")))
        .isEqualTo(new Voted.Counted(new Standing.Approved("anna", "yes")));
    return id;
  }

  private static ApprovalId ask(Governor governor) {
    return governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
  }
}
