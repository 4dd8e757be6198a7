package dev.agentsafe.core.index;

import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.index.Query.Comparison;
import dev.agentsafe.core.index.Query.Field;
import dev.agentsafe.core.index.Query.Term;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads queries such as {@code decision:deny risk>=high caller:deploy-* since:24h timeout}; pure.
 *
 * <p>Conditions are separated by blanks and all must hold. A word alone occurs anywhere in an
 * entry; {@code "…"} keeps blanks and colons together; {@code -} before a condition negates it;
 * {@code a,b} is either.
 */
public final class QueryParser {
  private static final int LONGEST = 2_000;
  private static final Pattern CONDITION =
      Pattern.compile("(-?)(?:([A-Za-z_]+)(:|>=|<=|>|<|=))?((?:\"[^\"]*(?:\"|$)|[^\\s\"])*)");
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhdw])");
  private static final String KEYS =
      Arrays.stream(Field.values()).map(Field::word).collect(Collectors.joining(", "))
          + ", risk, since, until";

  private final String text;
  private final Instant now;
  private final List<Term> terms = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();

  private QueryParser(String text, Instant now) {
    this.text = text;
    this.now = now;
  }

  /**
   * What is wrong with a part of a query.
   *
   * @param from 0-based index of its first character
   * @param to index after its last character
   * @param message what was expected and what to do
   */
  public record Trouble(int from, int to, String message) {}

  /** What came of reading a query. */
  public sealed interface Parsed {
    /** It can be asked. */
    record Good(Query query) implements Parsed {}

    /** It cannot; all that is wrong, in order. */
    record Bad(List<Trouble> troubles) implements Parsed {
      public Bad {
        troubles = List.copyOf(troubles);
      }
    }
  }

  /**
   * Reads a query.
   *
   * @param now what {@code since:24h} counts from
   */
  public static Parsed parse(String text, Instant now) {
    if (text.length() > LONGEST) {
      return new Parsed.Bad(
          List.of(new Trouble(LONGEST, text.length(), "A query has at most 2,000 characters.")));
    }
    return new QueryParser(text, now).parse();
  }

  private Parsed parse() {
    var at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      var match = CONDITION.matcher(text).region(at, text.length());
      if (!match.lookingAt() || match.end() == at) {
        troubles.add(new Trouble(at, at + 1, "This character was not expected here."));
        break;
      }
      condition(match);
      at = match.end();
    }
    return troubles.isEmpty() ? new Parsed.Good(new Query(terms)) : new Parsed.Bad(troubles);
  }

  private void condition(Matcher match) {
    var negated = !match.group(1).isEmpty();
    var raw = match.group(4);
    if (raw.chars().filter(c -> c == '"').count() % 2 != 0) {
      trouble(match, 4, "The quotation mark is not closed. Add `\"` at the end.");
      return;
    }
    if (match.group(2) == null) {
      words(match, raw, negated);
      return;
    }
    var key = match.group(2).toLowerCase(Locale.ROOT);
    var values = values(raw);
    if (values.isEmpty()) {
      trouble(match, 2, "`" + key + match.group(3) + "` needs a value.");
      return;
    }
    switch (key) {
      case "risk" -> risk(match, values, negated);
      case "since", "until" -> time(match, key, values.getFirst(), negated);
      default -> field(match, key, values, negated);
    }
  }

  private void words(Matcher match, String raw, boolean negated) {
    var word = raw.replace("\"", "");
    if (word.isEmpty()) {
      trouble(match, 0, "A word to look for is missing.");
    } else {
      terms.add(new Term.Has(word, negated));
    }
  }

  private void field(Matcher match, String key, List<String> values, boolean negated) {
    var field = Arrays.stream(Field.values()).filter(f -> f.word().equals(key)).findFirst();
    if (field.isEmpty()) {
      trouble(match, 2, unknown(match.group(2)));
    } else if (isEquals(match)) {
      terms.add(new Term.Is(field.get(), values, negated));
    } else {
      trouble(match, 3, "Only `risk` can be compared; write `" + key + ":`.");
    }
  }

  private void risk(Matcher match, List<String> values, boolean negated) {
    var comparison = comparison(match.group(3));
    var risks = new ArrayList<RiskClass>();
    for (var value : values) {
      var risk = RiskClass.of(value.toLowerCase(Locale.ROOT));
      if (risk.isEmpty()) {
        trouble(match, 4, "`" + value + "` is no risk. Write low, medium, high or critical.");
        return;
      }
      risks.add(risk.get());
    }
    if (risks.size() == 1) {
      terms.add(new Term.Risk(comparison, risks.getFirst(), negated));
    } else {
      trouble(match, 4, "Give one risk; a range is `risk>=medium risk<=high`.");
    }
  }

  private void time(Matcher match, String key, String value, boolean negated) {
    var at = instant(value);
    if (negated) {
      trouble(match, 1, "A time cannot be negated; use `since:` or `until:`.");
    } else if (!isEquals(match)) {
      trouble(match, 3, "Write `" + key + ":`.");
    } else if (at.isEmpty()) {
      trouble(
          match,
          4,
          "`"
              + value
              + "` is no time. Write `30m`, `24h`, `7d`, `2026-01-31` or"
              + " `2026-01-31T10:00Z`.");
    } else {
      terms.add(key.equals("since") ? new Term.Since(at.get()) : new Term.Until(at.get()));
    }
  }

  private Optional<Instant> instant(String value) {
    var ago = AGO.matcher(value);
    if (ago.matches()) {
      return Optional.of(now.minus(length(Long.parseLong(ago.group(1)), ago.group(2))));
    }
    try {
      if (!value.contains("T")) {
        return Optional.of(LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      return Optional.of(
          value.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)")
              ? OffsetDateTime.parse(value).toInstant()
              : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration length(long count, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  private static Comparison comparison(String sign) {
    return switch (sign) {
      case ">=" -> Comparison.AT_LEAST;
      case ">" -> Comparison.ABOVE;
      case "<=" -> Comparison.AT_MOST;
      case "<" -> Comparison.BELOW;
      default -> Comparison.IS;
    };
  }

  private static boolean isEquals(Matcher match) {
    return match.group(3).equals(":") || match.group(3).equals("=");
  }

  /** The values between commas; commas in quotes belong to a value. */
  private static List<String> values(String raw) {
    var values = new ArrayList<String>();
    var value = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < raw.length(); i++) {
      var c = raw.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    values.removeIf(String::isEmpty);
    return values;
  }

  private static String unknown(String key) {
    return "`"
        + key
        + ":` is no field. Fields are "
        + KEYS
        + ". To look for the text itself, write it in quotation marks.";
  }

  private void trouble(Matcher match, int group, String message) {
    troubles.add(new Trouble(match.start(group), match.end(group), message));
  }
}
