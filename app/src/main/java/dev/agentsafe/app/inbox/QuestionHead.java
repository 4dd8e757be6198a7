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
  /** Below this width the matrix goes under the words, in pixels. */
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
    getChildren().addAll(words, matrix);
    widthProperty()
        .subscribe(width -> {
          var narrow = width.doubleValue() < NARROW;
          var holder = narrow ? words.getChildren() : getChildren();
          if (width.doubleValue() > 0 && !holder.contains(matrix)) {
            (narrow ? getChildren() : words.getChildren()).remove(matrix);
            holder.add(matrix);
          }
        });
  }
}
