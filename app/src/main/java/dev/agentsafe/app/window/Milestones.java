package dev.agentsafe.app.window;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;

/** Hears how far the start of a window is; on the FX thread. */
@FunctionalInterface
public interface Milestones {
  /** Nobody wants to know. */
  Milestones SILENT = reached -> {};

  /** What a start passes, in this order. */
  enum Milestone {
    /** The frame is on the screen, and nothing of the workspace has been read yet. */
    FRAME("the frame is painted"),
    /** The workspace is loaded, and the gateway serves. */
    WORKSPACE("the workspace is loaded"),
    /** The first screen is on the screen. */
    SCREEN("the first screen is painted");

    private final String words;

    Milestone(String words) {
      this.words = words;
    }
  }

  /** That was reached just now. */
  void reached(Milestone milestone);

  /**
   * Prints each with the milliseconds since the virtual machine began, and the time on the clock.
   */
  static Milestones printedTo(PrintStream out, Clock clock) {
    return milestone -> {
      var now = clock.instant();
      var began = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
      out.printf(
          "%6d ms  %s  %s%n", now.toEpochMilli() - began.toEpochMilli(), now, milestone.words);
      out.flush();
    };
  }
}
