package dev.agentsafe.app.cli;

import dev.agentsafe.core.canonical.Value;

/** Approvals that wait for a review, as people read them in a terminal. */
final class ReviewText {
  private ReviewText() {}

  static void print(Session session, Value.Fields body) {
    var waiting = body.objects("reviews");
    for (var review : waiting) {
      session.say(
          Shown.line(
              "%s  %s -> %s  approved alone by %s: %s; review due %s"
                  .formatted(
                      review.textOrEmpty("request_id"),
                      review.textOrEmpty("action"),
                      review.textOrEmpty("target"),
                      review.textOrEmpty("by"),
                      review.textOrEmpty("reason"),
                      review.textOrEmpty("due_at"))));
    }
    session.say(waiting.isEmpty() ? "Nothing waits for a review." : waiting.size() + " waiting");
  }
}
