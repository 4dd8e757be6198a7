package dev.agentsafe.app.rollback;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Change;
import dev.agentsafe.app.display.CheckList;
import dev.agentsafe.app.display.DiffView;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.ValueText;
import dev.agentsafe.app.rollback.RollbackViewModel.Stage;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/** The roll-back of a run: what it would do, one click, and whether it worked. */
public final class RollbackPanel extends BorderPane {
  private final VBox body = new VBox();
  private final Button submit = new Button(Words.of("rollback.submit"), Icon.ROLLBACK.node());

  /** The panel of that model; it shows and hides itself with it. */
  public RollbackPanel(RollbackViewModel model) {
    getStyleClass().add("rollback");
    body.getStyleClass().add("question");
    body.setMinWidth(0);
    var close = new Button(Words.of("rollback.close"));
    close.setId("rollback-close");
    close.setAccessibleText(Words.of("rollback.close"));
    close.setOnAction(e -> model.close());
    submit.setId("rollback-submit");
    submit.getStyleClass().add("accent");
    submit.setAccessibleText(Words.of("rollback.submit"));
    submit.setOnAction(e -> model.submit());
    var bar = Section.row(Section.spring(), close, submit);
    bar.getStyleClass().add("answer-bar");
    setCenter(scroll(body));
    setBottom(bar);
    model.stage().subscribe(this::show);
  }

  private static ScrollPane scroll(Node content) {
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().addAll("edge-to-edge", "detail-scroll");
    return scroll;
  }

  private void show(Stage stage) {
    setVisible(!(stage instanceof Stage.Closed));
    setManaged(isVisible());
    submit.setVisible(stage instanceof Stage.Ready);
    submit.setManaged(submit.isVisible());
    var title = new Label(Words.of("rollback.title"), Icon.ROLLBACK.node());
    title.getStyleClass().add("question-action");
    body.getChildren().setAll(title);
    switch (stage) {
      case Stage.Closed c -> {}
      case Stage.Reading r -> {
        var bar = new ProgressBar();
        bar.setAccessibleText(Words.of("rollback.reading"));
        body.getChildren().addAll(Section.text(Words.of("rollback.reading"), "muted"), bar);
      }
      case Stage.Impossible(var why) ->
          body.getChildren()
              .add(notice("bad", Words.of("rollback.impossible"), Untrusted.line(why)));
      case Stage.Refused(var why) ->
          body.getChildren().add(notice("bad", Words.of("rollback.refused"), Untrusted.line(why)));
      case Stage.Ready(var preview) -> preview(preview);
      case Stage.Sending(var preview) ->
          body.getChildren().add(Section.text(Words.of("rollback.sending"), "muted"));
      case Stage.Asked(var preview, var request) ->
          body.getChildren()
              .add(
                  notice(
                      "warn", Words.of("rollback.asked"), Words.of("rollback.asked.how", request)));
      case Stage.Running(var preview, var run) -> running(preview, run);
    }
  }

  private void preview(RollbackPreview.Ready preview) {
    var plan = preview.plan();
    var params =
        plan.params().values().entrySet().stream()
            .map(e -> Untrusted.line(e.getKey(), 60) + " = " + ValueText.line(e.getValue()))
            .collect(Collectors.joining(", "));
    body.getChildren()
        .add(
            new Section(
                Words.of("rollback.does"),
                Section.code(plan.action() + " → " + plan.target(), "strong"),
                Section.code(params)));
    verdict(preview.decision());
    switch (preview.rehearsal()) {
      case Rehearsal.Outcome.Done(var rehearsal) -> live(preview, rehearsal);
      case Rehearsal.Outcome.NotPossible(var why, var hint) ->
          body.getChildren()
              .add(notice("warn", Untrusted.line(why), hint.map(Untrusted::line).orElse("")));
      case Rehearsal.Outcome.Gathering g ->
          body.getChildren().add(Section.text(Words.of("evidence.gathering"), "muted"));
    }
    plan.warnings()
        .forEach(w ->
            body.getChildren()
                .add(notice("warn", Words.of("rollback.warning"), Untrusted.line(w))));
  }

