package dev.agentsafe.app.audit;

import dev.agentsafe.app.display.EntryWords;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.RiskClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What entries are looked for, such as {@code decision:deny risk>=high caller:deploy-* web}.
 *
 * <p>All parts must hold. A part is a field with a glob, {@code risk>=} with a risk, or a word that
 * occurs anywhere.
 */
final class Query implements Predicate<AuditEntry> {
  private final List<Predicate<AuditEntry>> parts = new ArrayList<>();

  /** The query that people wrote. */
  Query(String text) {
    for (var part : text.strip().split("\\s+", -1)) {
      if (!part.isEmpty()) {
        parts.add(part(part));
      }
    }
  }

  @Override
  public boolean test(AuditEntry entry) {
    return parts.stream().allMatch(p -> p.test(entry));
  }

  private static Predicate<AuditEntry> part(String part) {
    if (part.startsWith("risk>=")) {
      var least = RiskClass.of(part.substring("risk>=".length()).toLowerCase(Locale.ROOT));
      return e ->
          least.isPresent() && risk(e).filter(r -> r.compareTo(least.get()) >= 0).isPresent();
    }
    var colon = part.indexOf(':');
    if (colon > 0) {
      var glob = glob(part.substring(colon + 1));
      var field = part.substring(0, colon);
      switch (field) {
        case "kind", "decision", "action", "target", "caller", "risk", "rule", "id" -> {
          return e -> glob.matcher(value(e, field)).matches();
        }
        default -> {}
      }
    }
    var word = part.toLowerCase(Locale.ROOT);
    return e -> text(e).contains(word);
  }

  private static Pattern glob(String text) {
    var regex = new StringBuilder();
    for (var at = 0; at < text.length(); at++) {
      var c = text.charAt(at);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  private static Optional<RiskClass> risk(AuditEntry entry) {
    return entry.ruling().effectiveRisk().flatMap(RiskClass::of);
  }

  private static String value(AuditEntry entry, String field) {
    return switch (field) {
      case "kind" -> entry.chain().type().value();
      case "decision" -> entry.ruling().decision();
      case "action" -> entry.subject().action();
      case "target" -> entry.subject().target();
      case "caller" -> entry.subject().caller();
      case "risk" -> entry.ruling().effectiveRisk().orElse("");
      case "rule" -> entry.ruling().policyMatched().orElse("");
      default -> entry.chain().eventId();
    };
  }

  private static String text(AuditEntry entry) {
    var subject = entry.subject();
    return String.join(
            " ",
            String.valueOf(entry.seq()),
            EntryWords.kind(entry),
            entry.chain().type().value(),
            entry.chain().eventId(),
            subject.action(),
            subject.target(),
            subject.caller(),
            subject.correlationId().orElse(""),
            EntryWords.sentence(entry),
            entry.ruling().policyMatched().orElse(""))
        .toLowerCase(Locale.ROOT);
  }
}
