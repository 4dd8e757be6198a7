package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.run.RunParts;
import dev.agentsafe.app.run.Stages;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.run.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.VBox;

/** What became of a question: refused, expired, or the run it turned into. */
final class OutcomeParts {
  private OutcomeParts() {}

  /** The parts that say what became of that question; none while it is open. */
  static List<Part> of(Question question, Optional<Execution> run) {
    var standing = question.now().standing();
    return switch (standing) {
      case Standing.Pending p -> List.of();
      case Standing.Approved(var by, var reason) -> approved(by, reason, run);
      case Standing.Denied(var by, var reason) ->
          List.of(notice("bad", Words.of("outcome.by.denied", name(by), words(reason))));
      case Standing.Offered(var by, var reason, var changes) ->
          List.of(
              notice(
                  "warn",
                  Words.of(
                      "outcome.by.offered",
                      name(by),
                      words(reason),
                      Untrusted.line(CanonicalJson.text(changes.value())))));
      case Standing.Cancelled(var reason) ->
          List.of(notice("warn", Words.of("outcome.cancelled", words(reason))));
      case Standing.Expired e -> List.of(notice("warn", Words.of("outcome.expired")));
    };
  }

  private static List<Part> approved(String by, String reason, Optional<Execution> run) {
    var parts = new ArrayList<Part>();
    parts.add(
        new Part(
            "stages",
            new Stage(run.isPresent(), run.flatMap(Execution::record)),
            () -> new Stages(run)));
    parts.add(notice("good", Words.of("outcome.by.approved", name(by), words(reason))));
    if (run.isEmpty()) {
      parts.add(new Part("waiting", "", () -> Section.text(Words.of("outcome.waiting"), "muted")));
    }
    run.ifPresent(r -> parts.addAll(RunParts.of(r)));
    return parts;
  }

  private record Stage(boolean begun, Optional<RunRecord> record) {}

  private static Part notice(String tone, String text) {
    return new Part(
        "outcome",
        text,
        () -> {
          var box = new VBox(Section.text(text));
          box.getStyleClass().addAll("notice", "notice-" + tone);
          box.setAccessibleText(text);
          return box;
        });
  }

  private static String name(String by) {
    return Untrusted.line(by, 80);
  }

  private static String words(String reason) {
    return reason.isBlank() ? Words.of("outcome.noreason") : Untrusted.line(reason);
  }
}
