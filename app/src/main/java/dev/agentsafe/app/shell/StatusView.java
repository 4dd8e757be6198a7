package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.app.work.Job;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** Running work with progress and a way to cancel it; the last problem. */
final class StatusView extends HBox {
  private final ShellViewModel model;
  private final HBox jobs = new HBox();
  private final Label idle = new Label(Words.of("status.idle"));

  StatusView(ShellViewModel model) {
    this.model = model;
    getStyleClass().add("status");
    jobs.getStyleClass().add("status-jobs");
    idle.getStyleClass().add("muted");
    var problem = new Label("", Icon.WARN.node());
    problem.getStyleClass().add("status-problem");
    problem.textProperty().bind(model.problem());
    problem.visibleProperty().bind(model.problem().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    problem.setOnMouseClicked(e -> model.tell(""));
    var tip = new Tooltip();
    tip.textProperty().bind(model.problem());
    problem.setTooltip(tip);
    var keys = new Label();
    model
        .current()
        .subscribe(screen ->
            keys.setText(Words.of("status.keys", screen.map(Screen::keys).orElse("")).strip()));
    keys.getStyleClass().add("muted");
    // More keys than fit are cut off at their end, rather than the window at both sides.
    keys.setMinWidth(0);
    idle.setMinWidth(USE_PREF_SIZE);
    var allKeys = new Tooltip();
    allKeys.textProperty().bind(keys.textProperty());
    keys.setTooltip(allKeys);
    getChildren().addAll(idle, jobs, problem, Section.spring(), keys);
    model.running().addListener((ListChangeListener<Job>) c -> fill());
    fill();
  }

  private void fill() {
    idle.setVisible(model.running().isEmpty());
    idle.setManaged(idle.isVisible());
    jobs.getChildren().setAll(model.running().stream().limit(3).map(StatusView::job).toList());
  }

  private static HBox job(Job job) {
    var name = new Label(job.label());
    var bar = new ProgressBar();
    bar.progressProperty().bind(job.progress());
    bar.setAccessibleText(job.label());
    var note = new Label();
    note.textProperty().bind(job.note());
    note.getStyleClass().add("muted");
    var cancel = new Button("", Icon.FAIL.node());
    cancel.getStyleClass().addAll("flat", "status-cancel");
    cancel.setAccessibleText(Words.of("status.cancel", job.label()));
    cancel.setTooltip(new Tooltip(Words.of("status.cancel", job.label())));
    cancel.setOnAction(e -> job.cancel());
    var row = new HBox(name, bar, note, cancel);
    row.getStyleClass().add("status-job");
    return row;
  }
}
