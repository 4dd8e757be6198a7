package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.TestRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** How the policy tests went under the draft, and those that fail; FX thread only. */
final class TestsPane extends VBox {
  private static final int MOST_ROWS = 4;
  private static final double ROW = 26;

  private final TestsViewModel model;
  private final PolicyViewModel policies;
  private final ListView<PolicyTest.Result> failing = new ListView<>();
  private final Label summary = new Label();
  private final Node pass = icon(Icon.PASS, "good");
  private final Node fail = icon(Icon.FAIL, "problem-error");

  TestsPane(TestsViewModel model, PolicyViewModel policies) {
    this.model = model;
    this.policies = policies;
    getStyleClass().add("tests-pane");
    summary.setId("tests-summary");
    summary.setWrapText(true);
    failing.setId("tests-failing");
    failing.setAccessibleText(Words.of("tests.failing"));
    failing.getStyleClass().addAll("edge-to-edge", "author-problems");
    failing.setFixedCellSize(ROW);
    failing.setCellFactory(v -> new FailingCell());
    List.of(failing, pass, fail)
        .forEach(node -> node.managedProperty().bind(node.visibleProperty()));
    failing.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        selected().ifPresent(this::toTest);
        e.consume();
      } else if (e.getCode() == KeyCode.R) {
        selected().ifPresent(test -> model.run().get().ifPresent(run -> model.toRule(run, test)));
        e.consume();
      }
    });
    failing.setOnMouseClicked(e -> selected().ifPresent(this::toTest));
    var head = new HBox(pass, fail, summary);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("tests-head");
    getChildren().addAll(head, failing);
    model.run().subscribe(this::show);
  }

  private static Node icon(Icon of, String style) {
    var icon = of.node();
    icon.getStyleClass().add(style);
    return icon;
  }

  private Optional<PolicyTest.Result> selected() {
    return Optional.ofNullable(failing.getSelectionModel().getSelectedItem());
  }

  private void toTest(PolicyTest.Result test) {
    policies.goTo(test.test().origin());
  }

  private void show(Optional<TestRun> run) {
    var bad = run.map(TestRun::failing).orElse(List.of());
    boolean isBad = !bad.isEmpty() || run.filter(r -> !r.problems().isEmpty()).isPresent();
    pass.setVisible(!isBad);
    fail.setVisible(isBad);
    summary.setText(Untrusted.line(model.summary(), 300));
    if (!failing.getItems().equals(bad)) {
      failing.getItems().setAll(bad);
    }
    failing.setVisible(!bad.isEmpty());
    double height = Math.min(MOST_ROWS, bad.size()) * ROW + 2;
    failing.setPrefHeight(height);
    failing.setMinHeight(height);
    setVisible(run.isPresent());
    setManaged(run.isPresent());
  }

  /** A test that fails: where, which, what is not as expected. */
  private static final class FailingCell extends ListCell<PolicyTest.Result> {
    @Override
    protected void updateItem(PolicyTest.@Nullable Result result, boolean empty) {
      super.updateItem(result, empty);
      if (empty || result == null) {
        setText(null);
        setGraphic(null);
        setTooltip(null);
        return;
      }
      var at = result.test().origin();
      setText(
          Untrusted.line(
              Words.of(
                  "tests.fails",
                  String.valueOf(Path.of(at.file()).getFileName()),
                  String.valueOf(at.line()),
                  result.test().name(),
                  result.failure().orElse("")),
              300));
      setGraphic(icon(Icon.FAIL, "problem-error"));
      setTooltip(new Tooltip(getText()));
      setPrefWidth(0);
    }
  }
}
