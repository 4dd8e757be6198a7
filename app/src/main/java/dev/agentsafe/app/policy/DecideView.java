package dev.agentsafe.app.policy;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Verdict;
import dev.agentsafe.core.preview.Decision;
import dev.agentsafe.core.yaml.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A request to fill in, and how the draft decides it; FX thread only. */
final class DecideView extends ScrollPane {
  private final DecideViewModel model;
  private final PreviewPane.Links links;
  private final VBox answer = new VBox();
  private boolean choosing;

  DecideView(DecideViewModel model, PreviewPane.Links links) {
    this.model = model;
    this.links = links;
    getStyleClass().addAll("edge-to-edge", "detail-scroll");
    setFitToWidth(true);
    answer.getStyleClass().add("sections");
    var message = Section.text("", "muted");
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    var all = new VBox(form(), message, answer);
    all.getStyleClass().add("preview-body");
    all.setMinWidth(0);
    setContent(all);
    model.answer().subscribe(now -> show());
    model
        .expected()
        .subscribe(rule -> {
          if (!choosing) {
            show();
          }
        });
  }

  private Node form() {
    var grid = new GridPane();
    grid.getStyleClass().addAll("fields", "preview-form");
    var names = new ColumnConstraints();
    names.setMinWidth(USE_PREF_SIZE);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    grid.getColumnConstraints().addAll(names, values);
    row(grid, Words.of("decide.action"), choice("decide-action", model.actions(), model.action()));
    row(grid, Words.of("decide.target"), choice("decide-target", model.targets(), model.target()));
    row(grid, Words.of("decide.agent"), field(model.agent(), Words.of("decide.agent.hint")));
    row(grid, Words.of("decide.roles"), field(model.roles(), Words.of("decide.roles.hint")));
    row(grid, Words.of("decide.groups"), field(model.groups(), Words.of("decide.roles.hint")));
    row(grid, Words.of("decide.at"), field(model.at(), Words.of("decide.at.hint")));
    var ticket = new CheckBox(Words.of("decide.ticket"));
    ticket.selectedProperty().bindBidirectional(model.ticket());
    row(grid, "", ticket);
    row(grid, Words.of("decide.from"), from());
    return grid;
  }

  private Node from() {
    var seq = new TextField();
    seq.setId("decide-entry");
    seq.setPromptText(Words.of("decide.from.hint"));
    seq.setOnAction(e -> model.take(seq.getText()));
    var take = new Button(Words.of("decide.take"));
    take.setOnAction(e -> model.take(seq.getText()));
    HBox.setHgrow(seq, Priority.ALWAYS);
    seq.setMinWidth(0);
    take.setMinWidth(USE_PREF_SIZE);
    return Section.row(seq, take);
  }

  private static void row(GridPane grid, String name, Node node) {
    var label = new Label(name);
    label.getStyleClass().add("field-name");
    label.setLabelFor(node);
    if (node instanceof Control control) {
      control.setMaxWidth(Double.MAX_VALUE);
      control.setMinWidth(0);
    }
    grid.addRow(grid.getRowCount(), label, node);
  }

  private static TextField field(StringProperty property, String hint) {
    var field = new TextField();
    field.setPromptText(hint);
    field.textProperty().bindBidirectional(property);
    return field;
  }

  private static ComboBox<String> choice(String id, List<String> all, StringProperty property) {
    var box = new ComboBox<>(FXCollections.observableArrayList(all));
    box.setId(id);
    box.setEditable(true);
    box.getEditor().textProperty().bindBidirectional(property);
    return box;
  }

  private void show() {
    answer.getChildren().clear();
    if (model.answer().get().isEmpty()) {
      answer
          .getChildren()
          .add(new Empty(Icon.POLICIES, Words.of("decide.empty"), Words.of("decide.empty.how")));
      return;
    }
    var now = model.answer().get().get();
    switch (now.decision()) {
      case Decision.Unfit(var reason) ->
          answer
              .getChildren()
              .add(
                  new Section(
                      Words.of("decide.result"),
                      Section.row(badge(Effect.DENY)),
                      Section.text(Words.of("decide.unfit", reason))));
      case Decision.Ruled ruled ->
          answer.getChildren().addAll(result(ruled), rules(ruled, now), whyNot(ruled, now));
    }
  }

  static Badge badge(Effect effect) {
    var word = DecideViewModel.word(effect);
    return switch (effect) {
      case ALLOW -> Badge.of(word, Badge.Tone.GOOD, Icon.PASS);
      case REQUIRE_APPROVAL -> Badge.of(word, Badge.Tone.WARN, Icon.PERSON);
      case DENY -> Badge.of(word, Badge.Tone.BAD, Icon.FAIL);
    };
  }

