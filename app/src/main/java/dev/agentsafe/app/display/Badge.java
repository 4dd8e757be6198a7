package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import java.util.Locale;
import javafx.scene.control.Label;

/** A small label that names a kind by word, icon and colour. */
public final class Badge extends Label {

  /** How much a badge wants to be seen. */
  public enum Tone {
    NEUTRAL,
    ACCENT,
    GOOD,
    WARN,
    BAD
  }

  private Badge(String text, String tone) {
    super(text);
    getStyleClass().addAll("badge", tone);
    setMinWidth(USE_PREF_SIZE);
    setAccessibleText(text);
  }

  /** A badge with that word. */
  public static Badge of(String text, Tone tone) {
    return new Badge(text, "tone-" + tone.name().toLowerCase(Locale.ROOT));
  }

  /** A badge with that word and icon. */
  public static Badge of(String text, Tone tone, Icon icon) {
    var badge = of(text, tone);
    badge.setGraphic(icon.node());
    return badge;
  }

  /** The badge of a risk. */
  public static Badge of(RiskClass risk) {
    var badge = new Badge(word(risk), "risk-" + risk.label());
    badge.setGraphic(
        (switch (risk) {
              case LOW -> Icon.RISK_LOW;
              case MEDIUM -> Icon.RISK_MEDIUM;
              case HIGH -> Icon.RISK_HIGH;
              case CRITICAL -> Icon.RISK_CRITICAL;
            })
            .node());
    badge.setAccessibleText(Words.of("risk.accessible", word(risk)));
    return badge;
  }

  /** The badge of an environment. */
  public static Badge of(Environment environment) {
    return of(environment.label(), environment == Environment.PROD ? Tone.WARN : Tone.NEUTRAL);
  }

  /** The word of a risk. */
  public static String word(RiskClass risk) {
    return switch (risk) {
      case LOW -> Words.of("risk.low");
      case MEDIUM -> Words.of("risk.medium");
      case HIGH -> Words.of("risk.high");
      case CRITICAL -> Words.of("risk.critical");
    };
  }
}
