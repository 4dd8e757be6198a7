package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.Reviews;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Above the inbox: what was approved by break-glass and waits for a review, and the review. */
final class ReviewsBar extends VBox {
  private final ReviewsViewModel model;
  private final Label banner = Section.text("", "strong");
  private final Label reasons = Section.text("");
  private final Button open = new Button(Words.of("review.open"));
  private final TextField reason = new TextField();
  private final HBox form;
  private final UnlockBar unlock;

  ReviewsBar(ReviewsViewModel model) {
    this.model = model;
    getStyleClass().addAll("notice", "reviews-bar");
    setId("reviews-bar");
    banner.setGraphic(Icon.WARN.node());
    banner.setId("reviews-banner");
    HBox.setHgrow(banner, Priority.ALWAYS);
    banner.setMaxWidth(Double.MAX_VALUE);
    open.setId("review-open");
    open.setAccessibleText(Words.of("review.open"));
    open.setMinWidth(USE_PREF_SIZE);
    open.setOnAction(e -> model.begin());
    form = form();
    unlock = new UnlockBar(model.unlocking());
    var message = Section.text("", "answer-message");
    message.setId("review-message");
    message.textProperty().bind(model.message());
    message.visibleProperty().bind(model.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    getChildren().addAll(Section.row(banner, open), reasons, message, form, unlock);
    model.open().subscribe(this::show);
    model.now().subscribe(this::show);
    model
        .reviewing()
        .subscribe(reviewing -> {
          show();
          if (reviewing) {
            Focus.on(reason);
          }
        });
    model
        .unlocking()
        .asking()
        .subscribe(asking -> {
          show();
          if (model.unlocking().isAskedBy(model)) {
            unlock.focus();
          }
        });
  }

  private HBox form() {
    reason.setId("review-reason");
    reason.setPromptText(Words.of("review.reason"));
    reason.setAccessibleText(Words.of("review.reason"));
    reason.textProperty().bindBidirectional(model.reason());
    HBox.setHgrow(reason, Priority.ALWAYS);
    var back = button("review-back", Words.of("answer.back"), model::leave);
    var wrong = button("review-unjustified", Words.of("review.no"), () -> model.judge(false));
    wrong.getStyleClass().addAll("danger", "button-outlined");
    var right = button("review-justified", Words.of("review.yes"), () -> model.judge(true));
    right.getStyleClass().add("success");
    return Section.row(reason, back, wrong, right);
  }

  private Button button(String id, String text, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.setAccessibleText(text);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    button.disableProperty().bind(model.busy());
    return button;
  }

  private void show() {
    var next = model.next();
    next.ifPresent(this::say);
    var reviewing = model.reviewing().get();
    var asked = model.unlocking().isAskedBy(model);
    part(this, next.isPresent());
    part(open, !reviewing && !model.own());
    part(form, reviewing);
    form.setDisable(asked);
    part(reasons, reviewing);
    part(unlock, asked);
    var bad = model.overdue();
    getStyleClass().removeAll("notice-bad", "notice-warn");
    getStyleClass().add(bad ? "notice-bad" : "notice-warn");
  }

  private void say(Reviews.Open review) {
    var by = Untrusted.line(review.by().value(), 60);
    var what =
        Untrusted.line(review.what().action(), 60)
            + " → "
            + Untrusted.line(review.what().target(), 80);
    var others = model.open().get().size() - 1;
    var state =
        model.overdue()
            ? Words.of("review.overdue", by, what, Spans.full(review.due().due()), others)
            : Words.of(
                "review.waits",
                by,
                what,
                Spans.rough(Duration.between(model.now().get(), review.due().due())),
                others);
    banner.setText(model.own() ? Words.of("review.own", state) : state);
    reasons.setText(
        Words.of(
            "review.why",
            Spans.full(review.due().given()),
            Untrusted.line(review.what().caller().id().value(), 80),
            Untrusted.line(review.what().reason())));
  }

  private static void part(Node part, boolean shown) {
    part.setVisible(shown);
    part.setManaged(shown);
  }
}
