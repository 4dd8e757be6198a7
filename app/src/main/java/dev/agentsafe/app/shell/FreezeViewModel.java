package dev.agentsafe.app.shell;

import dev.agentsafe.app.seat.Brakes;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.hold.Holds;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Stops all agents at once, and lets them go after a second thought; belongs to the FX thread. */
public final class FreezeViewModel {

  /** How far a person is. */
  public enum Stage {
    /** Nothing is asked. */
    CLOSED,
    /** A reason is asked for. */
    ASKING,
    /** Letting agents go wants to be said twice. */
    CONFIRMING,
    /** It is on its way. */
    SENDING
  }

  private final Brakes brakes;
  private final Work work;
  private final ReadOnlyObjectWrapper<Holds.State> state =
      new ReadOnlyObjectWrapper<>(this, "state", new Holds.State(Optional.empty(), List.of()));
  private final ReadOnlyObjectWrapper<Stage> stage =
      new ReadOnlyObjectWrapper<>(this, "stage", Stage.CLOSED);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");

  /** The brakes of a seat. */
  public FreezeViewModel(Brakes brakes, Work work) {
    this.brakes = brakes;
    this.work = work;
    refresh();
  }

  /** Who is stopped at the moment. */
  public ReadOnlyObjectProperty<Holds.State> state() {
    return state.getReadOnlyProperty();
  }

  /** How far a person is. */
  public ReadOnlyObjectProperty<Stage> stage() {
    return stage.getReadOnlyProperty();
  }

  /** What came of it, or what is missing; empty: nothing to say. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Why. */
  public StringProperty reason() {
    return reason;
  }

  /** Whether all agents are stopped. */
  public boolean frozen() {
    return state.get().freeze().isPresent();
  }

  /** Asks for the reason to freeze, or to let agents act again. */
  public void open() {
    if (stage.get() == Stage.CLOSED) {
      reason.set("");
      message.set("");
      stage.set(Stage.ASKING);
    }
  }

  /** Asks for nothing any more. */
  public void close() {
    if (stage.get() != Stage.SENDING) {
      message.set("");
      stage.set(Stage.CLOSED);
    }
  }

  /** Goes one step on: freezes; or asks once more, and lets agents act again after that. */
  public void commit() {
    switch (stage.get()) {
      case ASKING -> {
        if (reason.get().isBlank()) {
          message.set(Words.of("freeze.reason.needed"));
        } else if (frozen()) {
          message.set("");
          stage.set(Stage.CONFIRMING);
        } else {
          send(false);
        }
      }
      case CONFIRMING -> send(true);
      case CLOSED, SENDING -> {}
    }
  }

  /** Reads again who is stopped. */
  public void refresh() {
    work.quietly(progress -> brakes.state(), state::set, message::set);
  }

  private void send(boolean release) {
    var why = reason.get().strip();
    stage.set(Stage.SENDING);
    work.quietly(
        progress -> {
          var outcome = release ? brakes.unfreeze(why) : brakes.freeze(why);
          return new Answer(outcome, brakes.state());
        },
        answer -> {
          state.set(answer.state());
          stage.set(Stage.CLOSED);
          message.set(
              switch (answer.outcome()) {
                case HoldDesk.Outcome.Done(var hold, var running) ->
                    release || running.isEmpty() ? "" : Words.of("freeze.running", running.size());
                case HoldDesk.Outcome.Refused refused -> Words.of("freeze.refused", refused.why());
              });
        },
        trouble -> {
          stage.set(Stage.CLOSED);
          message.set(Words.of("freeze.failed", trouble));
          refresh();
        });
  }

  private record Answer(HoldDesk.Outcome outcome, Holds.State state) {}
}
