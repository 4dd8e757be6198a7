package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.run.RunRecord;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** How far an approved request is: approved, ticket, executing, verified. */
public final class Stages extends HBox {

  private enum Mark {
    DONE,
    NOW,
    LATER,
    BAD
  }

  /** The stages of a request that was agreed to, with its run as far as there is one. */
  public Stages(Optional<Execution> execution) {
    getStyleClass().add("stages");
    var begun = execution.isPresent();
    var record = execution.flatMap(Execution::record);
    stage(Words.of("stage.approved"), Mark.DONE);
    stage(Words.of("stage.ticket"), begun ? Mark.DONE : Mark.NOW);
    stage(
        Words.of("stage.executing"),
        record.isPresent() ? Mark.DONE : begun ? Mark.NOW : Mark.LATER);
    stage(last(record), record.map(Stages::mark).orElse(Mark.LATER));
  }

  private static String last(Optional<RunRecord> record) {
    return record.map(Outcomes::word).orElseGet(() -> Words.of("stage.verified"));
  }

  private static Mark mark(RunRecord record) {
    return switch (record) {
      case RunRecord.Succeeded s -> Mark.DONE;
      case RunRecord.Failed f -> Mark.BAD;
      case RunRecord.Unknown u -> Mark.BAD;
      case RunRecord.Skipped s -> Mark.BAD;
    };
  }

  private void stage(String word, Mark mark) {
    var icon =
        switch (mark) {
          case DONE -> Icon.PASS;
          case NOW -> Icon.WAIT;
          case LATER -> Icon.ARROW;
          case BAD -> Icon.WARN;
        };
    var label = new Label(word, icon.node());
    label
        .getStyleClass()
        .addAll(
            "stage",
            switch (mark) {
              case DONE -> "stage-done";
              case NOW -> "stage-now";
              case LATER -> "stage-later";
              case BAD -> "stage-bad";
            });
    if (!getChildren().isEmpty()) {
      var chevron = Icon.CHEVRON.node();
      chevron.getStyleClass().add("muted");
      getChildren().add(chevron);
    }
    getChildren().add(label);
    setAccessibleText(
        getChildren().stream()
            .filter(Label.class::isInstance)
            .map(n -> ((Label) n).getText())
            .reduce("", (a, b) -> a + " " + b)
            .strip());
  }

  /** A line that says when and by whom something was done. */
  static Label note(String text) {
    return Section.text(text, "muted");
  }
}
