package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The answer an operator is about to give to one question; belongs to the FX thread. */
public final class Answer {

  /** What the enter key would do. */
  public enum Intent {
    NONE,
    APPROVE,
    DENY
  }

  private final Seat seat;
  private final Work work;
  private final Runnable answered;
  private long shownSince = System.nanoTime();
  private final ReadOnlyObjectWrapper<Optional<Question>> question =
      new ReadOnlyObjectWrapper<>(this, "question", Optional.empty());
  private final ReadOnlyObjectWrapper<Intent> intent =
      new ReadOnlyObjectWrapper<>(this, "intent", Intent.NONE);
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final StringProperty typedTarget = new SimpleStringProperty(this, "typedTarget", "");

  private final Unlocking unlocking;

  Answer(Seat seat, Work work, Runnable answered) {
    unlocking = new Unlocking(seat, work);
    this.seat = seat;
    this.work = work;
    this.answered = answered;
  }

  /** The question that is answered. */
  public ReadOnlyObjectProperty<Optional<Question>> question() {
    return question.getReadOnlyProperty();
  }

  /** What the enter key would do. */
  public ReadOnlyObjectProperty<Intent> intent() {
    return intent.getReadOnlyProperty();
  }

  /** Whether an answer is on its way. */
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** The key that signs the answer. */
  public Unlocking unlocking() {
    return unlocking;
  }

  /** What came of the last answer, where it was not simply counted. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** The reason. */
  public StringProperty reason() {
    return reason;
  }

  /** The target's name as typed, where it must be. */
  public StringProperty typedTarget() {
    return typedTarget;
  }

  /** Why the operator here may not answer that question: by a clause, or for want of a key. */
  Optional<String> forbids(Question asked) {
    return Optional.of(asked)
        .filter(Question::open)
        .flatMap(q ->
            q.now()
                .forbids()
                .map(r -> Words.of("answer.forbidden", Untrusted.line(r.why()), r.clause()))
                .or(() -> unlocking.missing().map(why -> Words.of("answer.keyless", why))));
  }

  /** Whether the question can be answered here at all. */
  public boolean possible() {
    return unlocking.missing().isEmpty()
        && question.get().filter(q -> q.open() && q.now().forbids().isEmpty()).isPresent();
  }

  /** Whether everything is there for an approval. */
  public BooleanBinding approvable() {
    return Bindings.createBooleanBinding(
        () -> possible() && !busy.get() && targetTyped() && reasonGiven(),
        question,
        busy,
        reason,
        typedTarget);
  }

  /** Whether everything is there for a denial: a denial always says why. */
  public BooleanBinding deniable() {
    return Bindings.createBooleanBinding(
        () -> possible() && !busy.get() && !reason.get().isBlank(), question, busy, reason);
  }

  /** Says what the enter key shall do. */
  public void intend(Intent next) {
    intent.set(possible() ? next : Intent.NONE);
  }

  /** Gives the answer that is intended, where everything is there. */
  public void commit() {
    switch (intent.get()) {
      case APPROVE -> approve();
      case DENY -> deny();
      case NONE -> {}
    }
  }

  /** Approves, where everything is there. */
  public void approve() {
    if (approvable().get()) {
      send(true);
    } else if (possible()) {
      message.set(
          targetTyped() ? Words.of("answer.reason.needed") : Words.of("answer.target.needed"));
    }
  }

  /** Denies, where everything is there. */
  public void deny() {
    if (deniable().get()) {
      send(false);
    } else if (possible()) {
      message.set(Words.of("answer.deny.needed"));
    }
  }

  void about(Question next) {
    var other = question.get().filter(q -> q.id().equals(next.id())).isEmpty();
    question.set(Optional.of(next));
    if (other) {
      shownSince = System.nanoTime();
      reason.set("");
      typedTarget.set("");
      message.set("");
      intent.set(Intent.NONE);
      // A passphrase that was asked for one question must not send the answer to another.
      unlocking.cancel();
    }
  }

  void tell(String sentence) {
    message.set(sentence);
  }

  private boolean targetTyped() {
    return question
        .get()
        .filter(q -> q.grave() && !q.what().deed().aim().id().equals(typedTarget.get().strip()))
        .isEmpty();
  }

  private boolean reasonGiven() {
    return question.get().filter(q -> q.why().reasonRequired() && reason.get().isBlank()).isEmpty();
  }

  private void send(boolean approves) {
    if (unlocking.locked()) {
      unlocking.ask(() -> send(approves));
      return;
    }
    var asked = question.get().orElseThrow();
    var words = reason.get().strip();
    var choice = approves ? Choice.approve(words) : Choice.deny(words);
    var onScreen = Duration.ofNanos(System.nanoTime() - shownSince);
    busy.set(true);
    message.set("");
    work.quietly(
        progress -> seat.vote(asked, choice, onScreen),
        voted -> {
          busy.set(false);
          intent.set(Intent.NONE);
          switch (voted) {
            case Voted.Counted counted -> message.set("");
            case Voted.Refused refused ->
                message.set(Words.of("answer.refused", refused.why(), refused.clause()));
          }
          answered.run();
        },
        why -> {
          busy.set(false);
          message.set(Words.of("answer.failed", why));
          answered.run();
        });
  }
}
