package dev.agentsafe.core.catalog;

import java.util.Locale;
import java.util.Optional;

/** Where a target lives. */
public enum Environment {
  DEV,
  STAGING,
  PROD;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case word used in files. */
  public String label() {
    return label;
  }

  /** The environment named by that word, if there is one. */
  public static Optional<Environment> of(String label) {
    for (var value : values()) {
      if (value.label.equals(label)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
