package dev.agentsafe.app.work;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Scene;

/**
 * Measures how long our code holds the JavaFX thread: answers of background work, input handlers,
 * and CSS with layout of each pulse; thread-safe.
 */
public final class FxMonitor {

  /** What held the thread. */
  public enum Kind {
    /** An answer of background work, or a tick. */
    ANSWER,
    /** Handlers of one input event. */
    INPUT,
    /** CSS and layout of one pulse. */
    LAYOUT
  }

  private final Map<Kind, Long> longest = new EnumMap<>(Kind.class);
  private long count;
  private long layoutBegan;

  /** Does something and remembers how long it took. */
  public void measure(Kind kind, Runnable action) {
    var began = System.nanoTime();
    try {
      action.run();
    } finally {
      record(kind, System.nanoTime() - began);
    }
  }

  /** Measures the input handlers and the layout of a window from now on. */
  public void watch(Scene scene) {
    var inner = scene.getEventDispatcher();
    scene.setEventDispatcher((event, tail) -> {
      var began = System.nanoTime();
      try {
        return inner.dispatchEvent(event, tail);
      } finally {
        record(Kind.INPUT, System.nanoTime() - began);
      }
    });
    scene.addPreLayoutPulseListener(() -> layoutBegan = System.nanoTime());
    scene.addPostLayoutPulseListener(() -> record(Kind.LAYOUT, System.nanoTime() - layoutBegan));
  }

  /** The longest block of that kind since the start or the last {@link #reset}. */
  public synchronized Duration longest(Kind kind) {
    return Duration.ofNanos(longest.getOrDefault(kind, 0L));
  }

  /** The longest block of any kind. */
  public synchronized Duration longest() {
    return Duration.ofNanos(longest.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** How many blocks were measured. */
  public synchronized long count() {
    return count;
  }

  /** Forgets what was measured, such as the building of the window. */
  public synchronized void reset() {
    longest.clear();
    count = 0;
  }

  private synchronized void record(Kind kind, long nanos) {
    count++;
    longest.merge(kind, nanos, Math::max);
  }
}
