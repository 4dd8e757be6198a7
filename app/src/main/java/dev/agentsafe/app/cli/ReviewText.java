package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;
import java.util.List;

/** Approvals that wait for a review, as people read them in a terminal. */
final class ReviewText {
  private ReviewText() {}

  static void print(Session session, Value.Fields body) {
    var waiting =
        body.get("reviews").orElse(Value.NULL) instanceof Value.Items(var items)
            ? items
            : List.<Value>of();
    for (var item : waiting) {
      if (item instanceof Value.Fields review) {
        session.say(
            Shown.line(
                "%s  %s -> %s  approved alone by %s: %s; review due %s"
                    .formatted(
                        text(review, "request_id"),
                        text(review, "action"),
                        text(review, "target"),
                        text(review, "by"),
                        text(review, "reason"),
                        text(review, "due_at"))));
      }
    }
    session.say(waiting.isEmpty() ? "Nothing waits for a review." : waiting.size() + " waiting");
  }

  private static String text(Value.Fields of, String name) {
    return of.text(name).orElse("");
  }
}
