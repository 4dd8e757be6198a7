package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.canonical.Value;
import java.util.Locale;

/** Executions as people read them. */
final class RunText {
  private RunText() {}

  /** What would change. */
  static void rehearsal(Session session, Value.Fields rehearsal) {
    rehearsal.text("unknown").ifPresent(why -> DecisionText.line(session, "unread", why));
    if (rehearsal.get("now").isPresent()) {
      DecisionText.line(session, "now", JsonText.compact(rehearsal.object("now")));
      DecisionText.line(session, "after", JsonText.compact(rehearsal.object("after")));
    }
    texts(session, "affects", rehearsal, "affected");
    texts(session, "note", rehearsal, "notes");
    prechecks(session, rehearsal);
  }

  /** Each text of a list, with the same label. */
  static void texts(Session session, String label, Value.Fields of, String name) {
    if (of.get(name).orElse(Value.NULL) instanceof Value.Items(var items)) {
      for (var item : items) {
        if (item instanceof Value.Text(var text)) {
          DecisionText.line(session, label, text);
        }
      }
    }
  }

  private static void prechecks(Session session, Value.Fields of) {
    for (var check : of.objects("prechecks")) {
      var advisory = check.get("advisory").orElse(Value.NULL).equals(Value.of(true));
      var passed = check.get("passed").orElse(Value.NULL).equals(Value.of(true));
      DecisionText.line(
          session,
          passed ? "pass" : advisory ? "warn" : "fail",
          check.textOrEmpty("name") + ": " + check.textOrEmpty("message"));
    }
  }

  /** What the rules say. */
  static void verdict(Session session, Value.Fields decision) {
    DecisionText.line(
        session,
        "rules",
        decision.textOrEmpty("result")
            + decision.text("policy_matched").map(rule -> " by " + rule).orElse("")
            + ": "
            + decision.textOrEmpty("reason"));
  }

  /** An execution as it stands. */
  static void print(Session session, Value.Fields run) {
    session.say(
        Shown.line(
            "%s  %s -> %s (%s)"
                .formatted(
                    run.textOrEmpty("status").toUpperCase(Locale.ROOT),
                    run.textOrEmpty("action"),
                    run.textOrEmpty("target"),
                    run.textOrEmpty("run_id"))));
    DecisionText.line(session, "audit id", run.textOrEmpty("audit_id"));
    run.text("error").ifPresent(why -> DecisionText.line(session, "why", why));
    prechecks(session, run);
    if (run.get("before").orElse(Value.NULL) instanceof Value.Fields before) {
      DecisionText.line(session, "before", JsonText.compact(before));
    }
    if (run.get("after").orElse(Value.NULL) instanceof Value.Fields after) {
      DecisionText.line(session, "after", JsonText.compact(after));
    }
    if (run.get("result").orElse(Value.NULL) instanceof Value.Fields result) {
      DecisionText.line(session, "result", JsonText.compact(result));
    }
    if (run.get("forward").orElse(Value.NULL) instanceof Value.Fields forward) {
      DecisionText.line(
          session,
          "port",
          forward.textOrEmpty("address")
              + " -> "
              + forward.textOrEmpty("leads_to")
              + forward
                  .text("closed")
                  .map(why -> ", closed: " + why)
                  .orElse(", open until " + forward.textOrEmpty("until")));
    }
    if (run.get("read_back").orElse(Value.NULL) instanceof Value.Fields found) {
      DecisionText.line(
          session,
          "read back",
          found.textOrEmpty("finding").replace('_', ' ')
              + " ("
              + found.textOrEmpty("by")
              + "): "
              + found.textOrEmpty("words"));
    }
  }

  /** The ports that are open. */
  static void forwards(Session session, Value.Fields body) {
    var open = body.objects("forwards");
    if (open.isEmpty()) {
      session.say("No execution has a port open.");
    }
    for (var forward : open) {
      session.say(
          Shown.line(
              "%s -> %s (%s)"
                  .formatted(
                      forward.textOrEmpty("address"),
                      forward.textOrEmpty("leads_to"),
                      forward.textOrEmpty("run_id"))));
      DecisionText.line(
          session,
          "for",
          forward.textOrEmpty("caller") + ", target " + forward.textOrEmpty("target"));
      DecisionText.line(
          session,
          "so far",
          "%s connections, %s bytes sent, %s received"
              .formatted(
                  JsonText.compact(forward.get("connections").orElse(Value.NULL)),
                  JsonText.compact(forward.get("bytes_sent").orElse(Value.NULL)),
                  JsonText.compact(forward.get("bytes_received").orElse(Value.NULL))));
      DecisionText.line(
          session,
          "left",
          JsonText.compact(forward.get("seconds_left").orElse(Value.NULL))
              + " s, until "
              + forward.textOrEmpty("until"));
    }
  }

  /** What came of something that was followed to its end: a run, a plan, or a decision alone. */
  static void ended(Session session, Value.Fields body) {
    if (body.get("plan").orElse(Value.NULL) instanceof Value.Fields plan) {
      RollbackText.plan(session, plan);
    }
    if (body.get("steps").isPresent()) {
      RollbackText.steps(session, body);
      PlanText.print(session, body.object("course"));
    } else if (body.get("run").orElse(Value.NULL) instanceof Value.Fields run) {
      print(session, run);
    } else {
      DecisionText.print(session, body.object("decision"));
    }
  }

  /** The exit status that says the same. */
  static int status(Value.Fields body) {
    if (body.get("course").orElse(Value.NULL) instanceof Value.Fields course) {
      return switch (course.textOrEmpty("status")) {
        case "done" -> body.objects("left").isEmpty() ? Exit.OK : Exit.NO;
        case "open" -> Exit.APPROVAL;
        default -> Exit.NO;
      };
    }
    if (body.get("run").orElse(Value.NULL) instanceof Value.Fields run) {
      return run.textOrEmpty("status").equals("succeeded") ? Exit.OK : Exit.NO;
    }
    return DecisionText.exit(body.object("decision"));
  }
}
