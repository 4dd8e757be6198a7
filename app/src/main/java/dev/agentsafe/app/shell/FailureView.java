package dev.agentsafe.app.shell;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Why there is nothing to show, each problem with its place, and what to do. */
final class FailureView extends ScrollPane {
  private static final int SHOWN = 200;

  FailureView(Phase.Failed failed) {
    getStyleClass().addAll("edge-to-edge", "failure-scroll");
    setFitToWidth(true);
    var title = new Label(failed.what(), Icon.STOP.node());
    title.getStyleClass().add("failure-title");
    title.setWrapText(true);
    var body = new VBox(title, Section.text(failed.advice(), "failure-advice"));
    body.getStyleClass().add("failure");
    if (!failed.problems().isEmpty()) {
      body.getChildren().add(new Label(Words.of("failed.count", failed.problems().size())));
    }
    for (var problem : failed.problems().stream().limit(SHOWN).toList()) {
      var place = Section.code(problem.location().toString(), "strong");
      var message = Section.text(Untrusted.line(problem.message()));
      var row = new VBox(place, message);
      row.getStyleClass().add("problem");
      var line = new HBox(Icon.STOP.node(), row);
      line.getStyleClass().add("problem-line");
      line.setAccessibleText(problem.toString());
      body.getChildren().add(line);
    }
    setContent(body);
  }
}
