package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.run.RunParts;
import dev.agentsafe.app.run.Stages;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Standing;
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
      case Standing.Approved(var by, var reason) -> approved(question, by, reason, run);
      case Standing.Denied(var by, var reason) ->
          List.of(notice("bad", Words.of("outcome.by.denied", name(by), words(reason))));
      case Standing.Offered(var by, var reason, var changes) ->
          List.of(
              notice("warn", Words.of("outcome.by.offered", name(by), words(reason))),
              less(question, changes));
      case Standing.Cancelled(var reason) ->
          question
              .now()
              .ballot()
              .less()
              .map(changes ->
                  List.of(notice("warn", Words.of("outcome.left")), less(question, changes)))
              .orElseGet(
                  () -> List.of(notice("warn", Words.of("outcome.cancelled", words(reason)))));
      case Standing.Expired e -> List.of(notice("warn", Words.of("outcome.expired")));
      case Standing.Unclaimed(var by) ->
          List.of(notice("warn", Words.of("outcome.unclaimed", name(by))));
    };
  }

  /** What was asked and what is offered instead. */
  private static Part less(Question question, Changes changes) {
    return new Part(
        "less",
        changes,
        () -> {
          var asked = question.what().params();
          var sides = new DiffView.Sides(Words.of("outcome.asked"), Words.of("outcome.less"));
          var section =
              new Section(
                  Words.of("outcome.offer"),
                  new DiffView(sides, Change.between(asked, changes.on(asked))));
          changes
              .lifeSeconds()
              .ifPresent(s -> section.getChildren().add(Section.text(Words.of("outcome.life", s))));
          return section;
        });
  }

  private static List<Part> approved(
      Question question, String by, String reason, Optional<Execution> run) {
    var parts = new ArrayList<Part>();
    parts.add(
        new Part(
            "stages",
            new Stage(run.isPresent(), run.flatMap(Execution::record)),
            () -> new Stages(run)));
    var ballot = question.now().ballot();
    parts.add(
        ballot.alone().isPresent()
            ? notice("bad", Words.of("outcome.by.alone", name(by), words(reason)))
            : notice(
                "good",
                ballot.less().isPresent()
                    ? Words.of("outcome.taken", name(by), words(reason))
                    : Words.of("outcome.by.approved", name(by), words(reason))));
    ballot.less().ifPresent(changes -> parts.add(less(question, changes)));
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
