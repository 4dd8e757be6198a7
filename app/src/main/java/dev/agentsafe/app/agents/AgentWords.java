package dev.agentsafe.app.agents;

import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.limit.CumulativeRisk;
import dev.agentsafe.core.limit.RiskBudget;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known of an agent, in words. */
final class AgentWords {
  private AgentWords() {}

  /** How long ago it last asked; the time as written where that is no time. */
  static String age(AgentView agent, Instant now) {
    var seen = agent.seen().lastSeen();
    try {
      var age = Duration.between(Instant.parse(seen), now);
      return Words.of("row.age", Spans.rough(age));
    } catch (DateTimeException e) {
      return Untrusted.line(seen, 40);
    }
  }

  /** Whether it asked for something within that span. */
  static boolean since(AgentView agent, Instant now, Duration span) {
    try {
      return Instant.parse(agent.seen().lastSeen()).isAfter(now.minus(span));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** How much of its rate it used. */
  static String rate(AgentView agent) {
    return agent
        .meters()
        .rate()
        .map(usage -> Words.of("agents.used", usage.requests(), usage.limit().maxRequests()))
        .orElse("–");
  }

  /** How much risk it took, and what happens at how much. */
  static String risk(CumulativeRisk.Reading reading, RiskBudget budget) {
    var left =
        reading.score() < budget.escalationThreshold()
            ? Words.of("agents.risk.free", budget.escalationThreshold() - reading.score())
            : reading.score() < budget.denyThreshold()
                ? Words.of("agents.risk.asks", budget.denyThreshold() - reading.score())
                : Words.of("agents.risk.denied");
    return Words.of(
        "agents.risk.of",
        reading.score(),
        budget.escalationThreshold(),
        budget.denyThreshold(),
        Spans.rough(Duration.ofSeconds((long) budget.windowSeconds())),
        left);
  }

  /** Whether its breaker is open. */
  static boolean breakerOpen(AgentView agent) {
    return agent.meters().rate().filter(u -> u.breakerSeconds().isPresent()).isPresent();
  }

  /** Who it is, for whom it acts, and what stops it. */
  static String about(AgentView agent, Optional<Hold> hold) {
    var seen = agent.seen();
    var who =
        seen.name().isBlank() || seen.name().equals(seen.id().value())
            ? Untrusted.line(seen.id().value(), 80)
            : Words.of(
                "agents.named",
                Untrusted.line(seen.id().value(), 80),
                Untrusted.line(seen.name(), 80));
    var said = new ArrayList<String>();
    said.add(who);
    if (!seen.onBehalfOf().isEmpty()) {
      said.add(
          Words.of(
              "agents.behalf",
              seen.onBehalfOf().stream()
                  .map(a -> Untrusted.line(a, 60))
                  .collect(Collectors.joining(" → "))));
    }
    hold.map(AgentWords::held).ifPresent(said::add);
    return String.join(" · ", said);
  }

  private static String held(Hold hold) {
    var by = Untrusted.line(hold.by().value(), 60);
    var since = Spans.full(hold.since());
    var why = Untrusted.line(hold.reason(), 200);
    return switch (hold.reach()) {
      case Hold.Reach.Everybody() -> Words.of("freeze.banner", by, since, why);
      case Hold.Reach.One(var agent) ->
          Words.of("agents.held", Untrusted.line(agent.value(), 80), by, since, why);
    };
  }
}
