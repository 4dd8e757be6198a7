package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.preview.Flip;
import dev.agentsafe.core.preview.MapDifference;
import dev.agentsafe.core.preview.PolicyMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Who may do what where and when, and what the draft changes of it; FX thread only. */
final class MapView extends ScrollPane {
  private static final int HOURS = 7 * 24;
  private static final int MOST_CHANGES = 12;
  private static final double CHOICE = 150;

  private final MapViewModel model;
  private final PreviewPane.Links links;
  private final ComboBox<String> subjects = new ComboBox<>();
  private final VBox detail = new VBox();
  private final VBox changes = new VBox();
  private boolean filling;

  MapView(MapViewModel model, PreviewPane.Links links) {
    this.model = model;
    this.links = links;
    getStyleClass().addAll("edge-to-edge", "detail-scroll");
    setFitToWidth(true);
    detail.getStyleClass().add("checks");
    changes.getStyleClass().add("checks");
    var cells = new HeatMap(model, this::toRule);
    var message = Section.text("", "bad");
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    var all = new VBox(choices(), message, cells, legend(), detail, changes);
    all.getStyleClass().addAll("preview-body", "sections");
    all.setMinWidth(0);
    setContent(all);
    model.maps().subscribe(maps -> fill());
    for (var what : List.of(model.subject(), model.hour(), model.row(), model.column())) {
      what.subscribe(now -> show());
    }
  }

  private Node choices() {
    subjects.setId("map-subject");
    subjects.setAccessibleText(Words.of("map.subject"));
    subjects.setMaxWidth(Double.MAX_VALUE);
    subjects.setMinWidth(0);
    subjects
        .getSelectionModel()
        .selectedIndexProperty()
        .subscribe(at -> {
          if (!filling && at.intValue() >= 0) {
            model.subject().set(at.intValue());
          }
        });
    model.subject().subscribe(at -> subjects.getSelectionModel().select(at.intValue()));
    var hours = new ArrayList<String>();
    hours.add(Words.of("map.anytime"));
    for (int hour = 0; hour < HOURS; hour++) {
      hours.add(MapViewModel.minute(hour * 60));
    }
    var hour = new ComboBox<>(FXCollections.observableArrayList(hours));
    hour.setId("map-hour");
    hour.setAccessibleText(Words.of("map.hour"));
    hour.setMinWidth(0);
    hour.setMaxWidth(Double.MAX_VALUE);
    hour.getSelectionModel()
        .selectedIndexProperty()
        .subscribe(at -> {
          if (at.intValue() >= 0) {
            model.hour().set(at.intValue() - 1);
          }
        });
    model.hour().subscribe(at -> hour.getSelectionModel().select(at.intValue() + 1));
    subjects.setPrefWidth(CHOICE);
    hour.setPrefWidth(CHOICE);
    HBox.setHgrow(subjects, Priority.ALWAYS);
    HBox.setHgrow(hour, Priority.ALWAYS);
    return Section.row(subjects, hour);
  }

  private static Node legend() {
    var flow = new FlowPane();
    flow.getStyleClass().add("map-legend");
    flow.getChildren()
        .addAll(
            sample(new MapViewModel.Cell(Effect.ALLOW, true, false)),
            sample(new MapViewModel.Cell(Effect.ALLOW, false, false)),
            sample(new MapViewModel.Cell(Effect.REQUIRE_APPROVAL, true, false)),
            sample(new MapViewModel.Cell(Effect.DENY, true, false)),
            sample(new MapViewModel.Cell(Effect.DENY, true, true)));
    return flow;
  }

  private static Node sample(MapViewModel.Cell cell) {
    var inks = new MapInk();
    var canvas = new Canvas(MapInk.CELL, MapInk.CELL);
    Runnable draw =
        () -> {
          var pen = canvas.getGraphicsContext2D();
          pen.clearRect(0, 0, MapInk.CELL, MapInk.CELL);
          inks.paint(pen, cell, 0, 0);
        };
    inks.changed(draw);
    var pots = new StackPane(canvas);
    pots.getChildren().addAll(inks.nodes());
    var label = new Label(MapInk.meaning(cell));
    label.setGraphic(pots);
    label.getStyleClass().add("small");
    return label;
  }

