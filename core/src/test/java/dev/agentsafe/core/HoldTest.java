package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a frozen or paused agent can still do: nothing. */
final class HoldTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final AgentId BOT = new AgentId("deploy-bot");

  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
  }

  @Test
  void aFrozenAgentIsDeniedInWordsAndItIsRecorded() {
    try (var governor = world.open()) {
      done(governor.holds().freeze(SmallWorld.ANNA, "odd changes at night"));
      var ruling = governor.submit(SmallWorld.scale("dev/web", 5));
      assertThat(ruling.result()).isEqualTo(Effect.DENY);
      assertThat(ruling.grounds().reason())
          .startsWith("All agents are frozen by `anna` since ")
          .endsWith("odd changes at night");
      assertThat(ruling.ticket()).isEmpty();
      assertThat(entries(governor).getLast().chain().eventId()).isEqualTo(ruling.auditId());
      var freeze = only(governor, EntryType.FREEZE);
      assertThat(freeze.context().text("by")).contains("anna");
      assertThat(freeze.ruling().reason()).isEqualTo("odd changes at night");

      done(governor.holds().unfreeze(SmallWorld.BEN, "looked into it"));
      assertThat(only(governor, EntryType.UNFREEZE).context().text("by")).contains("ben");
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).result()).isEqualTo(Effect.ALLOW);
    }
  }

  @Test
  void aTicketIssuedBeforeIsNotRedeemedWhileFrozenAndIsAfterwards() throws Exception {
    try (var governor = world.open()) {
      var token = governor.submit(SmallWorld.scale("dev/web", 5)).ticket().orElseThrow().token();
      done(governor.holds().freeze(SmallWorld.ANNA, "stop"));
      assertThat(governor.redeem(token, SmallWorld.agent()))
          .isInstanceOfSatisfying(
              Redeemed.Refused.class, r -> assertThat(r.why()).startsWith("All agents are frozen"));
      assertThat(entries(governor).getLast().chain().type()).isEqualTo(EntryType.REFUSAL);
      assertThat(world.effects).hasValue(0);
      done(governor.holds().unfreeze(SmallWorld.ANNA, "go on"));
      governor.awaitRun(started(governor.redeem(token, SmallWorld.agent())), PATIENCE);
      assertThat(world.effects).hasValue(1);
    }
  }

  @Test
  void anApprovalGivenMeanwhileIssuesNoTicketUntilItIsOver() {
    try (var governor = world.open()) {
      var id = governor.submit(SmallWorld.scale("prod/web", 7)).approval().orElseThrow();
      done(governor.holds().freeze(SmallWorld.ANNA, "stop"));
      assertThat(SmallWorld.vote(governor, id, SmallWorld.BENS_HAND, Choice.approve("fine")))
          .isInstanceOfSatisfying(
              Voted.Counted.class,
              v -> assertThat(v.standing()).isInstanceOf(Standing.Approved.class));
      assertThat(governor.claim(id, SmallWorld.agent())).isEmpty();
      assertThat(entries(governor))
          .noneMatch(e -> e.chain().type().equals(EntryType.TICKET_ISSUED));
      done(governor.holds().unfreeze(SmallWorld.ANNA, "go on"));
      assertThat(governor.claim(id, SmallWorld.agent())).isPresent();
    }
  }

  @Test
  void freezeAndPauseSurviveARestart() {
    try (var governor = world.open()) {
      done(governor.holds().freeze(SmallWorld.ANNA, "stop"));
      done(governor.holds().pause(BOT, SmallWorld.BEN, "too eager"));
    }
    try (var governor = world.open()) {
      var state = governor.holds().state();
      assertThat(state.freeze().orElseThrow().by()).isEqualTo(SmallWorld.ANNA.id());
      assertThat(state.pauseOf(BOT).orElseThrow().reason()).isEqualTo("too eager");
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).result()).isEqualTo(Effect.DENY);
      done(governor.holds().unfreeze(SmallWorld.ANNA, "go on"));
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).grounds().reason())
          .startsWith("Agent `deploy-bot` was paused by `ben`");
      done(governor.holds().resume(BOT, SmallWorld.ANNA, "calm again"));
    }
    try (var governor = world.open()) {
      assertThat(governor.holds().state().freeze()).isEmpty();
      assertThat(governor.holds().state().paused()).isEmpty();
      assertThat(governor.submit(SmallWorld.scale("dev/web", 5)).result()).isEqualTo(Effect.ALLOW);
    }
  }

  @Test
  void aPauseReachesChildrenAndWhoeverActsOnTheAgentsBehalfAndNobodyElse() {
    try (var governor = world.open()) {
      done(governor.holds().pause(BOT, SmallWorld.ANNA, "stop"));
      assertThat(asks(governor, Caller.of(BOT))).isEqualTo(Effect.DENY);
      assertThat(asks(governor, Caller.of(new AgentId("deploy-bot/canary"))))
          .isEqualTo(Effect.DENY);
      assertThat(asks(governor, onBehalfOf("helper", "deploy-bot"))).isEqualTo(Effect.DENY);
      assertThat(asks(governor, onBehalfOf("helper", "boss", "deploy-bot/canary")))
          .isEqualTo(Effect.DENY);
      assertThat(asks(governor, Caller.of(new AgentId("deploy-bot-2")))).isEqualTo(Effect.ALLOW);
      assertThat(asks(governor, Caller.of(new AgentId("deploy")))).isEqualTo(Effect.ALLOW);
      assertThat(asks(governor, onBehalfOf("helper", "boss"))).isEqualTo(Effect.ALLOW);
    }
  }

  @Test
  void aTicketOfAChildIsNotRedeemedWhileItsParentIsPaused() {
    try (var governor = world.open()) {
      var child = onBehalfOf("helper", "deploy-bot");
      var token = governor.submit(as(child)).ticket().orElseThrow().token();
      done(governor.holds().pause(BOT, SmallWorld.ANNA, "stop"));
      assertThat(governor.redeem(token, child)).isInstanceOf(Redeemed.Refused.class);
      assertThat(governor.redeem(token, Caller.of(child.id())))
          .as("a token without its chain")
          .isInstanceOf(Redeemed.Refused.class);
      assertThat(world.effects).hasValue(0);
    }
  }

  @Test
  void peopleCanUndoWhatAnAgentDidWhileAllAgentsAreFrozen() throws Exception {
    try (var governor = world.open()) {
      var ruling = governor.submit(SmallWorld.scale("dev/web", 5));
      var token = ruling.ticket().orElseThrow().token();
      governor.awaitRun(started(governor.redeem(token, SmallWorld.agent())), PATIENCE);
      done(governor.holds().freeze(SmallWorld.ANNA, "stop"));
      var back = governor.rollback(ruling.auditId(), Eligibility.caller(SmallWorld.ANNA));
      var undo = ((Governor.RolledBack.Submitted) back).ruling();
      governor.awaitRun(started(governor.execute(undo)), PATIENCE);
      assertThat(world.replicas).containsEntry("dev/web", 2L);
    }
  }

  @Test
  void whatRunsIsShownAndNotKilledAndWhatWaitsForItsTurnHasNoEffect() throws Exception {
    var inside = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    world.during.set(() -> {
      inside.countDown();
      SmallWorld.await(letGo);
    });
    try (var governor = world.open()) {
      var first = begin(governor, 4);
      SmallWorld.await(inside);
      var second = begin(governor, 6);
      var frozen = done(governor.holds().freeze(SmallWorld.ANNA, "stop"));
      assertThat(frozen.running()).extracting(RunView::id).containsExactly(first, second);
      letGo.countDown();
      assertThat(record(governor, first)).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(record(governor, second))
          .isInstanceOfSatisfying(
              RunRecord.Skipped.class,
              s -> assertThat(s.why()).startsWith("All agents are frozen"));
      assertThat(world.replicas).containsEntry("dev/web", 4L);
      assertThat(world.effects).hasValue(1);
    }
  }

  @Test
  void whatIsSoAlreadyIsRefusedAndNotRecorded() {
    try (var governor = world.open()) {
      assertThat(clause(governor.holds().unfreeze(SmallWorld.ANNA, "x"))).isEqualTo("not-frozen");
      assertThat(clause(governor.holds().resume(BOT, SmallWorld.ANNA, "x")))
          .isEqualTo("not-paused");
      assertThat(clause(governor.holds().freeze(SmallWorld.ANNA, "  ")))
          .isEqualTo("reason-required");
      assertThat(clause(governor.holds().freeze(SmallWorld.ANNA, "x".repeat(2_001))))
          .isEqualTo("reason-too-long");
      assertThat(clause(governor.holds().pause(new AgentId("operator/anna"), SmallWorld.BEN, "x")))
          .isEqualTo("no-agent");
      done(governor.holds().freeze(SmallWorld.ANNA, "x"));
      done(governor.holds().pause(BOT, SmallWorld.ANNA, "x"));
      var size = governor.journalSize();
      assertThat(clause(governor.holds().freeze(SmallWorld.BEN, "y"))).isEqualTo("already-frozen");
      assertThat(clause(governor.holds().pause(BOT, SmallWorld.BEN, "y")))
          .isEqualTo("already-paused");
      assertThat(governor.journalSize()).isEqualTo(size);
    }
  }

  @Test
  void whatAHoldRefusesUsesUpNoRateAndOpensNoBreakerEvenAfterARestart() throws Exception {
    world.write(
        "agent-safe.yaml",
        """
        registry: ./actions/
        policies: ./policies/
        inventory: ./inventory.yaml
        audit_log: ./audit.jsonl
        rate_limit: {max_requests: 2, window_seconds: 3600, circuit_breaker_threshold: 2}
        """);
    try (var governor = world.open()) {
      done(governor.holds().freeze(SmallWorld.ANNA, "stop"));
      for (int i = 0; i < 5; i++) {
        assertThat(asks(governor, Caller.of(BOT))).isEqualTo(Effect.DENY);
      }
      done(governor.holds().unfreeze(SmallWorld.ANNA, "go on"));
      assertThat(asks(governor, Caller.of(BOT))).isEqualTo(Effect.ALLOW);
    }
    try (var governor = world.open()) {
      assertThat(asks(governor, Caller.of(BOT))).isEqualTo(Effect.ALLOW);
      assertThat(asks(governor, Caller.of(BOT))).isEqualTo(Effect.DENY);
    }
  }

  @Test
  void nobodyEscapesAFreezeByCallingItselfAPerson() {
    try (var governor = world.open()) {
      assertThatThrownBy(
              () -> world.tokens().issue(Caller.of(new AgentId("operator/anna")), PATIENCE, now()))
          .isInstanceOf(CoreException.class);
      var honest = world.tokens().issue(Caller.of(BOT), PATIENCE, now());
      assertThat(governor.identify(honest)).isInstanceOf(Governor.Identified.Known.class);
    }
  }

  private java.time.Instant now() {
    return world.clock.instant();
  }

  private static RunId begin(Governor governor, long replicas) {
    var token = governor.submit(SmallWorld.scale("dev/web", replicas)).ticket().orElseThrow();
    return started(governor.redeem(token.token(), SmallWorld.agent()));
  }

  private static RunRecord record(Governor governor, RunId run) throws InterruptedException {
    return governor.awaitRun(run, PATIENCE).orElseThrow().record().orElseThrow();
  }

  private static Caller onBehalfOf(String id, String... chain) {
    var links =
        List.of(chain).stream()
            .map(c -> new Caller.Link(new AgentId(c), "", Caller.Grants.NONE, ""))
            .toList();
    return new Caller(
        new AgentId(id),
        "",
        Caller.Grants.NONE,
        new Caller.Delegation(links, List.of(), links.size()));
  }

  private static Submission as(Caller caller) {
    var asked = SmallWorld.scale("dev/web", 3);
    return new Submission(
        asked.action(),
        asked.target(),
        java.util.Optional.of(caller),
        asked.params(),
        asked.changeTicket());
  }

  private static Effect asks(Governor governor, Caller caller) {
    return governor.submit(as(caller)).result();
  }

  private static HoldDesk.Outcome.Done done(HoldDesk.Outcome outcome) {
    assertThat(outcome).isInstanceOf(HoldDesk.Outcome.Done.class);
    return (HoldDesk.Outcome.Done) outcome;
  }

  private static String clause(HoldDesk.Outcome outcome) {
    assertThat(outcome).isInstanceOf(HoldDesk.Outcome.Refused.class);
    return ((HoldDesk.Outcome.Refused) outcome).clause();
  }

  private static RunId started(Redeemed redeemed) {
    assertThat(redeemed).isInstanceOf(Redeemed.Started.class);
    return ((Redeemed.Started) redeemed).run();
  }

  private static List<AuditEntry> entries(Governor governor) {
    var all = new ArrayList<AuditEntry>();
    governor.history(0, all::add);
    return all;
  }

  private static AuditEntry only(Governor governor, EntryType type) {
    var found = entries(governor).stream().filter(e -> e.chain().type().equals(type)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
