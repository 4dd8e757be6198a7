package dev.agentsafe.core.journal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments in the journal's spelling: ISO 8601 in UTC with microseconds; used by one thread. */
final class Timestamps {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private long second = Long.MIN_VALUE;
  private String prefix = "";

  Timestamps(Clock clock) {
    this.clock = clock;
  }

  String now() {
    return at(clock.instant());
  }

  String at(Instant instant) {
    if (instant.getEpochSecond() != second) {
      second = instant.getEpochSecond();
      prefix = SECONDS.format(instant);
    }
    var micros = Integer.toString(1_000_000 + instant.getNano() / 1000);
    return prefix + micros.substring(1) + "Z";
  }
}
