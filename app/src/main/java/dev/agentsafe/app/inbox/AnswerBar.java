package dev.agentsafe.app.inbox;

import dev.agentsafe.app.display.Section;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Reason, deny, approve; or why not; or what comes after. */
final class AnswerBar extends VBox {
  private final Answer answer;
  private final TextField reason = new TextField();
  private final TextField target = new TextField();
  private final HBox confirm;
  private final HBox form;
  private final HBox afterwards;
  private final Label forbidden = Section.text("");
  private final HBox refusal;
  private final UnlockBar unlock;
  private final Button rollback;

  AnswerBar(InboxViewModel model, Runnable undo) {
    answer = model.answer();
    getStyleClass().add("answer-bar");
    confirm = confirm();
    form = form();
    rollback = new Button(Words.of("answer.rollback"), Icon.ROLLBACK.node());
    rollback.setId("inbox-rollback");
    rollback.setAccessibleText(Words.of("answer.rollback"));
    rollback.setOnAction(e -> undo.run());
    afterwards = Section.row(Section.spring(), rollback);
    forbidden.getStyleClass().add("strong");
    forbidden.setId("answer-forbidden");
    var lock = Icon.STOP.node();
    lock.getStyleClass().add("bad");
    refusal = Section.row(lock, forbidden);
    unlock = new UnlockBar(answer.unlocking());
    answer.unlocking().asking().subscribe(this::asks);
    var message = Section.text("", "answer-message");
    message.setId("answer-message");
    message.textProperty().bind(answer.message());
    message.visibleProperty().bind(answer.message().isNotEmpty());
    message.managedProperty().bind(message.visibleProperty());
    getChildren().addAll(message, refusal, confirm, form, unlock, afterwards);
  }

  private HBox confirm() {
    target.setPromptText(Words.of("answer.target.prompt"));
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
    var deny = new Button(Words.of("answer.deny"), Icon.FAIL.node());
    deny.getStyleClass().addAll("danger", "button-outlined");
    deny.setId("answer-deny");
    deny.setAccessibleText(Words.of("answer.deny"));
    deny.setOnAction(e -> answer.deny());
    var approve = new Button(Words.of("answer.approve"), Icon.PASS.node());
    approve.getStyleClass().addAll("success");
    approve.setId("answer-approve");
    approve.setAccessibleText(Words.of("answer.approve"));
    approve.setOnAction(e -> answer.approve());
    deny.disableProperty().bind(answer.busy());
    approve.disableProperty().bind(answer.approvable().not());
    deny.setMinWidth(USE_PREF_SIZE);
    approve.setMinWidth(USE_PREF_SIZE);
    return Section.row(reason, deny, approve);
  }

  private String prompt() {
    return switch (answer.intent().get()) {
      case APPROVE -> Words.of("answer.reason.approve");
      case DENY -> Words.of("answer.reason.deny");
      case NONE ->
          answer.question().get().filter(q -> q.why().reasonRequired()).isPresent()
              ? Words.of("answer.reason.wanted")
              : Words.of("answer.reason");
    };
  }

  void show(Question question, Optional<Execution> run) {
    var refused = answer.forbids(question);
    part(refusal, refused.isPresent());
    refused.ifPresent(forbidden::setText);
    var may = question.open() && refused.isEmpty();
    part(form, may);
    part(confirm, may && question.grave());
    var over = run.filter(Execution::over).isPresent();
    part(afterwards, over && question.what().deed().reversible());
    setVisible(may || refused.isPresent() || over);
    setManaged(isVisible());
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

  private static void part(HBox part, boolean shown) {
    part.setVisible(shown);
    part.setManaged(shown);
  }

  void focus() {
    if (confirm.isVisible()
        && answer.intent().get() == Answer.Intent.APPROVE
        && answer.typedTarget().get().isBlank()) {
      target.requestFocus();
    } else if (form.isVisible()) {
      reason.requestFocus();
    }
  }
}
