package dev.agentsafe.app.inbox;

import dev.agentsafe.app.seat.Question;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import java.util.Locale;

/** Which questions the list shows. */
public enum Filter {
  ALL,
  /** Those that the operator here may answer. */
  MINE,
  PROD,
  CRITICAL;

  boolean shows(Question question) {
    return switch (this) {
      case ALL -> true;
      case MINE -> question.now().forbids().isEmpty();
      case PROD -> question.what().deed().aim().environment() == Environment.PROD;
      case CRITICAL -> question.what().deed().risk().effective() == RiskClass.CRITICAL;
    };
  }

  static boolean mentions(Question question, String words) {
    var deed = question.what().deed();
    var text =
        String.join(
                " ",
                deed.action(),
                deed.aim().id(),
                deed.aim().environment().label(),
                deed.risk().effective().label(),
                question.who().agent(),
                question.why().rule(),
                question.id().value(),
                question.what().changeTicket().orElse(""))
            .toLowerCase(Locale.ROOT);
    for (var word : words.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
