package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Question;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.approval.Changes;
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
    DENY,
    /** Offer less than was asked. */
    OFFER,
    /** Approve alone, by break-glass. */
    ALONE
  }

  private final Seat seat;
  private final Work work;
  private final Runnable answered;
  private long shownSince = System.nanoTime();
  private final ReadOnlyObjectWrapper<Optional<Question>> question =
      new ReadOnlyObjectWrapper<>(this, "question", Optional.empty());
  private Optional<Card> card = Optional.empty();
  private final ReadOnlyObjectWrapper<Intent> intent =
      new ReadOnlyObjectWrapper<>(this, "intent", Intent.NONE);
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final StringProperty typedTarget = new SimpleStringProperty(this, "typedTarget", "");

  private final Unlocking unlocking;
  private final Offer offer;

  Answer(Seat seat, Work work, Runnable answered) {
    unlocking = new Unlocking(seat, work);
    offer = new Offer(seat, work);
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

  /** Less than was asked, where that is the answer. */
  public Offer offer() {
    return offer;
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

  /** Why the operator here may not answer that card: by a clause, or for want of a key. */
  Optional<String> forbids(Card asked) {
    return asked.asked().stream()
        .flatMap(q -> q.now().forbids().stream())
        .findFirst()
        .map(r -> Words.of("answer.forbidden", Untrusted.line(r.why()), r.clause()))
        .or(() ->
            unlocking
                .missing()
                .filter(why -> asked.open())
                .map(why -> Words.of("answer.keyless", why)));
  }

  /** Whether the question can be answered here at all. */
  public boolean possible() {
    return card.filter(c -> c.open() && forbids(c).isEmpty()).isPresent();
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

  /** Whether everything is there for an offer of less. */
  public BooleanBinding offerable() {
    return Bindings.createBooleanBinding(
        () ->
            possible()
                && !busy.get()
                && offer.ready().isPresent()
                && targetTyped()
                && reasonGiven(),
        question,
        busy,
        reason,
        typedTarget,
        offer.verdict());
  }

  /** Whether everything is there for an approval of one person: typed target, reason. */
  public BooleanBinding breakable() {
    return Bindings.createBooleanBinding(
        () -> possible() && !busy.get() && mayBreak() && named() && !reason.get().isBlank(),
        question,
        busy,
        reason,
        typedTarget);
  }

  /** What of the question may be answered besides yes and no. */
  public Question.Liberty liberty() {
    return card.filter(c -> c.plan().isEmpty())
        .map(c -> c.lead().now().ballot().liberty())
        .orElse(Question.Liberty.NONE);
  }

  /** Says what the enter key shall do. */
  public void intend(Intent next) {
    var allowed =
        switch (next) {
          case OFFER -> possible() && liberty().changes();
          case ALONE -> possible() && liberty().alone().isPresent();
          case APPROVE, DENY -> possible();
          case NONE -> true;
        };
    message.set("");
    if (allowed && next == Intent.OFFER) {
      question.get().ifPresent(offer::about);
    }
    intent.set(allowed ? next : Intent.NONE);
  }

  /** Gives the answer that is intended, where everything is there. */
  public void commit() {
    switch (intent.get()) {
      case APPROVE -> approve();
      case DENY -> deny();
      case OFFER -> offerLess();
      case ALONE -> breakGlass();
      case NONE -> {}
    }
  }

  /** Approves, where everything is there. */
  public void approve() {
    if (approvable().get()) {
      send(Choice.approve(words()));
    } else if (possible()) {
      message.set(
          targetTyped() ? Words.of("answer.reason.needed") : Words.of("answer.target.needed"));
    }
  }

  /** Denies, where everything is there. */
  public void deny() {
    if (deniable().get()) {
      send(Choice.deny(words()));
    } else if (possible()) {
      message.set(Words.of("answer.deny.needed"));
    }
  }

  /** Offers less, where everything is there. */
  public void offerLess() {
    if (offerable().get()) {
      send(new Choice(true, words(), offer.ready().orElseThrow(), false));
    } else if (possible()) {
      message.set(
          offer.ready().isEmpty()
              ? Words.of("offer.needed")
              : targetTyped()
                  ? Words.of("answer.reason.needed")
                  : Words.of("answer.target.needed"));
    }
  }

  /** Approves alone, where everything is there. */
  public void breakGlass() {
    if (breakable().get()) {
      send(new Choice(true, words(), Changes.NONE, true));
    } else if (possible()) {
      message.set(
          liberty()
              .alone()
              .flatMap(Question.Alone::blocked)
              .map(why -> Words.of("glass.blocked", Untrusted.line(why)))
              .orElseGet(() ->
                  named() ? Words.of("glass.reason.needed") : Words.of("glass.target.needed")));
    }
  }

  void about(Card next) {
    var other = card.filter(c -> c.key().equals(next.key())).isEmpty();
    card = Optional.of(next);
    question.set(Optional.of(next.lead()));
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
    return question.get().filter(Question::grave).isEmpty() || named();
  }

  /** Whether the target's name was typed. */
  private boolean named() {
    return question
        .get()
        .filter(q -> q.what().deed().aim().id().equals(typedTarget.get().strip()))
        .isPresent();
  }

  private boolean mayBreak() {
    return liberty().alone().filter(a -> a.blocked().isEmpty()).isPresent();
  }

  private String words() {
    return reason.get().strip();
  }

  private boolean reasonGiven() {
    return !reason.get().isBlank() || !reasonRequired();
  }

  /** Whether an approval must say why. */
  boolean reasonRequired() {
    return card.stream().flatMap(c -> c.asked().stream()).anyMatch(q -> q.why().reasonRequired());
  }

  private void send(Choice choice) {
    if (unlocking.locked()) {
      unlocking.ask(this, () -> send(choice));
      return;
    }
    var asked = card.orElseThrow();
    var onScreen = Duration.ofNanos(System.nanoTime() - shownSince);
    busy.set(true);
    message.set("");
    work.quietly(
        progress ->
            asked.plan().isPresent()
                ? seat.plans().vote(asked.plan().get(), choice, onScreen)
                : seat.vote(asked.lead(), choice, onScreen),
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
