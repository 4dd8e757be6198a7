package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import java.util.Locale;

/** A decision as people read it. */
final class DecisionText {
  private DecisionText() {}

  /** The exit status that says the same. */
  static int exit(Value.Fields decision) {
    return switch (decision.text("result").orElse("deny")) {
      case "allow" -> Exit.OK;
      case "require_approval" -> Exit.APPROVAL;
      default -> Exit.NO;
    };
  }

  static void print(Session session, Value.Fields decision) {
    var result = decision.text("result").orElse("deny");
    session.say(
        result.toUpperCase(Locale.ROOT).replace('_', ' ')
            + "  "
            + Shown.line(decision.textOrEmpty("action") + " -> " + decision.textOrEmpty("target")));
    line(session, "reason", decision.textOrEmpty("reason"));
    line(session, "rule", decision.text("policy_matched").orElse("(none)"));
    line(
        session,
        "risk",
        decision.textOrEmpty("risk_class")
            + ", effective "
            + decision.textOrEmpty("effective_risk"));
    line(session, "caller", decision.textOrEmpty("caller"));
    line(session, "audit id", decision.textOrEmpty("audit_id"));
    decision.text("request_id").ifPresent(id -> line(session, "request", id));
    if (decision.get("ticket").orElse(Value.NULL) instanceof Value.Fields ticket) {
      line(session, "ticket", ticket.textOrEmpty("token"));
      line(session, "expires", ticket.textOrEmpty("expires_at"));
    }
  }

  /** One labelled line. */
  static void line(Session session, String label, String value) {
    session.say("  %-10s %s".formatted(label, Shown.line(value)));
  }
}
