package dev.agentsafe.app.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Scene;

/**
 * Measures how long the JavaFX thread is held: by answers of background work, by input handlers,
 * and by CSS with layout of each pulse; thread-safe.
 *
 * <p>Time on the clock also counts what the machine did meanwhile for others; time on the processor
 * is what was really spent here.
 */
public final class FxMonitor {

  /** What held the thread. */
  public enum Kind {
    /** An answer of background work, or a tick. */
    ANSWER("an answer"),
    /** Handlers of one input event. */
    INPUT("an input handler"),
    /** The toolkit's CSS and layout of one pulse, of all nodes that changed. */
    LAYOUT("the toolkit's CSS and layout of a pulse");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** It in words. */
    public String words() {
      return words;
    }
  }

  /** One block: its time on the clock and on the processor. */
  public record Block(Duration clock, Duration processor) {
    private static final Block NONE = new Block(Duration.ZERO, Duration.ZERO);

    private Block longer(Block other) {
      return new Block(max(clock, other.clock), max(processor, other.processor));
    }

    private static Duration max(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? other : one;
    }
  }

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Kind, Block> longest = new EnumMap<>(Kind.class);
  private long count;
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

  /** Measures the input handlers and the layout of a window from now on; on the FX thread. */
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
    layout = now();
    scene.addPreLayoutPulseListener(() -> layout = now());
    scene.addPostLayoutPulseListener(() -> record(Kind.LAYOUT, layout));
  }

  /** The longest block of that kind since the start or the last {@link #reset}. */
  public synchronized Block longest(Kind kind) {
    return longest.getOrDefault(kind, Block.NONE);
  }

  /** The longest block of any kind, on the clock. */
  public synchronized Duration longest() {
    return all().clock();
  }

  /** The longest block of any kind, on the processor. */
  public synchronized Duration longestProcessor() {
    return all().processor();
  }

  private Block all() {
    return longest.values().stream().reduce(Block.NONE, Block::longer);
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

  private Began now() {
    return new Began(System.nanoTime(), threads.getCurrentThreadCpuTime());
  }

  private synchronized void record(Kind kind, Began began) {
    var end = now();
    count++;
    var block =
        new Block(
            Duration.ofNanos(end.clock() - began.clock()),
            Duration.ofNanos(end.processor() - began.processor()));
    longest.merge(kind, block, Block::longer);
  }
}
