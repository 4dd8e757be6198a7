package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.run.RunPane;
import dev.agentsafe.app.run.Stages;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.approval.Standing;
import java.util.Optional;
import javafx.scene.layout.VBox;

/** What became of a question: refused, expired, or the run it turned into. */
final class OutcomePane extends VBox {
  OutcomePane(Question question, Optional<Execution> run) {
    getStyleClass().add("sections");
    switch (question.now().standing()) {
      case Standing.Pending p -> {}
      case Standing.Approved a -> {
        getChildren().add(new Stages(run));
        getChildren()
            .add(notice(Words.of("outcome.by.approved", by(a.by()), words(a.reason())), "good"));
        if (run.isEmpty()) {
          getChildren().add(Section.text(Words.of("outcome.waiting"), "muted"));
        }
        run.ifPresent(r -> getChildren().add(new RunPane(r)));
      }
      case Standing.Denied d ->
          getChildren()
              .add(notice(Words.of("outcome.by.denied", by(d.by()), words(d.reason())), "bad"));
      case Standing.Expired e -> getChildren().add(notice(Words.of("outcome.expired"), "warn"));
    }
  }

  private static String by(String name) {
    return Untrusted.line(name, 80);
  }

  private static String words(String reason) {
    return reason.isBlank() ? Words.of("outcome.noreason") : Untrusted.line(reason);
  }

  private static VBox notice(String text, String tone) {
    var box = new VBox(Section.text(text));
    box.getStyleClass().addAll("notice", "notice-" + tone);
    return box;
  }
}
