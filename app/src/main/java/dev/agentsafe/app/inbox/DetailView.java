package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** The question in view, and below it the way to answer. */
final class DetailView extends BorderPane {
  private final InboxViewModel model;
  private final Consumer<String> undo;
  private final ScrollPane scroll = new ScrollPane();
  private final AnswerBar bar;
  private Subscription watching = Subscription.EMPTY;

  DetailView(InboxViewModel model, Consumer<String> undo) {
    this.model = model;
    this.undo = undo;
    bar = new AnswerBar(model, this::undo);
    getStyleClass().add("detail");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().addAll("edge-to-edge", "detail-scroll");
    scroll.setFocusTraversable(false);
    model.selected().subscribe(this::show);
    model.run().subscribe(run -> fill());
  }

  private void show(Optional<Row> row) {
    watching.unsubscribe();
    if (row.isEmpty()) {
      setCenter(new Empty(Icon.INBOX, Words.of("inbox.none"), Words.of("inbox.none.how")));
      setBottom(null);
      return;
    }
    setCenter(scroll);
    setBottom(bar);
    scroll.setVvalue(0);
    watching = row.get().question().subscribe(q -> fill());
  }

  private void fill() {
    model
        .selected()
        .get()
        .ifPresent(row -> {
          var question = row.question().get();
          scroll.setContent(pane(question, model.run().get()));
          bar.show(question, model.run().get());
        });
  }

  private static VBox pane(Question question, Optional<Execution> run) {
    var pane = new VBox(new QuestionHead(question));
    pane.getStyleClass().add("question");
    pane.setMinWidth(0);
    if (!question.open()) {
      pane.getChildren().add(new OutcomePane(question, run));
    }
    pane.getChildren().add(new QuestionPane(question, run.isEmpty()));
    return pane;
  }

  void answer(Answer.Intent intent) {
    model.answer().intend(intent);
    bar.focus();
  }

  void undo() {
    model.run().get().filter(Execution::over).ifPresent(r -> undo.accept(r.origin().auditId()));
  }
}
