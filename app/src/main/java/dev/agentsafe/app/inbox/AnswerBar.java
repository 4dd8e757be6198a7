package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Focus;
import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.inbox.Answer.Intent;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Reason, deny, approve; or less, or alone; or why not; or what comes after. */
final class AnswerBar extends VBox {
  private final Answer answer;
  private final TextField reason = new TextField();
  private final TextField target = new TextField();
  private final HBox confirm;
  private final HBox form;
  private final HBox further;
  private final HBox afterwards;
  private final Label forbidden = Section.text("");
  private final HBox refusal;
  private final UnlockBar unlock;
  private final Button rollback;
  private final VBox special = new VBox();
  private Optional<Card> shown = Optional.empty();

  AnswerBar(InboxViewModel model, Runnable undo) {
    answer = model.answer();
    getStyleClass().add("answer-bar");
    confirm = confirm();
    form = form();
    further = further();
    rollback = button("inbox-rollback", Words.of("answer.rollback"), Icon.ROLLBACK, undo);
    afterwards = Section.row(Section.spring(), rollback);
    forbidden.getStyleClass().add("strong");
    forbidden.setId("answer-forbidden");
    var lock = Icon.STOP.node();
    lock.getStyleClass().add("bad");
    refusal = Section.row(lock, forbidden);
    unlock = new UnlockBar(answer.unlocking());
    answer.unlocking().asking().subscribe(asking -> asks(answer.unlocking().isAskedBy(answer)));
    answer.intent().subscribe(intent -> shown.ifPresent(this::form));
    var message = Section.text("", "answer-message");
    message.setId("answer-message");
    message.textProperty().bind(answer.message());
    message.visibleProperty().bind(answer.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    getChildren().addAll(special, message, refusal, confirm, form, further, unlock, afterwards);
  }

  private HBox confirm() {
    target.setId("answer-target");
    target.textProperty().bindBidirectional(answer.typedTarget());
    target.setOnAction(e -> reason.requestFocus());
    HBox.setHgrow(target, Priority.ALWAYS);
    var label = new Label(Words.of("answer.target"), Icon.WARN.node());
    label.getStyleClass().add("warn");
    label.setMinWidth(USE_PREF_SIZE);
    label.setLabelFor(target);
    target.setAccessibleText(Words.of("answer.target"));
    return Section.row(label, target);
  }

  private HBox form() {
    reason.setId("answer-reason");
    reason.setAccessibleText(Words.of("answer.reason"));
    reason.textProperty().bindBidirectional(answer.reason());
    reason.setOnAction(e -> answer.commit());
    reason
        .promptTextProperty()
        .bind(Bindings.createStringBinding(this::prompt, answer.intent(), answer.question()));
    HBox.setHgrow(reason, Priority.ALWAYS);
    var deny = button("answer-deny", Words.of("answer.deny"), Icon.FAIL, answer::deny);
    deny.getStyleClass().addAll("danger", "button-outlined");
    deny.disableProperty().bind(answer.busy());
    var approve = button("answer-approve", Words.of("answer.approve"), Icon.PASS, answer::approve);
    approve.getStyleClass().add("success");
    approve.disableProperty().bind(answer.approvable().not());
    var offer = button("answer-offer", Words.of("offer.send"), Icon.PASS, answer::offerLess);
    offer.getStyleClass().add("success");
    offer.disableProperty().bind(answer.offerable().not());
    var alone = button("answer-alone", Words.of("glass.send"), Icon.WARN, answer::breakGlass);
    alone.getStyleClass().addAll("danger", "glass-send");
    alone.disableProperty().bind(answer.breakable().not());
    var back =
        button("answer-back", Words.of("answer.back"), Icon.BACK, () -> answer.intend(Intent.NONE));
    only(offer, answer.intent().isEqualTo(Intent.OFFER));
    only(alone, answer.intent().isEqualTo(Intent.ALONE));
    only(back, offer.visibleProperty().or(alone.visibleProperty()));
    only(deny, back.visibleProperty().not());
    only(approve, back.visibleProperty().not());
    return Section.row(reason, back, deny, approve, offer, alone);
  }

  /** The ways to answer besides yes and no, where the rule has them. */
  private HBox further() {
    var offer =
        button("answer-less", Words.of("offer.open"), Icon.LESS, () -> answer(Intent.OFFER));
    var alone =
        button("answer-glass", Words.of("glass.open"), Icon.WARN, () -> answer(Intent.ALONE));
    for (var button : new Button[] {offer, alone}) {
      button.getStyleClass().addAll("flat", "small");
    }
    answer
        .question()
        .subscribe(question -> {
          part(offer, answer.liberty().changes());
          part(alone, answer.liberty().alone().isPresent());
        });
    return Section.row(Section.spring(), offer, alone);
  }

  private void answer(Intent intent) {
    answer.intend(intent);
    focus();
  }

  private static Button button(String id, String text, Icon icon, Runnable action) {
    var button = new Button(text, icon.node());
    button.setId(id);
    button.setAccessibleText(text);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    return button;
  }

  private static void only(Node node, BooleanBinding when) {
    node.visibleProperty().bind(when);
    node.managedProperty().bind(node.visibleProperty());
  }

  private String prompt() {
    return switch (answer.intent().get()) {
      case APPROVE -> Words.of("answer.reason.approve");
      case DENY -> Words.of("answer.reason.deny");
      case OFFER -> Words.of("offer.reason");
      case ALONE -> Words.of("glass.reason");
      case NONE ->
          answer.reasonRequired() ? Words.of("answer.reason.wanted") : Words.of("answer.reason");
    };
  }

  void show(Card card, Optional<Execution> run) {
    var refused = answer.forbids(card);
    part(refusal, refused.isPresent());
    refused.ifPresent(forbidden::setText);
    var may = card.open() && refused.isEmpty();
    shown = Optional.of(card);
    form(card);
    var over = run.filter(Execution::over).isPresent();
    part(afterwards, over && card.lead().what().deed().reversible());
    setVisible(may || refused.isPresent() || over);
    setManaged(isVisible());
  }

  /** What is filled in depends on the answer that is meant. */
  private void form(Card card) {
    var question = card.lead();
    var may = card.open() && answer.forbids(card).isEmpty();
    var intent = answer.intent().get();
    part(form, may);
    part(confirm, may && (question.grave() || intent == Intent.ALONE));
    var plain = intent != Intent.OFFER && intent != Intent.ALONE;
    var liberty = answer.liberty();
    target.setPromptText(
        card.plan()
            .flatMap(p -> PlanParts.stepOf(p, question))
            .map(step -> Words.of("answer.target.plan", step))
            .orElseGet(() -> Words.of("answer.target.prompt")));
    part(further, may && plain && (liberty.changes() || liberty.alone().isPresent()));
    part(special, may && !plain);
    if (plain || !may) {
      special.getChildren().clear();
    } else if (intent == Intent.ALONE) {
      special.getChildren().setAll(GlassNotice.of(liberty));
    } else if (special.getChildren().stream().noneMatch(OfferForm.class::isInstance)) {
      special.getChildren().setAll(new OfferForm(answer.offer(), question));
    }
  }

  /** The passphrase takes the place of the form, so that a key goes to one of them. */
  private void asks(boolean asking) {
    part(unlock, asking);
    form.setDisable(asking);
    if (asking) {
      unlock.focus();
    } else if (form.isVisible()) {
      reason.requestFocus();
    }
  }

  private static void part(Node part, boolean shown) {
    part.setVisible(shown);
    part.setManaged(shown);
  }

  void focus() {
    var intent = answer.intent().get();
    if (intent == Intent.OFFER
        && special.getChildren().stream().findFirst().orElse(null) instanceof OfferForm less) {
      Focus.on(less.first());
    } else if (confirm.isVisible()
        && (intent == Intent.APPROVE || intent == Intent.ALONE)
        && answer.typedTarget().get().isBlank()) {
      target.requestFocus();
    } else if (form.isVisible()) {
      reason.requestFocus();
    }
  }
}