  private void fill() {
    filling = true;
    var names =
        model
            .maps()
            .get()
            .map(m -> m.after().space().subjects().stream().map(s -> s.name()).toList())
            .orElse(List.of());
    if (!subjects.getItems().equals(names)) {
      subjects.getItems().setAll(names);
    }
    subjects.getSelectionModel().select(model.subject().get());
    filling = false;
    show();
  }

  private void show() {
    detail.getChildren().clear();
    changes.getChildren().clear();
    if (model.maps().get().isEmpty()) {
      detail.getChildren().add(new Label(Words.of("map.working")));
      return;
    }
    var words = Section.text(model.words(), "strong");
    words.setId("map-words");
    detail.getChildren().add(words);
    byAnswer().forEach((answer, minutes) -> detail.getChildren().add(line(answer, minutes)));
    changes.getChildren().setAll(difference(model.maps().get().get()));
  }

  /** How long each answer holds for the selected cell. */
  private Map<PolicyMap.Answer, Integer> byAnswer() {
    var all = new LinkedHashMap<PolicyMap.Answer, Integer>();
    for (var stretch : model.selected()) {
      all.merge(stretch.answer(), stretch.length(), Integer::sum);
    }
    return all;
  }

  private Node line(PolicyMap.Answer answer, int minutes) {
    var duration = new Label(Words.of("map.hours", minutes / 60.0));
    duration.getStyleClass().add("muted");
    var row = new FlowPane(DecideView.badge(answer.effect()), rule(answer.rule()), duration);
    row.getStyleClass().add("chain");
    return row;
  }

  private Node rule(Optional<Rule> rule) {
    if (rule.isEmpty()) {
      return new Label(Words.of("replay.norule"));
    }
    var origin = rule.get().origin();
    var link =
        new Hyperlink(
            Untrusted.line(rule.get().name().value(), 60) + "  " + DecideView.brief(origin));
    link.getStyleClass().add("preview-link");
    link.setOnAction(e -> links.place().accept(origin));
    return link;
  }

  private void toRule() {
    model.selected().stream()
        .flatMap(stretch -> stretch.answer().rule().stream())
        .findFirst()
        .ifPresent(rule -> links.place().accept(rule.origin()));
  }

  private List<Node> difference(MapDifference found) {
    var all = new ArrayList<Node>();
    if (found.changes().isEmpty()) {
      all.add(Section.text(Words.of("map.same"), "muted"));
      return all;
    }
    var title = new Label(Words.of("map.changes"));
    title.getStyleClass().add("section-title");
    all.add(title);
    found.changes().stream().limit(MOST_CHANGES).forEach(change -> all.add(change(change)));
    if (found.changes().size() > MOST_CHANGES) {
      all.add(Section.text(Words.of("map.more", found.changes().size() - MOST_CHANGES), "muted"));
    }
    return all;
  }

  private Node change(MapDifference.Change change) {
    var head =
        new FlowPane(
            DecideView.badge(change.kind().then()),
            Icon.ARROW.node(),
            DecideView.badge(change.kind().now()));
    head.getStyleClass().add("chain");
    if (change.kind().allows()) {
      head.getChildren().add(Badge.of(Words.of("replay.opens"), Badge.Tone.BAD, Icon.WARN));
    }
    var count = Section.text(Words.of("map.count", change.cells(), change.minutes() / 60), "muted");
    var show = new Hyperlink(Words.of("map.show"));
    show.setOnAction(e -> model.show(change));
    var keep = new Hyperlink(Words.of("replay.keep"));
    keep.setOnAction(e -> model.keep(change));
    var flow = new FlowPane();
    flow.getStyleClass().add("chain");
    flow.getChildren().addAll(name(change.then()), Icon.ARROW.node(), name(change.now()));
    for (var link : List.of(show, keep)) {
      link.getStyleClass().add("preview-link");
      flow.getChildren().add(link);
    }
    var lines = new VBox(head, count, flow);
    lines.getStyleClass().add("row-lines");
    return lines;
  }

  private static Label name(Flip.Side side) {
    var label =
        new Label(
            side.rule().map(r -> Untrusted.line(r.value(), 60)).orElse(Words.of("replay.norule")));
    label.getStyleClass().addAll("mono", "muted");
    return label;
  }
}
