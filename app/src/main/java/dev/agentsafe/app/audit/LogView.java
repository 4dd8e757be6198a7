package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.EntryWords;
import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.audit.AuditEntry;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A table of entries above the one in view. */
final class LogView extends VBox {
  /** From this width on the table shows all columns, in pixels. */
  private static final double WIDE = 1060;

  private final LogViewModel model;
  private final TextField query = new TextField();
  private final TableView<AuditEntry> table;

  LogView(LogViewModel model) {
    this.model = model;
    table = new TableView<>(model.found());
    table.setId("log-table");
    table.getStyleClass().addAll("dense", "log-table");
    table.setAccessibleText(Words.of("log.table"));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    column(Words.of("log.seq"), 52, e -> String.valueOf(e.seq()));
    column(Words.of("log.time"), 118, e -> time(e.chain().timestamp()));
    column(Words.of("log.kind"), 116, EntryWords::kind);
    column(Words.of("log.decision"), 118, e -> e.ruling().decision());
    var risk = column(Words.of("log.risk"), 62, e -> e.ruling().effectiveRisk().orElse(""));
    column(Words.of("log.action"), 150, e -> e.subject().action());
    column(Words.of("log.target"), 150, e -> e.subject().target());
    column(Words.of("log.caller"), 120, e -> e.subject().caller());
    var rule = column(Words.of("log.rule"), 170, e -> e.ruling().policyMatched().orElse(""));
    // Both are in the detail as well, where there is no room for them here.
    risk.visibleProperty().bind(table.widthProperty().greaterThan(WIDE));
    rule.visibleProperty().bind(table.widthProperty().greaterThan(WIDE));
    table.setPlaceholder(new Empty(Icon.LOG, Words.of("log.empty"), Words.of("log.empty.how")));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(e -> Optional.ofNullable(e).ifPresent(model::select));
    model
        .selected()
        .subscribe(e ->
            e.filter(s -> !s.equals(table.getSelectionModel().getSelectedItem()))
                .ifPresent(table.getSelectionModel()::select));
    var split = new SplitPane(table, new EntryView(model));
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.52);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(head(), split);
  }

  private HBox head() {
    query.setPromptText(Words.of("log.query"));
    query.setAccessibleText(Words.of("log.query"));
    query.setId("log-query");
    query.textProperty().bindBidirectional(model.query());
    HBox.setHgrow(query, Priority.ALWAYS);
    var count = new Label();
    count.textProperty().bind(model.count());
    count.getStyleClass().add("muted");
    count.setMinWidth(USE_PREF_SIZE);
    var head = new HBox(query, count);
    head.getStyleClass().addAll("list-head", "row");
    return head;
  }

  private TableColumn<AuditEntry, String> column(
      String title, double width, Function<AuditEntry, String> text) {
    var column = new TableColumn<AuditEntry, String>(title);
    column.setPrefWidth(width);
    column.setMinWidth(width);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(
        cell -> new ReadOnlyStringWrapper(Untrusted.line(text.apply(cell.getValue()), 80)));
    table.getColumns().add(column);
    return column;
  }

  private static String time(String timestamp) {
    return timestamp.length() >= 19 ? timestamp.substring(5, 19).replace('T', ' ') : timestamp;
  }

  void focus() {
    Focus.on(table);
  }

  boolean key(KeyEvent event) {
    var selection = table.getSelectionModel();
    switch (event.getCode()) {
      case J -> selection.selectNext();
      case K -> selection.selectPrevious();
      case SLASH -> query.requestFocus();
      case ESCAPE -> {
        model.query().set("");
        table.requestFocus();
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
