package dev.agentsafe.core.policy;

import java.util.Locale;
import java.util.Optional;

/** What a rule says. */
public enum Effect {
  ALLOW,
  DENY,
  REQUIRE_APPROVAL;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The word used in files. */
  public String label() {
    return label;
  }

  /** The effect named by that word, if there is one. */
  public static Optional<Effect> of(String label) {
    for (var effect : values()) {
      if (effect.label.equals(label)) {
        return Optional.of(effect);
      }
    }
    return Optional.empty();
  }
}
