package dev.agentsafe.app.demo;

import dev.agentsafe.app.work.FxMonitor;
import java.io.PrintStream;
import java.time.Duration;

/** Tells the demo line by line, and remembers whether every step was what it should be. */
final class Story {
  private final PrintStream out;
  private int step;
  private int wrong;

  Story(PrintStream out) {
    this.out = out;
  }

  /** Something worth knowing that is no step. */
  void say(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * One step.
   *
   * @param expected whether it is what it should be
   * @param what a word or two
   * @param seen what was seen
   */
  void step(boolean expected, String what, String seen) {
    step++;
    if (!expected) {
      wrong++;
    }
    say("%s %2d  %-11s %s".formatted(expected ? "ok  " : "FAIL", step, what, seen));
  }

  /** Milliseconds as people read them. */
  static String millis(Duration duration) {
    return "%.1f ms".formatted(duration.toNanos() / 1e6);
  }

  /** A hold of the screen's thread as people read it. */
  static String hold(FxMonitor.Hold hold) {
    return "%s (%s on the processor, %d ms waiting, %d ms of the collector)"
        .formatted(
            millis(hold.clock()),
            millis(hold.processor()),
            hold.waits().toMillis(),
            hold.collector().toMillis());
  }

  boolean isGood() {
    return wrong == 0;
  }

  int steps() {
    return step;
  }

  int wrong() {
    return wrong;
  }
}
