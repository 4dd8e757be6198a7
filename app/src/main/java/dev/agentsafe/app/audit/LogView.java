package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.Archive;
import dev.agentsafe.core.index.QueryParser.Trouble;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** All entries that a query finds, above the one in view. */
final class LogView extends VBox {
  /** How high a line is, in pixels. */
  static final double ROW = 28;

  private final LogViewModel model;
  private final TextField query = new TextField();
  private final ToggleButton pause = new ToggleButton();
  private final Button help = new Button("", Icon.HELP.node());
  private final ListView<LogLine> list = new ListView<>();
  private final ListChangeListener<LogLine> arrivals = this::arrived;

  LogView(LogViewModel model, LogWays ways, Exports exports) {
    this.model = model;
    list.setId("log-table");
    list.setFixedCellSize(ROW);
    list.getStyleClass().addAll("dense", "log-list");
    list.setAccessibleText(Words.of("log.table"));
    list.setCellFactory(LogCell::new);
    list.setPlaceholder(new Empty(Icon.LOG, Words.of("log.empty"), Words.of("log.empty.how")));
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe(line -> Optional.ofNullable(line).ifPresent(this::chosen));
    model.found().subscribe(this::items);
    model.selected().subscribe(d -> d.ifPresent(s -> mirror(s.entry().seq())));
    var head = new LogColumns("log-head", list.widthProperty(), LogColumns.HEAD);
    head.show(LogColumns.titles());
    head.setMinHeight(ROW);
    VBox.setVgrow(list, Priority.ALWAYS);
    var split = new SplitPane(new VBox(head, list), new EntryView(model, ways, exports));
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.52);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(new VBox(head(), troubles(), progress(), problem()), split);
    getChildren().getFirst().getStyleClass().add("log-top");
  }

  private HBox head() {
    query.setPromptText(Words.of("log.query"));
    query.setAccessibleText(Words.of("log.query"));
    query.setId("log-query");
    query.textProperty().bindBidirectional(model.query());
    query.setOnAction(e -> list.requestFocus());
    HBox.setHgrow(query, Priority.ALWAYS);
    help.setId("log-help");
    help.getStyleClass().add("flat");
    help.setAccessibleText(Words.of("log.help"));
    help.setOnAction(e -> LogHelp.show(help, model.query()));
    pause.setId("log-pause");
    pause.selectedProperty().bindBidirectional(model.paused());
    pause.setMinWidth(USE_PREF_SIZE);
    model
        .paused()
        .subscribe(paused -> {
          pause.setText(paused ? Words.of("log.resume") : Words.of("log.pause"));
          pause.setGraphic((paused ? Icon.RESUME : Icon.PAUSE).node());
          pause.setAccessibleText(pause.getText());
        });
    var count = new Label();
    count.setId("log-count");
    count.textProperty().bind(model.count());
    count.getStyleClass().add("muted");
    count.setMinWidth(USE_PREF_SIZE);
    var head = new HBox(query, help, count, pause);
    head.getStyleClass().addAll("list-head", "row");
    return head;
  }

  /** What is wrong with the query: the part of it underlined, and the sentence. */
  private VBox troubles() {
    var box = new VBox();
    box.setId("log-troubles");
    box.getStyleClass().add("log-troubles");
    model
        .troubles()
        .subscribe(wrong -> {
          box.getChildren().setAll(wrong.stream().limit(3).map(this::trouble).toList());
          show(box, !wrong.isEmpty());
        });
    return box;
  }

  private Node trouble(Trouble trouble) {
    var text = model.query().get();
    var from = Math.min(trouble.from(), text.length());
    var to = Math.clamp(trouble.to(), from, text.length());
    var bad = new Text(text.substring(from, to));
    bad.getStyleClass().add("log-bad");
    var message = new Text("   " + trouble.message());
    message.getStyleClass().add("log-trouble");
    var before = new Text(text.substring(0, from));
    var after = new Text(text.substring(to));
    for (var part : List.of(before, after)) {
      part.getStyleClass().add("log-mono");
    }
    var flow = new TextFlow(before, bad, after, message);
    flow.setAccessibleText(trouble.message());
    return flow;
  }

  private HBox progress() {
    var bar = new ProgressBar();
    var words = Section.text("", "muted");
    bar.setAccessibleText(Words.of("log.indexing.name"));
    var row = Section.row(bar, words);
    row.setId("log-progress");
    row.getStyleClass().add("log-progress");
    model
        .progress()
        .subscribe(p -> {
          show(row, !p.isCurrent());
          bar.setProgress(fraction(p));
          words.setText(Words.of("log.indexing", p.indexed(), p.of()));
        });
    return row;
  }

  private static double fraction(Archive.Progress progress) {
    return progress.of() == 0 ? 0 : (double) progress.indexed() / progress.of();
  }

  private Label problem() {
    var label = Section.text("", "answer-message", "log-progress");
    label.textProperty().bind(model.problem());
    model.problem().subscribe(why -> show(label, !why.isEmpty()));
    return label;
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  private void items(ObservableList<LogLine> lines) {
    Optional.ofNullable(list.getItems()).ifPresent(old -> old.removeListener(arrivals));
    list.setItems(lines);
    lines.addListener(arrivals);
  }

  /** What was chosen before it was read is brought into view now. */
  private void arrived(ListChangeListener.Change<? extends LogLine> change) {
    var at = list.getSelectionModel().getSelectedIndex();
    if (at >= 0 && at < list.getItems().size()) {
      chosen(list.getItems().get(at));
    } else {
      model.selected().get().ifPresent(d -> mirror(d.entry().seq()));
    }
  }

  private void chosen(LogLine line) {
    line.row().ifPresent(row -> model.select(row.seq()));
  }

  private void mirror(long seq) {
    var at = model.indexOf(seq);
    if (at >= 0 && at != list.getSelectionModel().getSelectedIndex()) {
      list.getSelectionModel().select(at);
    }
  }

  void focus() {
    Focus.on(list);
  }

  boolean key(KeyEvent event) {
    switch (event.getCode()) {
      case J -> step(1);
      case K -> step(-1);
      case SLASH -> query.requestFocus();
      case P -> model.paused().set(!model.paused().get());
      case F1 -> help.fire();
      case ESCAPE -> {
        model.query().set("");
        list.requestFocus();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void step(int by) {
    var selection = list.getSelectionModel();
    var to = Math.clamp(selection.getSelectedIndex() + (long) by, 0, list.getItems().size() - 1);
    selection.clearAndSelect(to);
    if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.scrollTo(to);
    }
  }
}
