package dev.agentsafe.core.index;

import dev.agentsafe.core.index.Query.Term;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A query as an SQL condition; what people typed is only ever bound, never part of the text.
 *
 * @param sql a condition with {@code ?} for each value
 */
record Where(String sql, List<Object> values) {
  Where {
    values = List.copyOf(values);
  }

  static Where of(Query query) {
    var values = new ArrayList<>();
    var sql =
        query.terms().stream()
            .map(term -> condition(term, values))
            .collect(Collectors.joining(" AND "));
    return new Where(sql.isEmpty() ? "TRUE" : sql, values);
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static String condition(Term term, List<Object> values) {
    return switch (term) {
      case Term.Has(var text, var negated) -> {
        values.add("%" + literal(text.toLowerCase(Locale.ROOT)) + "%");
        yield not(negated, "words LIKE ? ESCAPE '!'");
      }
      case Term.Is(var field, var patterns, var negated) ->
          not(
              negated,
              patterns.stream()
                  .map(p -> one(field.column(), p, values))
                  .collect(Collectors.joining(" OR ")));
      case Term.Risk(var comparison, var risk, var negated) -> {
        values.add(risk.ordinal());
        yield not(negated, "risk >= 0 AND risk " + comparison.sign() + " ?");
      }
      case Term.Since(var at) -> {
        values.add(micros(at));
        yield "at >= ?";
      }
      case Term.Until(var at) -> {
        values.add(micros(at));
        yield "at < ?";
      }
    };
  }

  private static String one(String column, String pattern, List<Object> values) {
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
      values.add(pattern);
      return column + " = ?";
    }
    values.add(literal(pattern).replace('*', '%').replace('?', '_'));
    return column + " LIKE ? ESCAPE '!'";
  }

  private static String literal(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static String not(boolean negated, String condition) {
    return (negated ? "NOT (" : "(") + condition + ")";
  }
}
