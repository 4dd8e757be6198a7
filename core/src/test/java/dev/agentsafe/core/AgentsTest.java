package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.agent.Agents;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of agents, and that the journal alone brings it back. */
final class AgentsTest {
  @TempDir Path folder;
  private SmallWorld world;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    world.write(
        "agent-safe.yaml",
        """
        registry: ./actions/
        policies: ./policies/
        inventory: ./inventory.yaml
        audit_log: ./audit.jsonl
        rate_limit: {max_requests: 50, window_seconds: 3600, circuit_breaker_threshold: 2,
                     circuit_breaker_window_seconds: 3600, circuit_breaker_cooldown_seconds: 1800}
        cumulative_risk: {window_seconds: 3600}
        """);
  }

  @Test
  void anAgentIsSeenWithItsDecisionsItsMetersAndWhatStopsIt() {
    try (var governor = world.open()) {
      act(governor);
      check(governor);
    }
  }

  @Test
  void theJournalAloneBringsItBack() {
    try (var governor = world.open()) {
      act(governor);
    }
    try (var governor = world.open()) {
      check(governor);
    }
  }

  private static void act(Governor governor) {
    governor.submit(SmallWorld.scale("dev/web", 3));
    governor.submit(SmallWorld.scale("prod/web", 3));
    governor.submit(by("wild-bot", "nowhere"));
    governor.submit(by("wild-bot", "nowhere"));
    governor.submit(by("wild-bot", "nowhere"));
    governor.holds().pause(new AgentId("deploy-bot"), SmallWorld.ANNA, "stop");
    governor.submit(SmallWorld.scale("dev/web", 3));
    governor.rollback("evt-000000000000", Eligibility.caller(SmallWorld.ANNA));
  }

  private static void check(Governor governor) {
    var agents = governor.agents();
    assertThat(agents)
        .extracting(a -> a.seen().id().value())
        .as("the one that asked last first, and no people")
        .containsExactly("deploy-bot", "wild-bot");
    var bot = agents.getFirst();
    assertThat(bot.seen().decisions()).isEqualTo(new Agents.Tally(1, 1, 1));
    assertThat(bot.held().orElseThrow().reason()).isEqualTo("stop");
    assertThat(bot.meters().rate().orElseThrow().requests()).isEqualTo(2);
    assertThat(bot.meters().rate().orElseThrow().breakerSeconds()).isEmpty();
    assertThat(bot.meters().risk().orElseThrow().entries()).isEqualTo(2);
    assertThat(bot.meters().risk().orElseThrow().score()).isPositive();
    var wild = agents.getLast();
    assertThat(wild.seen().decisions()).isEqualTo(new Agents.Tally(0, 3, 0));
    assertThat(wild.held()).isEmpty();
    assertThat(wild.meters().rate().orElseThrow().breakerSeconds().orElse(0))
        .as("two denials opened its breaker")
        .isBetween(1.0, 1_800.0);
    assertThat(wild.meters().risk().orElseThrow().score()).isZero();
  }

  private static Submission by(String agent, String target) {
    var asked = SmallWorld.scale(target, 3);
    return new Submission(
        asked.action(),
        asked.target(),
        Optional.of(Caller.of(new AgentId(agent))),
        asked.params(),
        asked.changeTicket());
  }
}
