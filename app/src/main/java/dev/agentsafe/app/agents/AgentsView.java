package dev.agentsafe.app.agents;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.limit.CumulativeRisk;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One row for each agent, and below them the way to pause the one in view. */
final class AgentsView extends BorderPane {
  private final AgentsViewModel model;
  private final TableView<AgentView> table;
  private final TextField reason = new TextField();
  private final Button toggle = new Button();
  private final Label about = Section.text("");
  private final Label taken = Section.text("", "muted");

  AgentsView(AgentsViewModel model) {
    this.model = model;
    table = new TableView<>(model.agents());
    table.setId("agents-table");
    table.getStyleClass().addAll("dense", "log-table", "agents-table");
    table.setAccessibleText(Words.of("agents.table"));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    column(Words.of("agents.agent"), 220, AgentsView::name).setMinWidth(120);
    column(Words.of("agents.standing"), 120, AgentsView::standing);
    var seen =
        column(Words.of("agents.seen"), 110, a -> text(AgentWords.age(a, model.now().get())));
    column(Words.of("agents.allowed"), 76, a -> text(a.seen().decisions().allowed()));
    column(Words.of("agents.denied"), 76, a -> text(a.seen().decisions().denied()));
    column(Words.of("agents.asked"), 76, a -> text(a.seen().decisions().asked()));
    column(Words.of("agents.risk"), 200, this::risk).setMinWidth(200);
    column(Words.of("agents.rate"), 130, a -> text(AgentWords.rate(a)));
    model
        .now()
        .subscribe(now -> {
          if (seen.isVisible()) {
            table.refresh();
          }
        });
    table.setPlaceholder(
        new Empty(Icon.AGENT, Words.of("agents.empty"), Words.of("agents.empty.how")));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(a -> Optional.ofNullable(a).ifPresent(model::select));
    model.selected().subscribe(this::show);
    setCenter(table);
    setBottom(bar());
  }

  private VBox bar() {
    about.setId("agents-about");
    taken.setId("agents-taken");
    reason.setId("agents-reason");
    reason.setAccessibleText(Words.of("agents.reason"));
    reason.textProperty().bindBidirectional(model.reason());
    reason.setOnAction(e -> model.toggle());
    HBox.setHgrow(reason, Priority.ALWAYS);
    toggle.setId("agents-toggle");
    toggle.setMinWidth(USE_PREF_SIZE);
    toggle.setOnAction(e -> model.toggle());
    toggle.disableProperty().bind(model.busy());
    var message = Section.text("", "answer-message");
    message.setId("agents-message");
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    var bar = new VBox(about, taken, message, Section.row(reason, toggle));
    bar.getStyleClass().add("answer-bar");
    bar.visibleProperty().bind(model.selected().map(Optional::isPresent));
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private void show(Optional<AgentView> agent) {
    if (agent.isEmpty()) {
      return;
    }
    var paused = model.paused();
    about.setText(AgentWords.about(agent.get(), model.hold()));
    var risk =
        agent.get().meters().risk().flatMap(r -> model.budget().map(b -> AgentWords.risk(r, b)));
    taken.setText(risk.orElse(""));
    taken.setVisible(risk.isPresent());
    taken.setManaged(risk.isPresent());
    reason.setPromptText(paused ? Words.of("agents.why.resume") : Words.of("agents.why.pause"));
    toggle.setText(paused ? Words.of("agents.resume") : Words.of("agents.pause"));
    toggle.setGraphic((paused ? Icon.RESUME : Icon.PAUSE).node());
    toggle.setAccessibleText(toggle.getText());
    toggle.getStyleClass().setAll("button", paused ? "accent" : "danger");
    var selection = table.getSelectionModel();
    if (!agent.get().equals(selection.getSelectedItem())) {
      selection.select(agent.get());
    }
  }

  private TableColumn<AgentView, AgentView> column(
      String title, double width, Function<AgentView, Node> node) {
    var column = new TableColumn<AgentView, AgentView>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 76));
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(c -> new Cell(node));
    table.getColumns().add(column);
    return column;
  }

  /** Shows what a function makes of an agent. */
  private static final class Cell extends TableCell<AgentView, AgentView> {
    private final Function<AgentView, Node> node;

    Cell(Function<AgentView, Node> node) {
      this.node = node;
    }

    @Override
    protected void updateItem(@Nullable AgentView agent, boolean empty) {
      super.updateItem(agent, empty);
      setGraphic(agent == null || empty ? null : node.apply(agent));
    }
  }

  private static Node name(AgentView agent) {
    var id = new Label(Untrusted.line(agent.seen().id().value(), 80), Icon.AGENT.node());
    id.getStyleClass().add("strong");
    return id;
  }

  private static Node standing(AgentView agent) {
    return agent
        .held()
        .map(hold ->
            switch (hold.reach()) {
              case Hold.Reach.Everybody() ->
                  Badge.of(Words.of("agents.frozen"), Badge.Tone.BAD, Icon.FREEZE);
              case Hold.Reach.One(var one) ->
                  Badge.of(Words.of("agents.paused"), Badge.Tone.WARN, Icon.PAUSE);
            })
        .orElseGet(() ->
            AgentWords.breakerOpen(agent)
                ? Badge.of(Words.of("agents.breaker"), Badge.Tone.WARN, Icon.WARN)
                : Badge.of(Words.of("agents.active"), Badge.Tone.GOOD, Icon.PASS));
  }

  private Node risk(AgentView agent) {
    return agent.meters().risk().map(this::meter).orElseGet(() -> text("–"));
  }

  /** How full the window is: the end of the bar is where everything is denied. */
  private Node meter(CumulativeRisk.Reading reading) {
    var score = text(reading.score());
    score.setMinWidth(USE_PREF_SIZE);
    var row = Section.row(score, Badge.of(reading.risk()));
    model
        .budget()
        .ifPresent(budget -> {
          var bar = new ProgressBar();
          bar.setProgress(
              budget.denyThreshold() <= 0
                  ? 1
                  : Math.clamp((double) reading.score() / budget.denyThreshold(), 0, 1));
          bar.getStyleClass().addAll("meter", "meter-" + reading.risk().label());
          bar.setPrefWidth(64);
          bar.setMinWidth(48);
          bar.setAccessibleText(AgentWords.risk(reading, budget));
          row.getChildren().addFirst(bar);
        });
    return row;
  }

  private static Label text(Object value) {
    var label = new Label(String.valueOf(value));
    label.setMinWidth(0);
    return label;
  }

  void focus() {
    Focus.on(table);
  }

  boolean key(KeyEvent event) {
    switch (event.getCode()) {
      case J -> table.getSelectionModel().selectNext();
      case K -> table.getSelectionModel().selectPrevious();
      case P -> reason.requestFocus();
      case ESCAPE -> {
        model.reason().set("");
        table.requestFocus();
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
