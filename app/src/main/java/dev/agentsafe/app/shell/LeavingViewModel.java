package dev.agentsafe.app.shell;

import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Whether the window may close: not while something would be lost unasked; FX thread only. */
public final class LeavingViewModel {
  private final Supplier<List<String>> unsaved;
  private final ReadOnlyObjectWrapper<List<String>> asked =
      new ReadOnlyObjectWrapper<>(this, "asked", List.of());
  private Runnable close = () -> {};

  /**
   * Nobody asked yet.
   *
   * @param unsaved names, for people, what is not saved at the moment
   */
  LeavingViewModel(Supplier<List<String>> unsaved) {
    this.unsaved = unsaved;
  }

  /** What closes the window where somebody wants that all the same. */
  public void onLeave(Runnable closing) {
    close = closing;
  }

  /** What would be lost, while somebody is asked about it; empty: nobody is. */
  public ReadOnlyObjectProperty<List<String>> asked() {
    return asked.getReadOnlyProperty();
  }

  /** The window is to close; says whether it may at once, and asks where it may not. */
  public boolean mayLeave() {
    asked.set(List.copyOf(unsaved.get()));
    return asked.get().isEmpty();
  }

  /** What is not saved has changed: whoever is asked is asked about what is left. */
  void look() {
    if (!asked.get().isEmpty()) {
      asked.set(List.copyOf(unsaved.get()));
    }
  }

  /** The window stays. */
  public void stay() {
    asked.set(List.of());
  }

  /** The window closes, and what is not saved is lost. */
  public void leave() {
    stay();
    close.run();
  }
}
