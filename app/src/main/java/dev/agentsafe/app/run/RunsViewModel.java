package dev.agentsafe.app.run;

import dev.agentsafe.app.rollback.RollbackViewModel;
import dev.agentsafe.app.seat.Execution;
import dev.agentsafe.app.seat.OpenPort;
import dev.agentsafe.app.seat.Seat;
import dev.agentsafe.app.work.Work;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.run.WholeObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The runs, the one in view, and its roll-back; belongs to the FX thread. */
public final class RunsViewModel {
  private final Seat seat;
  private final Work work;
  private final RollbackViewModel rollback;
  private final ReinsViewModel reins;
  private final ObservableList<RunRow> all = FXCollections.observableArrayList();
  private final ObservableList<RunRow> shown = FXCollections.unmodifiableObservableList(all);
  private final ReadOnlyObjectWrapper<Optional<RunRow>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem", "");
  private final ReadOnlyObjectWrapper<WholeObject> objects =
      new ReadOnlyObjectWrapper<>(this, "objects", WholeObject.NONE);
  private Optional<RunId> whole = Optional.empty();
  private boolean reading;
  private boolean again;

  /** The runs of that seat. */
  public RunsViewModel(Seat seat, Work work) {
    this.seat = seat;
    this.work = work;
    rollback = new RollbackViewModel(seat, work);
    reins = new ReinsViewModel(seat, work, this::refresh);
    seat.subscribe(entry -> work.onScreen(this::refresh));
    work.every(Duration.ofMillis(500), this::follow);
    refresh();
  }

  /** The rows, newest first. */
  public ObservableList<RunRow> rows() {
    return shown;
  }

  /** The row in view. */
  public ReadOnlyObjectProperty<Optional<RunRow>> selected() {
    return selected.getReadOnlyProperty();
  }

  /** Why the runs could not be read; empty: they were. */
  public ReadOnlyObjectProperty<String> problem() {
    return problem.getReadOnlyProperty();
  }

  /** The whole object of the run in view, before and after, once that is over and was read. */
  public ReadOnlyObjectProperty<WholeObject> objects() {
    return objects.getReadOnlyProperty();
  }

  /** The roll-back of the run in view. */
  public RollbackViewModel rollback() {
    return rollback;
  }

  /** The means to end runs that go on and ports that they left open. */
  public ReinsViewModel reins() {
    return reins;
  }

  /** Calls the run in view off where it goes on, or closes the port that it left open. */
  public void pull(String reason) {
    selected.get().map(r -> r.run().get()).ifPresent(run -> reins.pull(run, reason));
  }

  /** Brings that run into view. */
  public void select(RunId run) {
    all.stream().filter(r -> r.run().get().id().equals(run)).findFirst().ifPresent(this::select);
  }

  /** Brings a row into view. */
  public void select(RunRow row) {
    if (selected.get().filter(r -> r == row).isEmpty()) {
      rollback.close();
      whole = Optional.empty();
      objects.set(WholeObject.NONE);
      selected.set(Optional.of(row));
      readObjects();
    }
  }

  /** Reads the whole object once the run in view is over. */
  private void readObjects() {
    var run = selected.get().map(row -> row.run().get()).filter(Execution::over);
    if (run.isPresent() && !whole.equals(run.map(Execution::id))) {
      whole = run.map(Execution::id);
      work.quietly(
          progress -> seat.objects(run.get().origin().auditId()),
          found -> {
            if (whole.equals(run.map(Execution::id))) {
              objects.set(found);
            }
          },
          problem::set);
    }
  }

  /** Brings the row so many rows further into view. */
  public void move(int rowsFurther) {
    if (!all.isEmpty()) {
      var at = selected.get().map(all::indexOf).orElse(-1);
      select(all.get(Math.clamp(at + (long) rowsFurther, 0, all.size() - 1)));
    }
  }

  /** Has what became of the run in view read back, where nobody knows it. */
  public void readBack() {
    selected
        .get()
        .map(r -> r.run().get())
        .filter(r -> r.record().orElse(null) instanceof RunRecord.Unknown)
        .ifPresent(r ->
            work.quietly(
                progress -> seat.readBack(r.id()),
                no -> {
                  problem.set(no.orElse(""));
                  refresh();
                },
                problem::set));
  }

  /** Opens the roll-back of the run in view, where it is over. */
  public void undo() {
    selected
        .get()
        .map(r -> r.run().get())
        .filter(Execution::over)
        .ifPresent(r -> rollback.open(r.origin().auditId()));
  }

  /** Brings that decision's run into view and opens its roll-back. */
  public void undo(String auditId) {
    work.quietly(
        progress -> seat.runs(),
        runs -> {
          merge(runs);
          show(auditId);
          rollback.open(auditId);
        },
        problem::set);
  }

  /** Whether that decision's run is one of them. */
  public boolean has(String auditId) {
    return of(auditId).isPresent();
  }

  /** Brings that decision's run into view. */
  public void show(String auditId) {
    of(auditId).ifPresent(this::select);
  }

  private Optional<RunRow> of(String auditId) {
    return all.stream().filter(r -> r.run().get().origin().auditId().equals(auditId)).findFirst();
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
        progress -> new Read(seat.runs(), seat.reins().ports()),
        read -> {
          reading = false;
          problem.set("");
          merge(read.runs());
          reins.show(read.ports());
          if (again) {
            refresh();
          }
        },
        why -> {
          reading = false;
          problem.set(why);
        });
  }

  /** What was read in one go. */
  private record Read(List<Execution> runs, List<OpenPort> ports) {}

  private void merge(List<Execution> runs) {
    var known = new HashMap<RunId, RunRow>();
    all.forEach(row -> known.put(row.run().get().id(), row));
    for (var run : runs.reversed()) {
      var row = known.get(run.id());
      if (row == null) {
        all.addFirst(new RunRow(run));
      } else {
        row.update(run);
      }
    }
    if (selected.get().isEmpty() && !all.isEmpty()) {
      select(all.getFirst());
    }
    readObjects();
  }

  private void follow() {
    if (all.stream().anyMatch(row -> reins.holds(row.run().get()))) {
      refresh();
    }
  }
}