  private Node result(Decision.Ruled ruled) {
    var decision = ruled.decision();
    var keep = new Button(Words.of("decide.keep"));
    keep.setId("decide-keep");
    keep.setOnAction(e -> model.keep());
    keep.setMinWidth(USE_PREF_SIZE);
    var head = Section.row(badge(decision.effect()), Section.spring(), keep);
    var reason = Section.text(Untrusted.line(decision.reason(), 300));
    return decision.rule().isEmpty()
        ? new Section(Words.of("decide.result"), head, reason)
        : new Section(
            Words.of("decide.result"),
            head,
            reason,
            link(decision.rule().get(), decision.rule().get().origin()));
  }

  private Hyperlink link(Rule rule, Location place) {
    var link = new Hyperlink(Untrusted.line(rule.name().value(), 80) + "  " + brief(place));
    link.getStyleClass().add("preview-link");
    link.setOnAction(e -> links.place().accept(place));
    return link;
  }

  static String brief(Location place) {
    var name = Path.of(place.file()).getFileName();
    return name + ":" + place.line();
  }

  private Node rules(Decision.Ruled ruled, DecideViewModel.Answer now) {
    var list = new VBox();
    list.getStyleClass().add("checks");
    for (var verdict : ruled.verdicts().subList(0, ruled.asked())) {
      list.getChildren().add(link(verdict.rule(), verdict.rule().origin()));
      if (verdict.matches()) {
        list.getChildren().add(Section.text(Words.of("decide.decides"), "strong", "good"));
      } else {
        list.getChildren().add(point(verdict.rule(), verdict.failed().getFirst(), now));
      }
    }
    if (ruled.decision().rule().isEmpty()) {
      list.getChildren().add(Section.text(Words.of("decide.none"), "strong"));
    }
    return new Section(Words.of("decide.rules"), list);
  }

  /** One condition; leads to its line. */
  private Node point(Rule rule, Verdict.Point point, DecideViewModel.Answer now) {
    var icon = (point.holds() ? Icon.PASS : Icon.FAIL).node();
    icon.getStyleClass().add(point.holds() ? "good" : "bad");
    var place = now.places().of(rule, point.key());
    var key = new Hyperlink(point.key());
    key.getStyleClass().addAll("mono", "preview-link");
    key.setMinWidth(USE_PREF_SIZE);
    key.setOnAction(e -> links.place().accept(place));
    var text =
        Section.text(
            Words.of(
                "decide.point",
                Untrusted.line(point.wanted(), 120),
                Untrusted.line(point.found(), 120)),
            point.holds() ? "muted" : "strong");
    HBox.setHgrow(text, Priority.ALWAYS);
    var row = Section.row(icon, key, text);
    row.setAccessibleText(
        (point.holds() ? Words.of("decide.holds") : Words.of("decide.fails")) + " " + point.key());
    return row;
  }

  private Node whyNot(Decision.Ruled ruled, DecideViewModel.Answer now) {
    var names = ruled.verdicts().stream().map(v -> v.rule().name().value()).toList();
    var box = new ComboBox<>(FXCollections.observableArrayList(names));
    box.setId("decide-why-not");
    box.setPromptText(Words.of("decide.why.hint"));
    box.setMaxWidth(Double.MAX_VALUE);
    var points = new VBox();
    points.getStyleClass().add("checks");
    box.setOnAction(e -> {
      int at = box.getSelectionModel().getSelectedIndex();
      if (at >= 0) {
        choosing = true;
        model.expected().set(names.get(at));
        choosing = false;
        points.getChildren().setAll(reasons(ruled, now, at));
      }
    });
    int known = names.indexOf(model.expected().get());
    if (known >= 0) {
      box.getSelectionModel().select(known);
      points.getChildren().setAll(reasons(ruled, now, known));
    }
    return new Section(Words.of("decide.why"), box, points);
  }

  private List<Node> reasons(Decision.Ruled ruled, DecideViewModel.Answer now, int at) {
    var verdict = ruled.verdicts().get(at);
    var all = new ArrayList<Node>();
    ruled
        .whyNot(verdict.rule().name())
        .ifPresent(why -> {
          switch (why) {
            case Decision.WhyNot.Decides _ ->
                all.add(Section.text(Words.of("decide.why.decides"), "strong"));
            case Decision.WhyNot.Fails(var expected, var earlier) -> {
              all.add(
                  Section.text(
                      Words.of(
                          "decide.why.fails", expected.failed().size(), expected.points().size()),
                      "strong"));
              earlier.ifPresent(v -> {
                all.add(Section.text(Words.of("decide.why.earlier"), "warn"));
                all.add(link(v.rule(), v.rule().origin()));
              });
            }
          }
        });
    verdict.points().forEach(point -> all.add(point(verdict.rule(), point, now)));
    return all;
  }
}
