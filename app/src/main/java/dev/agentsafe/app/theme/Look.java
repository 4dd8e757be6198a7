package dev.agentsafe.app.theme;

import java.util.Locale;
import java.util.Optional;

/** Whether the screens are light or dark. */
public enum Look {
  /** As the system says. */
  SYSTEM,
  LIGHT,
  DARK;

  /** The word used in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The look named by that word, if there is one. */
  public static Optional<Look> of(String label) {
    for (var look : values()) {
      if (look.label().equals(label)) {
        return Optional.of(look);
      }
    }
    return Optional.empty();
  }
}
