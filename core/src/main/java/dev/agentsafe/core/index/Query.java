package dev.agentsafe.core.index;

import dev.agentsafe.core.catalog.RiskClass;
import java.time.Instant;
import java.util.List;

/**
 * What entries are looked for: those for which every term holds; immutable.
 *
 * <p>{@link QueryParser} makes one from what people type.
 */
public record Query(List<Term> terms) {
  /** All entries. */
  public static final Query ALL = new Query(List.of());

  public Query {
    terms = List.copyOf(terms);
  }

  /** This and one more condition. */
  public Query and(Term term) {
    return new Query(
        java.util.stream.Stream.concat(terms.stream(), java.util.stream.Stream.of(term)).toList());
  }

  /** One condition. */
  public sealed interface Term {
    /** The text occurs somewhere in the entry, whatever the case of its letters. */
    record Has(String text, boolean negated) implements Term {}

    /**
     * A field is one of these.
     *
     * @param patterns {@code *} stands for any text, {@code ?} for any character
     */
    record Is(Field field, List<String> patterns, boolean negated) implements Term {
      public Is {
        patterns = List.copyOf(patterns);
      }
    }

    /** The effective risk compares like that; entries without one never do. */
    record Risk(Comparison comparison, RiskClass risk, boolean negated) implements Term {}

    /** It was written then or later. */
    record Since(Instant at) implements Term {}

    /** It was written before that. */
    record Until(Instant at) implements Term {}
  }

  /** The fields that can be asked for by name. */
  public enum Field {
    DECISION("decision", "decision"),
    ACTION("action", "action"),
    TARGET("target", "target"),
    CALLER("caller", "caller"),
    TYPE("type", "type"),
    POLICY("policy", "policy"),
    TICKET("ticket", "ticket"),
    ID("id", "event_id"),
    THREAD("thread", "correlation");

    private final String word;
    private final String column;

    Field(String word, String column) {
      this.word = word;
      this.column = column;
    }

    /** The word people type. */
    public String word() {
      return word;
    }

    String column() {
      return column;
    }
  }

  /** How a risk is compared. */
  public enum Comparison {
    IS("="),
    AT_LEAST(">="),
    ABOVE(">"),
    AT_MOST("<="),
    BELOW("<");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }
}
