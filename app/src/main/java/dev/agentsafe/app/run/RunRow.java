package dev.agentsafe.app.run;

import dev.agentsafe.app.seat.Execution;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A row of the runs; stays the same object while its run goes on. */
public final class RunRow {
  private final ReadOnlyObjectWrapper<Execution> run;

  RunRow(Execution run) {
    this.run = new ReadOnlyObjectWrapper<>(this, "run", run);
  }

  /** Its run as last seen. */
  public ReadOnlyObjectProperty<Execution> run() {
    return run.getReadOnlyProperty();
  }

  void update(Execution now) {
    if (!now.equals(run.get())) {
      run.set(now);
    }
  }
}
