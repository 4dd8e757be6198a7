package dev.agentsafe.app.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads how long something shall live: {@code 90}, {@code 90s}, {@code 15m}, {@code 8h}, {@code
 * 7d}.
 */
final class Lifetime {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd]?)");

  private Lifetime() {}

  /** The time; empty where the text is none, or none at all. */
  static Optional<Duration> of(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var amount = Long.parseLong(match.group(1));
    var life =
        switch (match.group(2)) {
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          case "d" -> Duration.ofDays(amount);
          default -> Duration.ofSeconds(amount);
        };
    return life.isPositive() ? Optional.of(life) : Optional.empty();
  }
}
