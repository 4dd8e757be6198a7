package dev.agentsafe.core.ship;

import java.util.Locale;
import java.util.Optional;

/** How a line is told. */
public enum Format {
  /** As it stands in the journal. */
  LINE,
  /** As an event of the Open Cybersecurity Schema Framework that holds the line. */
  OCSF;

  static Optional<Format> of(String text) {
    for (var format : values()) {
      if (format.toString().equals(text)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The JSON of a line on one line. */
  String json(Line line) {
    return switch (this) {
      case LINE -> line.text();
      case OCSF -> Ocsf.json(line, true);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
