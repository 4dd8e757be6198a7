package dev.agentsafe.core.catalog;

import java.util.Locale;
import java.util.Optional;

/** How much harm an action can do; ordered from least to most. */
public enum RiskClass {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  private static final RiskClass[][] MATRIX = {
    {LOW, LOW, MEDIUM, HIGH},
    {LOW, MEDIUM, HIGH, CRITICAL},
    {MEDIUM, HIGH, CRITICAL, CRITICAL},
    {HIGH, CRITICAL, CRITICAL, CRITICAL},
  };

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The word used in files: {@code low}, {@code medium}, {@code high}, {@code critical}. */
  public String label() {
    return label;
  }

  /** The class named by that word, if there is one. */
  public static Optional<RiskClass> of(String label) {
    for (var risk : values()) {
      if (risk.label.equals(label)) {
        return Optional.of(risk);
      }
    }
    return Optional.empty();
  }

  /** The effective risk of an action of this class on a target of that sensitivity. */
  public RiskClass on(Sensitivity sensitivity) {
    return MATRIX[ordinal()][sensitivity.ordinal()];
  }
}
