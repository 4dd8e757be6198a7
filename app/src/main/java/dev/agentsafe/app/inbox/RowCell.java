package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.approval.Standing;
import java.time.Duration;
import java.time.Instant;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** One row: risk, action and target, caller, age, time left, votes. */
final class RowCell extends ListCell<Row> {
  /** What the style sheet keeps free left and right of a row. */
  private static final double PADDING = 28;

  private static final Duration SOON = Duration.ofMinutes(2);

  private final InboxViewModel model;
  private final Label action = new Label();
  private final Label target = new Label();
  private final Label caller = new Label("", Icon.AGENT.node());
  private final Label votes = new Label();
  private final Label age = new Label();
  private final Label left = new Label();
  private final HBox first = new HBox();
  private final HBox second = new HBox();
  private final VBox lines;
  private Subscription watching = Subscription.EMPTY;

  RowCell(InboxViewModel model) {
    this.model = model;
    action.getStyleClass().add("row-action");
    target.getStyleClass().add("mono");
    caller.getStyleClass().add("muted");
    votes.getStyleClass().add("muted");
    age.getStyleClass().add("muted");
    first.getStyleClass().add("row");
    second.getStyleClass().add("row");
    for (var label : new Label[] {votes, age, left}) {
      label.setMinWidth(USE_PREF_SIZE);
    }
    var third = new HBox(caller, Section.spring(), votes, left);
    third.getStyleClass().add("row");
    lines = new VBox(first, second, third);
    lines.getStyleClass().add("row-lines");
    setPrefWidth(0);
    lines.prefWidthProperty().bind(widthProperty().subtract(PADDING));
    lines.setMaxWidth(USE_PREF_SIZE);
  }

  @Override
  protected void updateItem(@Nullable Row row, boolean empty) {
    super.updateItem(row, empty);
    watching.unsubscribe();
    watching = Subscription.EMPTY;
    setText(null);
    if (row == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    setGraphic(lines);
    watching =
        row.card()
            .subscribe(this::show)
            .and(model.now().subscribe(now -> tick(row.card().get(), now)));
  }

  private void show(Card card) {
    var question = card.lead();
    var deed = question.what().deed();
    action.setText(
        card.plan()
            .map(p -> Words.of("plan.row", p.parts().size()))
            .orElseGet(() -> Untrusted.line(deed.action(), 60)));
    action.setGraphic(card.plan().isPresent() ? Icon.PLAN.node() : null);
    target.setText(Untrusted.line(deed.aim().id(), 80));
    caller.setText(Untrusted.line(question.who().agent(), 60));
    var ballot = question.now().ballot();
    var dots = new StringBuilder();
    for (var i = 0; i < Math.min(8, ballot.needed()); i++) {
      dots.append(i < ballot.filled() ? '●' : '○');
    }
    votes.setText(dots.toString());
    votes.setAccessibleText(Words.of("row.votes", ballot.filled(), ballot.needed()));
    first.getChildren().setAll(Badge.of(deed.risk().effective()), action, Section.spring(), age);
    second
        .getChildren()
        .setAll(Icon.ARROW.node(), target, Section.spring(), Badge.of(deed.aim().environment()));
    tick(card, model.now().get());
  }

  private void tick(Card card, Instant now) {
    var question = card.lead();
    var span = question.now().span();
    age.setText(Words.of("row.age", Spans.rough(Duration.between(span.asked(), now))));
    var rest = Duration.between(now, span.expires());
    left.getStyleClass()
        .setAll("label", question.open() && rest.compareTo(SOON) < 0 ? "bad" : "muted");
    left.setText(
        card.plan()
            .filter(p -> !card.open())
            .map(PlanParts::progress)
            .orElseGet(() -> left(question, rest)));
    setAccessibleText(
        Words.of(
            "row.accessible",
            Badge.word(question.what().deed().risk().effective()),
            action.getText(),
            target.getText(),
            caller.getText(),
            left.getText()));
  }

  private static String left(Question question, Duration rest) {
    return switch (question.now().standing()) {
      case Standing.Pending p -> Words.of("row.left", Spans.countdown(rest));
      case Standing.Approved a -> Words.of("standing.approved");
      case Standing.Denied d -> Words.of("standing.denied");
      case Standing.Offered o -> Words.of("standing.offered");
      case Standing.Cancelled c -> Words.of("standing.cancelled");
      case Standing.Expired e -> Words.of("standing.expired");
      case Standing.Unclaimed u -> Words.of("standing.unclaimed");
    };
  }
}
