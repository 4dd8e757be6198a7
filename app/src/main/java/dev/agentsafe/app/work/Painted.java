package dev.agentsafe.app.work;

import javafx.application.Platform;
import javafx.scene.Scene;

/** Says when what a window shows now has been painted; on the FX thread. */
public final class Painted {
  /**
   * The toolkit lays out in one pulse, hands over to its painter, and waits for that before it
   * hands over again in the next: when a third begins, the first is certainly painted.
   */
  private static final int PULSES = 3;

  private final Scene scene;
  private final Runnable action;
  private final Runnable onPulse = this::pulse;
  private int seen;

  private Painted(Scene scene, Runnable action) {
    this.scene = scene;
    this.action = action;
  }

  /** Does something once, when what that window shows now is on the screen. */
  public static void then(Scene scene, Runnable action) {
    var painted = new Painted(scene, action);
    scene.addPreLayoutPulseListener(painted.onPulse);
    Platform.requestNextPulse();
  }

  private void pulse() {
    if (++seen < PULSES) {
      Platform.requestNextPulse();
      return;
    }
    scene.removePreLayoutPulseListener(onPulse);
    Platform.runLater(action);
  }
}
