package dev.agentsafe.core.catalog;

import java.util.Locale;
import java.util.Optional;

/** How much a target matters; ordered from least to most. */
public enum Sensitivity {
  PUBLIC,
  INTERNAL,
  RESTRICTED,
  CRITICAL;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case word used in files. */
  public String label() {
    return label;
  }

  /** The sensitivity named by that word, if there is one. */
  public static Optional<Sensitivity> of(String label) {
    for (var value : values()) {
      if (value.label.equals(label)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
