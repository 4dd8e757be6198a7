package dev.agentsafe.core.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** Ids that no agent's token may give: those of people, and those that are nobody's. */
final class ReservedIds {
  private static final String PEOPLE = "operator/";

  private ReservedIds() {}

  /** Why that is no id of an agent; empty where it is one. */
  static Optional<String> objection(AgentId id) {
    var plain = Normalizer.normalize(id.value(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    if (plain.isBlank() || plain.strip().equals(AgentId.ANONYMOUS.value())) {
      return Optional.of("it names nobody");
    }
    if (plain.codePoints().anyMatch(ReservedIds::isUnseen)) {
      return Optional.of("it holds characters that nobody can see");
    }
    if (plain.strip().startsWith(PEOPLE)) {
      return Optional.of("it names a person, and agents are no people");
    }
    return Optional.empty();
  }

  /** Control, formatting, private, unassigned and half characters. */
  private static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
