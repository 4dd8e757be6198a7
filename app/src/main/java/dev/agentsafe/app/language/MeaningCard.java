package dev.agentsafe.app.language;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.assist.Meaning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What is wrong at a place, and what stands there; FX thread only. */
final class MeaningCard extends VBox {
  private static final double WIDTH = 460;

  MeaningCard(List<Problem> problems, Optional<Meaning> meaning) {
    setId("meaning");
    getStyleClass().addAll("popover", "popover-card");
    setPrefWidth(WIDTH);
    problems.forEach(problem -> getChildren().add(problem(problem)));
    meaning.ifPresent(said -> {
      var title = new Label(said.title());
      title.getStyleClass().addAll("popover-title", "mono");
      title.setWrapText(true);
      getChildren().add(title);
      said.lines().forEach(line -> getChildren().add(new Said(line)));
    });
    setAccessibleText(spoken(problems, meaning));
  }

  private static Node problem(Problem problem) {
    var icon =
        switch (problem.severity()) {
          case ERROR -> marked(Icon.FAIL, "problem-error");
          case WARNING -> marked(Icon.WARN, "problem-warning");
          case HINT -> marked(Icon.INFO, "problem-hint");
        };
    var text = new Said(problem.message());
    HBox.setHgrow(text, Priority.ALWAYS);
    var row = new HBox(icon, text);
    row.getStyleClass().add("popover-problem");
    return row;
  }

  private static Node marked(Icon icon, String style) {
    var node = icon.node();
    node.getStyleClass().add(style);
    return node;
  }

  private static String spoken(List<Problem> problems, Optional<Meaning> meaning) {
    return Stream.concat(
            problems.stream().map(problem -> Words.of("assist.problem", problem.message())),
            meaning.stream().flatMap(m -> Stream.concat(Stream.of(m.title()), m.lines().stream())))
        .collect(Collectors.joining("\n"));
  }
}
