package dev.agentsafe.core.index;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.index.Query.Term;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds what a {@link Query} finds without an index, entry by entry; immutable and thread-safe. */
public final class Matcher implements Predicate<AuditEntry> {
  private final List<Predicate<AuditEntry>> conditions;

  /** Finds what that query finds. */
  public Matcher(Query query) {
    conditions = query.terms().stream().map(Matcher::condition).toList();
  }

  @Override
  public boolean test(AuditEntry entry) {
    return conditions.stream().allMatch(c -> c.test(entry));
  }

  private static Predicate<AuditEntry> condition(Term term) {
    return switch (term) {
      case Term.Has(var text, var negated) -> {
        var wanted = text.toLowerCase(Locale.ROOT);
        yield e -> negated != Words.of(e).contains(wanted);
      }
      case Term.Is(var field, var patterns, var negated) -> {
        var compiled = patterns.stream().map(Matcher::pattern).toList();
        yield e -> {
          var value = value(field, e);
          return negated != compiled.stream().anyMatch(p -> p.matcher(value).matches());
        };
      }
      case Term.Risk(var comparison, var risk, var negated) ->
          e -> negated != compares(e, comparison, risk);
      case Term.Since(var at) -> e -> Words.micros(e) >= Where.micros(at);
      case Term.Until(var at) -> e -> Words.micros(e) < Where.micros(at);
    };
  }

  private static boolean compares(AuditEntry entry, Query.Comparison comparison, RiskClass risk) {
    var own = entry.ruling().effectiveRisk().flatMap(RiskClass::of).map(RiskClass::ordinal);
    if (own.isEmpty()) {
      return false;
    }
    int order = Integer.compare(own.get(), risk.ordinal());
    return switch (comparison) {
      case IS -> order == 0;
      case AT_LEAST -> order >= 0;
      case ABOVE -> order > 0;
      case AT_MOST -> order <= 0;
      case BELOW -> order < 0;
    };
  }

  private static Pattern pattern(String text) {
    var regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  private static String value(Query.Field field, AuditEntry entry) {
    return switch (field) {
      case DECISION -> entry.ruling().decision();
      case ACTION -> entry.subject().action();
      case TARGET -> entry.subject().target();
      case CALLER -> entry.subject().caller();
      case TYPE -> entry.chain().type().value();
      case POLICY -> entry.ruling().policyMatched().orElse("");
      case TICKET -> entry.line().text("ticket_id").orElse("");
      case ID -> entry.chain().eventId();
      case THREAD -> entry.subject().correlationId().orElse("");
    };
  }
}
