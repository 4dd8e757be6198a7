package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Empty;
import dev.agentsafe.app.display.Sections;
import dev.agentsafe.app.display.Sections.Part;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.util.Subscription;

/** The question in view, and below it the way to answer. */
final class DetailView extends BorderPane {
  private final InboxViewModel model;
  private final Consumer<String> undo;
  private Optional<Insides> built = Optional.empty();
  private Subscription watching = Subscription.EMPTY;

  DetailView(InboxViewModel model, Consumer<String> undo) {
    this.model = model;
    this.undo = undo;
    getStyleClass().add("detail");
    model.selected().subscribe(this::show);
    model.run().subscribe(run -> fill());
    model.answer().unlocking().state().subscribe(state -> fill());
    // Ready before the first question, and not at the expense of the first screen.
    model.soon(this::insides);
  }

  /** What a question is shown in. */
  private record Insides(Sections sections, ScrollPane scroll, AnswerBar bar) {}

  private Insides insides() {
    if (built.isEmpty()) {
      var sections = new Sections();
      var scroll = new ScrollPane(sections);
      scroll.setFitToWidth(true);
      scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
      scroll.getStyleClass().addAll("edge-to-edge", "detail-scroll");
      scroll.setFocusTraversable(false);
      built = Optional.of(new Insides(sections, scroll, new AnswerBar(model, this::undo)));
    }
    return built.get();
  }

  private void show(Optional<Row> row) {
    watching.unsubscribe();
    if (row.isEmpty()) {
      setCenter(new Empty(Icon.INBOX, Words.of("inbox.none"), Words.of("inbox.none.how")));
      setBottom(null);
      return;
    }
    setCenter(insides().scroll());
    setBottom(insides().bar());
    insides().scroll().setVvalue(0);
    insides().sections().clear();
    watching = row.get().card().subscribe(c -> fill());
  }

  private void fill() {
    model
        .selected()
        .get()
        .ifPresent(row -> {
          var card = row.card().get();
          var run = model.run().get();
          insides()
              .sections()
              .show(card.plan().map(PlanParts::of).orElseGet(() -> parts(card.lead(), run)));
          insides().bar().show(card, run);
        });
  }

  private static List<Part> parts(Question question, Optional<Execution> run) {
    var parts = new ArrayList<Part>();
    parts.add(new Part("head", question.what(), () -> new QuestionHead(question)));
    parts.addAll(OutcomeParts.of(question, run));
    parts.addAll(QuestionParts.of(question, run.isEmpty()));
    return parts;
  }

  void answer(Answer.Intent intent) {
    model.answer().intend(intent);
    insides().bar().focus();
  }

  void undo() {
    model.run().get().filter(Execution::over).ifPresent(r -> undo.accept(r.origin().auditId()));
  }
}
