package dev.agentsafe.app.agents;

import dev.agentsafe.app.seat.Brakes;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.hold.Hold;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.limit.RiskBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The agents, the one in view, and the means to stop it; belongs to the FX thread. */
public final class AgentsViewModel {
  private static final Duration LATELY = Duration.ofMinutes(5);

  private final Brakes brakes;
  private final Work work;
  private final ObservableList<AgentView> all = FXCollections.observableArrayList();
  private final ObservableList<AgentView> shown = FXCollections.unmodifiableObservableList(all);
  private final ReadOnlyObjectWrapper<Optional<AgentView>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<Instant> now;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private Holds.State holds = new Holds.State(Optional.empty(), List.of());
  private Optional<RiskBudget> budget = Optional.empty();
  private boolean reading;
  private boolean again;

  /** The agents of that seat. */
  public AgentsViewModel(Seat seat, Work work, Clock clock) {
    this.work = work;
    brakes = seat.brakes();
    now = new ReadOnlyObjectWrapper<>(this, "now", clock.instant());
    seat.subscribe(entry -> work.onScreen(this::refresh));
    work.every(
        Duration.ofSeconds(5),
        () -> {
          now.set(clock.instant());
          refresh();
        });
    refresh();
  }

  /** The agents, the one that asked last first. */
  public ObservableList<AgentView> agents() {
    return shown;
  }

  /** The one in view. */
  public ReadOnlyObjectProperty<Optional<AgentView>> selected() {
    return selected.getReadOnlyProperty();
  }

  /** The time that ages are told by. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /** What an agent may take of risk; empty where the workspace does not track it. */
  public Optional<RiskBudget> budget() {
    return budget;
  }

  /** How many asked for something in the last five minutes. */
  public long lately() {
    return all.stream().filter(a -> AgentWords.since(a, now.get(), LATELY)).count();
  }

  /** Whether a change is on its way. */
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** What came of the last change, or what is missing; empty: nothing to say. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Why it is paused or resumed. */
  public StringProperty reason() {
    return reason;
  }

  /** Whether the agent in view is paused itself, and not only by way of another or of a freeze. */
  public boolean paused() {
    return selected.get().flatMap(a -> holds.pauseOf(a.seen().id())).isPresent();
  }

  /** Brings an agent into view. */
  public void select(AgentView agent) {
    var other = selected.get().filter(a -> a.seen().id().equals(agent.seen().id())).isEmpty();
    selected.set(Optional.of(agent));
    if (other) {
      reason.set("");
      message.set("");
    }
  }

  /** Pauses the agent in view, or lets it act again where it is paused. */
  public void toggle() {
    var agent = selected.get();
    if (agent.isEmpty() || busy.get()) {
      return;
    }
    if (reason.get().isBlank()) {
      message.set(paused() ? Words.of("agents.reason.resume") : Words.of("agents.reason.pause"));
      return;
    }
    send(agent.get().seen().id(), reason.get().strip(), paused());
  }

  private void send(AgentId agent, String why, boolean release) {
    busy.set(true);
    message.set("");
    work.quietly(
        progress -> release ? brakes.resume(agent, why) : brakes.pause(agent, why),
        outcome -> {
          busy.set(false);
          switch (outcome) {
            case HoldDesk.Outcome.Done(var hold, var running) -> {
              reason.set("");
              message.set(
                  release || running.isEmpty() ? "" : Words.of("agents.running", running.size()));
            }
            case HoldDesk.Outcome.Refused refused ->
                message.set(Words.of("agents.refused", refused.why()));
          }
          refresh();
        },
        trouble -> {
          busy.set(false);
          message.set(Words.of("agents.failed", trouble));
          refresh();
        });
  }

  /** Reads the seat again, away from the screen. */
  public void refresh() {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    work.quietly(
        progress -> new Read(brakes.agents(), brakes.state(), brakes.budget()),
        this::merge,
        why -> {
          reading = false;
          message.set(Words.of("agents.unread", why));
        });
  }

  private record Read(List<AgentView> agents, Holds.State holds, Optional<RiskBudget> budget) {}

  private void merge(Read read) {
    reading = false;
    holds = read.holds();
    budget = read.budget();
    var inView = selected.get().map(a -> a.seen().id());
    if (!all.equals(read.agents())) {
      all.setAll(read.agents());
    }
    // INVARIANT: the agent in view stays in view, wherever its row moves.
    all.stream()
        .filter(a -> inView.filter(a.seen().id()::equals).isPresent())
        .findFirst()
        .or(() -> all.stream().findFirst())
        .ifPresent(this::select);
    if (again) {
      refresh();
    }
  }

  /** What stops the agent in view at the moment, its own pause before that of others. */
  public Optional<Hold> hold() {
    return selected.get().flatMap(a -> holds.pauseOf(a.seen().id()).or(a::held));
  }
}
