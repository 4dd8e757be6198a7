package dev.agentsafe.core;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.request.ActionRequest;
import java.util.Map;

/** What signatures and approvals are bound to. */
final class Digests {
  private Digests() {}

  /** SHA-256 hex over action, target, caller, parameters and change ticket. */
  static String of(ActionRequest request) {
    return CanonicalJson.sha256(
        new Value.Fields(
            Map.of(
                "action", Value.of(request.action().name().value()),
                "target", Value.of(request.target().id().value()),
                "caller", Value.of(request.caller().id().value()),
                "params", request.params(),
                "ticket_id", Value.ofOptional(request.changeTicket()))));
  }
}
