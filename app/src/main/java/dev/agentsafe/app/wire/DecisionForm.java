package dev.agentsafe.app.wire;

import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.ticket.Ticket;

/** A ruling as the Decision of 0.16, which agents know. */
public final class DecisionForm {
  private DecisionForm() {}

  /**
   * The decision.
   *
   * @param inventory tells whether the target is one that is known
   */
  public static Value.Fields of(Ruling ruling, Inventory inventory) {
    var asked = ruling.submission();
    var grounds = ruling.grounds();
    var target = asked.target().filter(id -> inventory.find(id).isPresent());
    return new Members()
        .put("result", ruling.result().label())
        .put("reason", grounds.reason())
        .put("action", asked.action().value())
        .put("target", target.map(id -> id.value()).orElse("unknown"))
        .put("caller", asked.callerId().value())
        .put("risk_class", grounds.risk().label())
        .put("effective_risk", grounds.effectiveRisk().label())
        .put("policy_matched", Value.ofOptional(grounds.rule().map(r -> r.name().value())))
        .put("audit_id", ruling.auditId())
        .put("ticket", ruling.ticket().<Value>map(DecisionForm::ticket).orElse(Value.NULL))
        .put("request_id", Value.ofOptional(ruling.approval().map(id -> id.value())))
        .put("ticket_id", Value.ofOptional(asked.changeTicket()))
        .put(
            "cumulative_risk_score",
            ruling.cumulative().map(c -> Value.of(c.score())).orElse(Value.NULL))
        .put(
            "cumulative_risk_class",
            Value.ofOptional(ruling.cumulative().map(c -> c.risk().label())))
        .put(
            "escalated_from",
            Value.ofOptional(
                ruling.cumulative().flatMap(c -> c.escalatedFrom()).map(e -> e.label())))
        .done();
  }

  /** A ticket with what it permits. */
  public static Value.Fields ticket(Ticket ticket) {
    return new Members()
        .put("token", ticket.token())
        .put("action", ticket.claims().action())
        .put("target", ticket.claims().target())
        .put("caller", ticket.claims().caller())
        .put("params", ticket.claims().params())
        .put("audit_id", ticket.claims().auditId())
        .put("nonce", ticket.nonce())
        .put("issued_at", Times.text(ticket.issuedAt()))
        .put("expires_at", Times.text(ticket.expiresAt()))
        .done();
  }
}
