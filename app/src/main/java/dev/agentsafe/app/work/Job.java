package dev.agentsafe.app.work;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** One piece of background work as the status bar shows it; its properties belong to the screen. */
public final class Job {
  /** The progress of work whose length nobody knows. */
  public static final double INDEFINITE = -1;

  private final String label;
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(this, "p", INDEFINITE);
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "note", "");
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /** Work of that name, for people. */
  public Job(String label) {
    this.label = label;
  }

  /** Its name, for people. */
  public String label() {
    return label;
  }

  /** From 0 to 1, or {@link #INDEFINITE}. */
  public ReadOnlyDoubleProperty progress() {
    return progress.getReadOnlyProperty();
  }

  /** What it is doing just now. */
  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /** Asks it to end; its answer is then never given. Safe from any thread. */
  public void cancel() {
    cancelled.set(true);
  }

  /** Whether it was asked to end. Safe from any thread. */
  public boolean isCancelled() {
    return cancelled.get();
  }

  void report(double fraction, String text) {
    progress.set(fraction);
    note.set(text);
  }
}
