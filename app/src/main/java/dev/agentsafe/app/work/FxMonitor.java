package dev.agentsafe.app.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;

/**
 * Measures how long the JavaFX thread is held: by answers of background work, by input handlers, by
 * what is built pulse by pulse, and by CSS with layout of each pulse; thread-safe.
 *
 * <p>Time on the clock also counts what the machine did meanwhile for others; time on the processor
 * is what was really spent here.
 */
public final class FxMonitor {
  /** What a person does not notice: one frame of a screen that shows sixty in a second. */
  public static final Duration LIMIT = Duration.ofMillis(16);

  /** What held the thread. */
  public enum Kind {
    /** An answer of background work, or a tick. */
    ANSWER("an answer", true),
    /** Handlers of one input event. */
    INPUT("an input handler", true),
    /** What is built a part per pulse, and animations. */
    PULSE("what is built pulse by pulse", true),
    /** The toolkit's CSS and layout of one pulse, of all nodes that changed. */
    LAYOUT("the toolkit's CSS and layout of a pulse", false);

    private final String words;
    private final boolean ours;

    Kind(String words, boolean ours) {
      this.words = words;
      this.ours = ours;
    }

    /** It in words. */
    public String words() {
      return words;
    }

    /** Whether it is code of this program, and not the toolkit's. */
    public boolean ours() {
      return ours;
    }
  }

  /** One hold: its time on the clock and on the processor. */
  public record Hold(Kind kind, Duration clock, Duration processor) {}

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Kind, Hold> longest = new EnumMap<>(Kind.class);
  private Began pulse = new Began(0, 0);
  private Began layout = new Began(0, 0);

  private record Began(long clock, long processor) {}

  /** Does something and remembers how long it took. */
  public void measure(Kind kind, Runnable action) {
    var began = now();
    try {
      action.run();
    } finally {
      record(kind, began);
    }
  }

  /** Does on the screen's thread what a person's input would do, measured, and waits for it. */
  public <T> T input(Callable<T> action) throws InterruptedException {
    return Toolkit.call(() -> {
      var began = now();
      try {
        return action.call();
      } finally {
        record(Kind.INPUT, began);
      }
    });
  }

  /**
   * Measures the input handlers and the pulses of a window from now on; on the FX thread, and
   * before anything else of the window asks for pulses. It keeps the pulses coming, so it is for
   * measuring only.
   */
  public void watch(Scene scene) {
    var inner = scene.getEventDispatcher();
    scene.setEventDispatcher((event, tail) -> {
      var began = now();
      try {
        return inner.dispatchEvent(event, tail);
      } finally {
        record(Kind.INPUT, began);
      }
    });
    pulse = now();
    layout = pulse;
    // Timers run in the order in which they were started, and all of them before CSS and layout.
    new AnimationTimer() {
      @Override
      public void handle(long now) {
        pulse = now();
      }
    }.start();
    scene.addPreLayoutPulseListener(() -> {
      record(Kind.PULSE, pulse);
      layout = now();
    });
    scene.addPostLayoutPulseListener(() -> record(Kind.LAYOUT, layout));
  }

  /** The longest hold of that kind since the start. */
  public synchronized Hold longest(Kind kind) {
    return longest.getOrDefault(kind, new Hold(kind, Duration.ZERO, Duration.ZERO));
  }

  /** The longest hold by code of this program since the start. */
  public Hold longestOfOurs() {
    return Arrays.stream(Kind.values())
        .filter(Kind::ours)
        .map(this::longest)
        .max(Comparator.comparing(Hold::clock))
        .orElseThrow();
  }

  private Began now() {
    return new Began(System.nanoTime(), threads.getCurrentThreadCpuTime());
  }

  private synchronized void record(Kind kind, Began began) {
    var end = now();
    var hold =
        new Hold(
            kind,
            Duration.ofNanos(end.clock() - began.clock()),
            Duration.ofNanos(end.processor() - began.processor()));
    longest.merge(
        kind, hold, (one, other) -> one.clock().compareTo(other.clock()) < 0 ? other : one);
  }
}
