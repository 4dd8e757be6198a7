package dev.agentsafe.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.index.Query.Comparison;
import dev.agentsafe.core.index.Query.Field;
import dev.agentsafe.core.index.Query.Term;
import dev.agentsafe.core.index.QueryParser.Parsed;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QueryParserTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  @Test
  void conditionsAreReadInOrder() {
    assertThat(good("decision:deny,allow risk>=high -caller:deploy-* since:24h time \"a b: c\""))
        .containsExactly(
            new Term.Is(Field.DECISION, List.of("deny", "allow"), false),
            new Term.Risk(Comparison.AT_LEAST, RiskClass.HIGH, false),
            new Term.Is(Field.CALLER, List.of("deploy-*"), true),
            new Term.Since(NOW.minusSeconds(86_400)),
            new Term.Has("time", false),
            new Term.Has("a b: c", false));
  }

  @Test
  void aValueInQuotesKeepsBlanksAndCommas() {
    assertThat(good("target:\"a b,c\",d"))
        .containsExactly(new Term.Is(Field.TARGET, List.of("a b,c", "d"), false));
  }

  @Test
  void timesAreDatesMomentsOrAges() {
    assertThat(good("since:2026-01-01 until:2026-01-02T03:04:05+02:00 since:2w"))
        .containsExactly(
            new Term.Since(Instant.parse("2026-01-01T00:00:00Z")),
            new Term.Until(Instant.parse("2026-01-02T01:04:05Z")),
            new Term.Since(NOW.minusSeconds(14 * 86_400)));
  }

  @Test
  void whatIsWrongIsPointedAt() {
    bad("actoin:x", 0, 6, "actoin");
    bad("web risk>=hihg", 10, 14, "hihg");
    bad("since:yesterday", 6, 15, "yesterday");
    bad("action>x", 6, 7, "risk");
    bad("action:", 0, 6, "value");
    bad("a \"b c", 2, 6, "closed");
    bad("-", 0, 1, "missing");
    bad("-since:1h", 0, 1, "negated");
    bad("risk:low,high", 5, 13, "range");
    bad("http://x", 0, 4, "quotation");
  }

  @Test
  void everythingWrongIsReportedAtOnce() {
    var bad = (Parsed.Bad) QueryParser.parse("a:1 b:2 risk:x", NOW);
    assertThat(bad.troubles()).hasSize(3);
  }

  @Test
  void whateverIsTypedHasAnAnswerWithPlacesInTheText() {
    var random = new Random(7);
    var pieces = List.of("risk", ":", ">=", "\"", "-", ",", " ", "since", "*", "'", ";", "é", "1h");
    for (var round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(12); i > 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      if (QueryParser.parse(text.toString(), NOW) instanceof Parsed.Bad(var troubles)) {
        assertThat(troubles)
            .isNotEmpty()
            .allSatisfy(t -> {
              assertThat(t.from()).isBetween(0, text.length());
              assertThat(t.to()).isBetween(t.from(), text.length());
            });
      }
    }
  }

  private static List<Term> good(String text) {
    return ((Parsed.Good) QueryParser.parse(text, NOW)).query().terms();
  }

  private static void bad(String text, int from, int to, String word) {
    var parsed = QueryParser.parse(text, NOW);
    assertThat(parsed).as(text).isInstanceOf(Parsed.Bad.class);
    var trouble = ((Parsed.Bad) parsed).troubles().getFirst();
    assertThat(trouble.message()).contains(word);
    assertThat(List.of(trouble.from(), trouble.to())).as(text).containsExactly(from, to);
  }
}
