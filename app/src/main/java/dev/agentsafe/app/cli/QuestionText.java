package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Set;

/** A question to people, as they read it in a terminal. */
final class QuestionText {
  private QuestionText() {}

  static void print(Session session, Value.Fields question) {
    session.say(
        Shown.line(
            question.textOrEmpty("request_id")
                + " is "
                + question.textOrEmpty("status")
                + ": "
                + question.textOrEmpty("action")
                + " -> "
                + question.textOrEmpty("target")));
    for (var name :
        List.of(
            "by",
            "reason",
            "environment",
            "effective_risk",
            "caller",
            "why",
            "policy_matched",
            "ticket_id",
            "rollback_of",
            "audit_id",
            "asked_at",
            "expires_at")) {
      question.text(name).ifPresent(value -> line(session, name, value));
    }
    question.texts("delegation_chain").forEach(id -> line(session, "handed_on_by", id));
    values(session, question, "params");
    if (question.get("evidence").orElse(Value.NULL) instanceof Value.Fields evidence) {
      line(session, "evidence", evidence.textOrEmpty("status").replace('_', ' '));
      evidence.text("why").ifPresent(why -> line(session, "", why));
      values(session, evidence, "now");
      values(session, evidence, "after");
    }
    if (question.get("votes").orElse(Value.NULL) instanceof Value.Items(var votes)) {
      votes.forEach(vote -> line(session, "vote", JsonText.compact(vote)));
    }
  }

  private static void values(Session session, Value.Fields of, String name) {
    if (of.get(name).orElse(Value.NULL) instanceof Value.Fields fields) {
      fields.values().forEach((k, v) -> line(session, name, k + " = " + value(v)));
    }
  }

  /** A secret was taken out before it was recorded; its mark tells people nothing. */
  private static String value(Value value) {
    return value instanceof Value.Fields f && f.values().keySet().equals(Set.of("redacted"))
        ? "(secret)"
        : JsonText.compact(value);
  }

  private static void line(Session session, String label, String value) {
    session.say("  %-15s %s".formatted(label.replace('_', ' '), Shown.line(value)));
  }
}
