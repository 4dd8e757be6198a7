package dev.agentsafe.app.gateway;

import dev.agentsafe.app.wire.Times;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.HandoverDesk;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Handover;
import java.time.Duration;
import java.util.Map;

/** Gives an agent a token for another one, which holds part of its authority; thread-safe. */
final class Delegations {
  /** No token lives longer than a week. */
  private static final int LONGEST = 7 * 24 * 3600;

  private final Governor governor;

  Delegations(Governor governor) {
    this.governor = governor;
  }

  /** {@code POST /v1/delegations}. */
  Answer handOn(Call call) {
    var form = new Form(call.body(), "");
    var handover =
        new Handover(
            new AgentId(form.text("agent_id")),
            form.optionalText("agent_name").orElse(""),
            new Caller.Grants(form.texts("roles"), form.texts("groups")),
            form.optionalWhole("ttl", 1, LONGEST).map(Duration::ofSeconds));
    var fault = form.fault();
    if (fault.isPresent()) {
      return Answer.error(400, fault.get());
    }
    return switch (governor
        .tokens()
        .handovers()
        .handOn(call.caller(), call.who().until(), handover)) {
      case HandoverDesk.Handed.Refused(var why) -> Answer.error(409, "delegation_refused", why);
      case HandoverDesk.Handed.Issued(var token, var child, var end) ->
          new Answer.Json(
              201,
              Value.EMPTY
                  .with("token", Value.of(token))
                  .with("agent_id", Value.of(child.id().value()))
                  .with("roles", Value.texts(child.grants().roles()))
                  .with("groups", Value.texts(child.grants().groups()))
                  .with("depth", Value.of(child.delegation().depth()))
                  .with("expires_at", Value.of(Times.text(end))),
              Map.of());
    };
  }
}