  private void live(RollbackPreview.Ready preview, Rehearsal rehearsal) {
    var drift = RollbackViewModel.drift(preview);
    if (!RollbackViewModel.isCompared(preview)) {
      body.getChildren()
          .add(notice("warn", Words.of("rollback.unlive"), Words.of("rollback.unlive.means")));
    } else if (drift.isEmpty()) {
      body.getChildren()
          .add(notice("good", Words.of("rollback.nodrift"), Words.of("rollback.nodrift.means")));
    } else {
      var sides = new DiffView.Sides(Words.of("rollback.left"), Words.of("rollback.live"));
      body.getChildren()
          .add(
              new Section(
                  Words.of("rollback.drift"),
                  notice("warn", Words.of("rollback.drifted"), Words.of("rollback.drifted.means")),
                  new DiffView(sides, drift)));
      for (var writer : preview.since().writers()) {
        body.getChildren().add(Section.text(written(writer)));
      }
    }
    var sides = new DiffView.Sides(Words.of("rollback.live"), Words.of("rollback.back"));
    var changes = Change.between(rehearsal.now(), rehearsal.after());
    body.getChildren().add(new Section(Words.of("rollback.changes"), new DiffView(sides, changes)));
    for (var note : rehearsal.notes()) {
      body.getChildren().add(Section.text(Untrusted.line(note)));
    }
    if (!rehearsal.prechecks().isEmpty()) {
      body.getChildren()
          .add(new Section(Words.of("evidence.prechecks"), new CheckList(rehearsal.prechecks())));
    }
  }

  private static String written(Writer writer) {
    return Words.of(
        "rollback.writer",
        Untrusted.line(writer.name(), 60),
        writer.at().map(String::valueOf).orElse(""),
        Untrusted.line(String.join(", ", writer.parts()), 200));
  }

  private void verdict(PolicyDecision decision) {
    var badge =
        switch (decision) {
          case PolicyDecision.Allow a ->
              Badge.of(Words.of("rollback.allow"), Badge.Tone.GOOD, Icon.PASS);
          case PolicyDecision.NeedsApproval n ->
              Badge.of(Words.of("rollback.needs"), Badge.Tone.WARN, Icon.PERSON);
          case PolicyDecision.Deny d ->
              Badge.of(Words.of("rollback.deny"), Badge.Tone.BAD, Icon.STOP);
        };
    var because =
        decision
            .rule()
            .map(rule ->
                Words.of(
                    "rollback.because",
                    Untrusted.line(decision.reason()),
                    Untrusted.line(rule.name().value(), 60)))
            .orElse(Untrusted.line(decision.reason()));
    body.getChildren()
        .add(new Section(Words.of("rollback.policy"), Section.row(badge, Section.text(because))));
  }

  private void running(RollbackPreview.Ready preview, Optional<Execution> run) {
    var record = run.flatMap(Execution::record);
    if (record.isEmpty()) {
      var bar = new ProgressBar();
      bar.setAccessibleText(Words.of("rollback.running"));
      body.getChildren().addAll(Section.text(Words.of("rollback.running"), "strong"), bar);
    } else {
      ended(preview, record.get());
    }
    var lines = run.map(r -> r.seen().output()).orElse(List.of());
    if (!lines.isEmpty()) {
      var text = lines.stream().map(Untrusted::line).collect(Collectors.joining("\n"));
      body.getChildren()
          .add(new Section(Words.of("run.output"), Section.code(text, "console-text")));
    }
  }

  private void ended(RollbackPreview.Ready preview, RunRecord record) {
    var children = new ArrayList<Node>();
    switch (record) {
      case RunRecord.Succeeded s -> {
        var left = RollbackViewModel.left(preview, record);
        var equal = !left.isEmpty() && left.stream().allMatch(Change::same);
        children.add(
            left.isEmpty()
                ? notice("warn", Words.of("rollback.unread"), Words.of("rollback.unread.how"))
                : equal
                    ? notice("good", Words.of("rollback.equal"), Words.of("rollback.equal.means"))
                    : notice(
                        "bad", Words.of("rollback.differs"), Words.of("rollback.differs.how")));
        var sides = new DiffView.Sides(Words.of("rollback.original"), Words.of("rollback.now"));
        if (!left.isEmpty()) {
          children.add(new Section(Words.of("rollback.compare"), new DiffView(sides, left)));
        }
      }
      case RunRecord.Failed(var account, var error) ->
          children.add(notice("bad", Words.of("rollback.failed"), Untrusted.line(error)));
      case RunRecord.Unknown(var account, var why) ->
          children.add(notice("warn", Words.of("rollback.unknown"), Untrusted.line(why)));
      case RunRecord.Skipped(var account, var why) ->
          children.add(notice("bad", Words.of("rollback.skipped"), Untrusted.line(why)));
    }
    body.getChildren().addAll(children);
  }

  private static VBox notice(String tone, String title, String text) {
    var box = new VBox(Section.text(title, "strong"), Section.text(text));
    box.getStyleClass().addAll("notice", "notice-" + tone);
    box.setAccessibleText(title + " " + text);
    return box;
  }
}
