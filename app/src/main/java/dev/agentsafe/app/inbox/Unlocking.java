package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorHand.State;
import java.util.Arrays;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The key of the person who sits here: its passphrase is asked for once after each start, before
 * the first vote is signed; belongs to the FX thread.
 */
public final class Unlocking {
  private final Seat seat;
  private final Work work;
  private final ReadOnlyObjectWrapper<Optional<State>> state =
      new ReadOnlyObjectWrapper<>(this, "state", Optional.empty());
  private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private Runnable then = () -> {};
  private Optional<Object> asker = Optional.empty();

  Unlocking(Seat seat, Work work) {
    this.seat = seat;
    this.work = work;
    refresh();
  }

  /** Whether the key can sign; empty until that is known. */
  public ReadOnlyObjectProperty<Optional<State>> state() {
    return state.getReadOnlyProperty();
  }

  /** Whether the passphrase is wanted now. */
  public ReadOnlyBooleanProperty asking() {
    return asking.getReadOnlyProperty();
  }

  /** Whether it is being tried. */
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why the key stays locked; empty: nothing to say. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Why nothing can be signed here at all. */
  Optional<String> missing() {
    return state
        .get()
        .flatMap(s -> s instanceof State.Without(var why) ? Optional.of(why) : Optional.empty());
  }

  /** Whether a passphrase stands before the first vote. */
  boolean locked() {
    return state.get().filter(State.Locked.class::isInstance).isPresent();
  }

  /** Whether the passphrase is wanted now, for what that part of the screen sends. */
  boolean isAskedBy(Object part) {
    return asking.get() && asker.filter(part::equals).isPresent();
  }

  /** Asks for the passphrase where that part is, and does that when the key is unlocked. */
  void ask(Object part, Runnable next) {
    asker = Optional.of(part);
    then = next;
    message.set("");
    asking.set(true);
  }

  /** Asks for nothing any more. */
  public void cancel() {
    then = () -> {};
    message.set("");
    asking.set(false);
  }

  /** Tries a passphrase; it is wiped, whatever comes of it. */
  public void give(char[] passphrase) {
    if (busy.get() || !asking.get()) {
      Arrays.fill(passphrase, '\0');
      return;
    }
    busy.set(true);
    message.set("");
    work.quietly(
        progress -> {
          var hand = seat.hand();
          var refused = hand.unlock(passphrase);
          return new Tried(refused, hand.state());
        },
        tried -> {
          busy.set(false);
          state.set(Optional.of(tried.state()));
          if (tried.refused().isPresent()) {
            message.set(tried.refused().get());
            return;
          }
          var next = then;
          cancel();
          next.run();
        },
        why -> {
          busy.set(false);
          message.set(Words.of("unlock.failed", why));
        });
  }

  private record Tried(Optional<String> refused, State state) {}

  private void refresh() {
    work.quietly(
        progress -> seat.hand(),
        (OperatorHand hand) -> state.set(Optional.of(hand.state())),
        message::set);
  }
}
