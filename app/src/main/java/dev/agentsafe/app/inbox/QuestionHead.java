package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.RiskMatrix;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What is asked: action and target, where, how risky. */
final class QuestionHead extends HBox {
  /** Below this width the matrix is said in words, in pixels. */
  private static final double NARROW = 640;

  QuestionHead(Question question) {
    getStyleClass().add("question-head");
    var deed = question.what().deed();
    var aim = deed.aim();
    var action = Section.text(Untrusted.line(deed.action(), 80), "question-action");
    var target = Section.code(Untrusted.line(aim.id(), 120), "question-target");
    target.setGraphic(Icon.ARROW.node());
    var facts =
        new FlowPane(
            Badge.of(deed.risk().effective()),
            Badge.of(aim.environment()),
            Badge.of(Untrusted.line(aim.type(), 40), Badge.Tone.NEUTRAL),
            Badge.of(
                Words.of("question.sensitivity", aim.sensitivity().label()), Badge.Tone.NEUTRAL),
            deed.reversible()
                ? Badge.of(Words.of("question.reversible"), Badge.Tone.NEUTRAL, Icon.ROLLBACK)
                : Badge.of(Words.of("question.irreversible"), Badge.Tone.BAD, Icon.WARN));
    facts.getStyleClass().add("facts");
    if (!aim.owner().isBlank()) {
      facts
          .getChildren()
          .add(
              Badge.of(
                  Words.of("question.owner", Untrusted.line(aim.owner(), 40)), Badge.Tone.NEUTRAL));
    }
    var words = new VBox(action, target, facts);
    words.getStyleClass().add("question-words");
    if (!deed.description().isBlank()) {
      words.getChildren().add(Section.text(Untrusted.line(deed.description()), "muted"));
    }
    question
        .what()
        .rollbackOf()
        .ifPresent(
            id -> words.getChildren().add(Section.text(Words.of("question.undoes", id), "strong")));
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(0);
    var matrix = new RiskMatrix(deed.risk().action(), aim.sensitivity());
    matrix.setMinWidth(USE_PREF_SIZE);
    // Where there is no room for the table its marked cell is said in words.
    var said = Section.text(matrix.getAccessibleText(), "muted");
    words.getChildren().add(said);
    widthProperty()
        .subscribe(width -> {
          var narrow = width.doubleValue() < NARROW;
          said.setVisible(narrow);
          said.setManaged(narrow);
          matrix.setVisible(!narrow);
          matrix.setManaged(!narrow);
        });
    getChildren().addAll(words, matrix);
  }
}
