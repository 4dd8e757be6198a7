package dev.agentsafe.app.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and spans the way the screens write them. */
public final class Spans {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Spans() {}

  /** A span in its largest unit: {@code 42 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}. */
  public static String rough(Duration span) {
    var seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return Words.of("span.seconds", seconds);
    }
    if (seconds < 3_600) {
      return Words.of("span.minutes", seconds / 60);
    }
    return seconds < 86_400
        ? Words.of("span.hours", seconds / 3_600)
        : Words.of("span.days", seconds / 86_400);
  }

  /** A countdown: {@code 4:07}, {@code 1:02:30}; zero when it is over. */
  public static String countdown(Duration left) {
    var seconds = Math.max(0, left.toSeconds());
    return seconds < 3_600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }

  /** The time of day, here. */
  public static String clock(Instant at) {
    return CLOCK.format(at.atZone(ZoneId.systemDefault()));
  }

  /** Date and time, here. */
  public static String full(Instant at) {
    return FULL.format(at.atZone(ZoneId.systemDefault()));
  }

  /** A duration with the precision that a person wants: {@code 840 ms}, {@code 2.4 s}. */
  public static String exact(long millis) {
    return millis < 1_000
        ? Words.of("span.millis", millis)
        : Words.of("span.exact", "%.1f".formatted(millis / 1_000.0));
  }
}
