package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.lint.TestRun;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** How the policy tests went under the draft, in a line; FX thread only. */
final class TestsPane extends HBox {
  private static final int LONGEST = 300;

  private final TestsViewModel model;
  private final Label summary = new Label();
  private final Node pass = icon(Icon.PASS, "good");
  private final Node fail = icon(Icon.FAIL, "problem-error");

  TestsPane(TestsViewModel model) {
    this.model = model;
    getStyleClass().addAll("tests-pane", "tests-head");
    setAlignment(Pos.CENTER_LEFT);
    summary.setId("tests-summary");
    summary.setWrapText(true);
    List.of(pass, fail).forEach(node -> node.managedProperty().bind(node.visibleProperty()));
    getChildren().addAll(pass, fail, summary);
    model.run().subscribe(this::show);
    model.old().subscribe(isOld -> show(model.run().get()));
  }

  private static Node icon(Icon of, String style) {
    var icon = of.node();
    icon.getStyleClass().add(style);
    return icon;
  }

  private void show(Optional<TestRun> run) {
    boolean isBad = run.filter(r -> !r.failing().isEmpty() || !r.problems().isEmpty()).isPresent();
    pass.setVisible(!isBad);
    fail.setVisible(isBad);
    summary.setText(Untrusted.line(model.summary(), LONGEST));
    setVisible(run.isPresent());
    setManaged(run.isPresent());
  }
}
