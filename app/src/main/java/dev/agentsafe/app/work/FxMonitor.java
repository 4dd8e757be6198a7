package dev.agentsafe.app.work;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;

/**
 * Measures how long the JavaFX thread is held: by answers of background work, by input handlers, by
 * what is built pulse by pulse, and by CSS with layout of each pulse; thread-safe.
 *
 * <p>Time on the clock also counts what the machine did meanwhile for others. Of a window that is
 * watched each hold is taken apart: its time on the processor, its waits for other threads and the
 * collector's pauses in it. In what is left the thread did not run: the system ran somebody else,
 * mostly; waits inside of the virtual machine and for files are in it too, and nothing tells them
 * apart.
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

  /**
   * One hold.
   *
   * @param clock all of it
   * @param processor what the thread computed
   * @param waits what it waited for monitors, locks, sleeps and the like, to within two
   *     milliseconds; zero where no window is watched
   * @param collector the pauses of the collector that ended in it, in whole milliseconds; zero
   *     where no window is watched
   */
  public record Hold(
      Kind kind, Duration clock, Duration processor, Duration waits, Duration collector) {
    private static final Comparator<Hold> BY_CLOCK = Comparator.comparing(Hold::clock);
    private static final Comparator<Hold> BY_OWN = Comparator.comparing(Hold::own);

    static Hold none(Kind kind) {
      return new Hold(kind, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** What is known to be the program's own: never more than all of it. */
    public Duration own() {
      var sum = processor.plus(waits).plus(collector);
      return sum.compareTo(clock) < 0 ? sum : clock;
    }
  }

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final Map<Kind, Hold> longest = new EnumMap<>(Kind.class);
  private final Map<Kind, Hold> worst = new EnumMap<>(Kind.class);
  private Began pulse = new Began(0, 0, Parts.UNKNOWN);
  private Began layout = pulse;
  private volatile boolean isWatching;

  /** Readings at one moment, in nanoseconds. */
  private record Began(long clock, long processor, Parts parts) {}

  /** What is read of watched windows alone, in milliseconds since whenever. */
  private record Parts(boolean known, long waits, long collector) {
    static final Parts UNKNOWN = new Parts(false, 0, 0);

    /** What came since then; nothing where one of the two is not known. */
    Parts since(Parts began) {
      return known && began.known
          ? new Parts(true, waits - began.waits, collector - began.collector)
          : UNKNOWN;
    }
  }

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
    isWatching = true;
    if (threads.isThreadContentionMonitoringSupported()) {
      threads.setThreadContentionMonitoringEnabled(true);
    }
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

  /** The longest hold of that kind by the clock since the start. */
  public synchronized Hold longest(Kind kind) {
    return longest.getOrDefault(kind, Hold.none(kind));
  }

  /** The hold by code of this program of which the most is known to be its own. */
  public synchronized Hold worstOfOurs() {
    return Arrays.stream(Kind.values())
        .filter(Kind::ours)
        .map(kind -> worst.getOrDefault(kind, Hold.none(kind)))
        .max(Hold.BY_OWN)
        .orElseThrow();
  }

  /** The longest hold by code of this program by the clock. */
  public Hold longestOfOurs() {
    return Arrays.stream(Kind.values())
        .filter(Kind::ours)
        .map(this::longest)
        .max(Hold.BY_CLOCK)
        .orElseThrow();
  }

  private Began now() {
    return new Began(
        System.nanoTime(), threads.getCurrentThreadCpuTime(), isWatching ? parts() : Parts.UNKNOWN);
  }

  private Parts parts() {
    var thread = threads.getThreadInfo(Thread.currentThread().threadId());
    // -1 where the virtual machine cannot tell.
    var waits = Math.max(0, thread.getBlockedTime()) + Math.max(0, thread.getWaitedTime());
    return new Parts(
        true,
        waits,
        collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum());
  }

  private synchronized void record(Kind kind, Began began) {
    var end = now();
    var parts = end.parts().since(began.parts());
    var hold =
        new Hold(
            kind,
            Duration.ofNanos(end.clock() - began.clock()),
            Duration.ofNanos(end.processor() - began.processor()),
            Duration.ofMillis(parts.waits()),
            Duration.ofMillis(parts.collector()));
    longest.merge(kind, hold, BinaryOperator.maxBy(Hold.BY_CLOCK));
    worst.merge(kind, hold, BinaryOperator.maxBy(Hold.BY_OWN));
  }
}
