package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** One row: outcome, action and target, caller, when. */
final class RunCell extends ListCell<RunRow> {
  /** What the style sheet keeps free left and right of a row. */
  private static final double PADDING = 28;

  private Subscription watching = Subscription.EMPTY;

  RunCell() {
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable RunRow row, boolean empty) {
    super.updateItem(row, empty);
    watching.unsubscribe();
    watching = Subscription.EMPTY;
    setText(null);
    if (row == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
    } else {
      watching = row.run().subscribe(this::show);
    }
  }

  private void show(Execution run) {
    var action = new Label(Untrusted.line(run.deed().action(), 60));
    action.getStyleClass().add("row-action");
    var time = new Label(Spans.clock(run.origin().startedAt()));
    time.getStyleClass().add("muted");
    time.setMinWidth(USE_PREF_SIZE);
    var target = new Label(Untrusted.line(run.deed().aim().id(), 80), Icon.ARROW.node());
    target.getStyleClass().add("mono");
    var caller = new Label(Untrusted.line(run.origin().caller(), 60), Icon.AGENT.node());
    caller.getStyleClass().add("muted");
    var third = Section.row(caller, Section.spring());
    run.origin()
        .rollbackOf()
        .ifPresent(id ->
            third
                .getChildren()
                .add(Badge.of(Words.of("runs.rollback"), Badge.Tone.NEUTRAL, Icon.ROLLBACK)));
    if (run.origin().alone()) {
      third.getChildren().add(Outcomes.alone());
    }
    var lines =
        new VBox(
            Section.row(Outcomes.badge(run.record()), action, Section.spring(), time),
            Section.row(target, Section.spring(), Badge.of(run.deed().aim().environment())),
            third);
    lines.getStyleClass().add("row-lines");
    lines.prefWidthProperty().bind(widthProperty().subtract(PADDING));
    lines.setMaxWidth(USE_PREF_SIZE);
    setGraphic(lines);
    setAccessibleText(
        Words.of(
            "runs.accessible",
            Outcomes.badge(run.record()).getText(),
            action.getText(),
            target.getText(),
            time.getText()));
  }
}
