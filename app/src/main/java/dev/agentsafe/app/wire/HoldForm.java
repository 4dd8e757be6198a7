package dev.agentsafe.app.wire;

import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.agent.Agents;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.limit.CumulativeRisk;
import dev.agentsafe.core.limit.RateLimiter;
import java.util.List;

/** Who is stopped, and how agents stand, as the operator sees it. */
public final class HoldForm {
  private HoldForm() {}

  /** What came of stopping somebody, with what is in force now. */
  public static Value.Fields done(HoldDesk.Outcome.Done done, Holds.State state) {
    return state(state)
        .put("running", new Value.Items(done.running().stream().<Value>map(HoldForm::run).toList()))
        .done();
  }

  /** The agents and what is in force. */
  public static Value.Fields agents(List<AgentView> agents, Holds.State state) {
    return state(state)
        .put("agents", new Value.Items(agents.stream().<Value>map(HoldForm::agent).toList()))
        .done();
  }

  private static Members state(Holds.State state) {
    return new Members()
        .put("frozen", state.freeze().<Value>map(HoldForm::hold).orElse(Value.NULL))
        .put(
            "paused", new Value.Items(state.paused().stream().<Value>map(HoldForm::hold).toList()));
  }

  private static Value.Fields hold(Hold hold) {
    var agent =
        switch (hold.reach()) {
          case Hold.Reach.Everybody _ -> Value.NULL;
          case Hold.Reach.One(var one) -> Value.of(one.value());
        };
    return new Members()
        .put("agent", agent)
        .put("by", hold.by().value())
        .put("reason", hold.reason())
        .put("since", Times.text(hold.since()))
        .done();
  }

  private static Value.Fields run(RunView run) {
    var asked = run.order();
    return new Members()
        .put("run_id", run.id().value())
        .put("audit_id", asked.auditId())
        .put("action", asked.request().action().name().value())
        .put("target", asked.request().target().id().value())
        .put("caller", asked.request().caller().id().value())
        .put("started_at", Times.text(asked.startedAt()))
        .done();
  }

  private static Value.Fields agent(AgentView agent) {
    var seen = agent.seen();
    return new Members()
        .put("agent_id", seen.id().value())
        .put("agent_name", seen.name())
        .put("last_seen", seen.lastSeen())
        .put("on_behalf_of", Value.texts(seen.onBehalfOf()))
        .put("decisions", tally(seen.decisions()))
        .put("rate", agent.meters().rate().<Value>map(HoldForm::rate).orElse(Value.NULL))
        .put("risk", agent.meters().risk().<Value>map(HoldForm::risk).orElse(Value.NULL))
        .put("held", agent.held().<Value>map(HoldForm::hold).orElse(Value.NULL))
        .done();
  }

  private static Value.Fields tally(Agents.Tally tally) {
    return new Members()
        .put("allow", Value.of(tally.allowed()))
        .put("deny", Value.of(tally.denied()))
        .put("require_approval", Value.of(tally.asked()))
        .done();
  }

  private static Value.Fields rate(RateLimiter.Usage rate) {
    return new Members()
        .put("requests", Value.of(rate.requests()))
        .put("max_requests", Value.of(rate.limit().maxRequests()))
        .put("window_seconds", Value.of(rate.limit().windowSeconds()))
        .put(
            "breaker_closes_in_seconds",
            rate.breakerSeconds().isPresent()
                ? Value.of(rate.breakerSeconds().getAsDouble())
                : Value.NULL)
        .done();
  }

  private static Value.Fields risk(CumulativeRisk.Reading risk) {
    return new Members()
        .put("score", Value.of(risk.score()))
        .put("class", risk.risk().label())
        .put("requests", Value.of(risk.entries()))
        .done();
  }
}
