package dev.agentsafe.app.run;

import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.OpenPort;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.run.RunId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Calls runs off and closes the ports that they left open; belongs to the FX thread. */
public final class ReinsViewModel {
  private final Seat seat;
  private final Work work;
  private final Runnable after;
  private final ReadOnlyObjectWrapper<List<OpenPort>> ports =
      new ReadOnlyObjectWrapper<>(this, "ports", List.of());
  private final ReadOnlyObjectWrapper<String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem", "");

  /**
   * The reins of that seat.
   *
   * @param after runs when something was done
   */
  ReinsViewModel(Seat seat, Work work, Runnable after) {
    this.seat = seat;
    this.work = work;
    this.after = after;
  }

  /** The ports that are open, oldest first. */
  public ReadOnlyObjectProperty<List<OpenPort>> ports() {
    return ports.getReadOnlyProperty();
  }

  /** Why the last of it was not done; empty: it was. */
  public ReadOnlyObjectProperty<String> problem() {
    return problem.getReadOnlyProperty();
  }

  /** The port that this run left open. */
  public Optional<OpenPort> port(RunId run) {
    return ports.get().stream().filter(p -> p.run().equals(run)).findFirst();
  }

  void show(List<OpenPort> open) {
    ports.set(List.copyOf(open));
  }

  /** Whether there is something to be done about a run: it goes on, or left a port open. */
  public boolean holds(Execution run) {
    return !run.over() || port(run.id()).isPresent();
  }

  /** Calls a run off that goes on, or closes the port that it left open. */
  public void pull(Execution run, String reason) {
    if (!run.over()) {
      ask(run.id(), reason, seat.reins()::callOff);
    } else if (port(run.id()).isPresent()) {
      stop(run.id(), reason);
    }
  }

  /** Closes the port that a run left open. */
  public void stop(RunId run, String reason) {
    ask(run, reason, seat.reins()::stop);
  }

  private void ask(RunId run, String reason, BiFunction<RunId, String, Optional<String>> how) {
    work.quietly(
        progress -> how.apply(run, reason),
        no -> {
          problem.set(no.orElse(""));
          after.run();
        },
        problem::set);
  }
}
