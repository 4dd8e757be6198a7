package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.display.Sections;
import dev.agentsafe.app.rollback.RollbackPanel;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.run.RunRecord;
import java.util.ArrayList;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** The list of runs beside the one in view, or its roll-back. */
final class RunsView extends SplitPane {
  private final RunsViewModel model;
  private final ListView<RunRow> list;
  private final Sections sections = new Sections();
  private final ScrollPane scroll = new ScrollPane(sections);
  private final BorderPane detail = new BorderPane(scroll);
  private final Button undo = new Button(Words.of("answer.rollback"), Icon.ROLLBACK.node());
  private final Button readBack = new Button(Words.of("runs.readback"), Icon.UNKNOWN.node());
  private final ReinsBar reins;
  private Subscription watching = Subscription.EMPTY;

  RunsView(RunsViewModel model) {
    this.model = model;
    list = new ListView<>(model.rows());
    list.getStyleClass().addAll("rows", "dense");
    list.setId("runs-rows");
    list.setAccessibleText(Words.of("runs.list"));
    list.setCellFactory(l -> new RunCell());
    list.setPlaceholder(new Empty(Icon.RUNS, Words.of("runs.empty"), Words.of("runs.empty.how")));
    reins = new ReinsBar(model.reins(), model::pull);
    var ports = new PortsPane(model.reins(), model::select);
    VBox.setVgrow(list, Priority.ALWAYS);
    var left = new VBox(ports, list);
    left.setMinWidth(300);
    left.setMaxWidth(380);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().addAll("edge-to-edge", "detail-scroll");
    undo.setId("runs-rollback");
    undo.setAccessibleText(Words.of("answer.rollback"));
    undo.setOnAction(e -> model.undo());
    readBack.setId("runs-readback");
    readBack.setAccessibleText(Words.of("runs.readback"));
    readBack.setOnAction(e -> model.readBack());
    var panel = new RollbackPanel(model.rollback());
    detail.visibleProperty().bind(panel.visibleProperty().not());
    SplitPane.setResizableWithParent(left, false);
    getItems().addAll(left, new StackPane(detail, panel));
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> Optional.ofNullable(row).ifPresent(model::select));
    model.selected().subscribe(this::show);
    model.objects().subscribe(o -> model.selected().get().ifPresent(r -> fill(r.run().get())));
    model
        .reins()
        .ports()
        .subscribe(
            open -> model.selected().get().map(row -> row.run().get()).ifPresent(this::rein));
    model
        .rows()
        .addListener(
            (ListChangeListener<RunRow>)
                c -> model.selected().get().ifPresent(list.getSelectionModel()::select));
  }

  private void show(Optional<RunRow> row) {
    watching.unsubscribe();
    row.ifPresent(list.getSelectionModel()::select);
    if (row.isEmpty()) {
      detail.setCenter(new Empty(Icon.RUNS, Words.of("runs.none"), Words.of("runs.none.how")));
      detail.setBottom(null);
    } else {
      detail.setCenter(scroll);
      scroll.setVvalue(0);
      sections.clear();
      watching = row.get().run().subscribe(this::fill);
    }
  }

  private void fill(Execution run) {
    var title = Section.text(Untrusted.line(run.deed().action(), 80), "question-action");
    var target = Section.code(Untrusted.line(run.deed().aim().id(), 120), "question-target");
    target.setGraphic(Icon.ARROW.node());
    var badges =
        Section.row(
            Outcomes.badge(run.record()),
            Badge.of(run.deed().risk().effective()),
            Badge.of(run.deed().aim().environment()));
    if (run.origin().alone()) {
      badges.getChildren().add(Outcomes.alone());
    }
    var head = new VBox(title, target, badges);
    head.getStyleClass().add("question-words");
    var parts = new ArrayList<Sections.Part>();
    parts.add(new Sections.Part("head", run.record(), () -> head));
    parts.addAll(RunParts.of(run));
    parts.addAll(RunParts.of(model.objects().get()));
    sections.show(parts);
    bottom(run);
  }

  /** What goes through ports changes all the time; buttons that somebody is at stay as they are. */
  private void rein(Execution run) {
    if (model.reins().holds(run) || detail.getBottom() == reins) {
      bottom(run);
    }
  }

  private void bottom(Execution run) {
    if (model.reins().holds(run)) {
      reins.show(!run.over());
      if (detail.getBottom() != reins) {
        detail.setBottom(reins);
      }
    } else {
      detail.setBottom(bar(run));
    }
  }

  private VBox bar(Execution run) {
    var bar = new VBox();
    if (!run.deed().reversible()) {
      bar.getChildren().add(Section.text(Words.of("runs.irreversible"), "strong"));
    }
    var buttons = new ArrayList<Node>();
    if (run.record().orElse(null) instanceof RunRecord.Unknown) {
      buttons.add(readBack);
    }
    if (run.deed().reversible()) {
      buttons.add(undo);
    }
    if (!buttons.isEmpty()) {
      buttons.addFirst(Section.spring());
      bar.getChildren().add(Section.row(buttons.toArray(Node[]::new)));
    }
    bar.getStyleClass().add("answer-bar");
    return bar;
  }

  void focus() {
    Focus.on(list);
  }

  boolean key(KeyEvent event) {
    switch (event.getCode()) {
      case J -> model.move(1);
      case K -> model.move(-1);
      case R -> model.undo();
      case B -> model.readBack();
      case C -> reins.ask();
      case ESCAPE -> model.rollback().close();
      default -> {
        return false;
      }
    }
    return true;
  }
}
