package dev.agentsafe.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A query finds the same with an index and without one. */
final class MatcherTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final List<String> CALLERS = List.of("deploy-bot", "Deploy-web", "a_b", "100%");
  private static final List<String> TARGETS = List.of("prod/api", "prod/web", "dev/api");
  private static final List<String> DECISIONS = List.of("allow", "deny", "require_approval", "");
  private static final List<String> RISKS = List.of("low", "medium", "high", "critical", "");
  private static final List<String> PARTS =
      List.of(
          "decision:deny",
          "-decision:allow,deny",
          "risk>=high",
          "-risk<medium",
          "risk:low",
          "caller:deploy-*",
          "caller:a_b",
          "caller:1??%",
          "-target:prod/*",
          "PROD",
          "-web",
          "since:24h",
          "until:2026-01-15T10:00Z",
          "type:decision",
          "id:evt-*");

  @Test
  void aQueryFindsTheSameWithAnIndexAndWithoutOne() throws Exception {
    var random = new Random(7);
    var journal = new Recorded("a");
    for (int i = 0; i < 300; i++) {
      journal.decision(
          one(random, CALLERS),
          one(random, TARGETS),
          one(random, DECISIONS),
          one(random, RISKS),
          NOW.minus(Duration.ofMinutes(random.nextInt(4_000))).toString());
    }
    try (var index = Index.inMemory(journal.feed())) {
      assertThat(index.awaitCurrent(Duration.ofSeconds(30))).isTrue();
      int found = 0;
      for (int i = 0; i < 400; i++) {
        var text = one(random, PARTS) + " " + one(random, PARTS);
        var query = ((QueryParser.Parsed.Good) QueryParser.parse(text, NOW)).query();
        var matcher = new Matcher(query);
        var plain = new ArrayList<Long>();
        journal.read(
            0,
            entry -> {
              if (matcher.test(entry)) {
                plain.addFirst(entry.seq());
              }
            });
        assertThat(index.search(query, 1_000).rows().stream().map(Row::seq).toList())
            .as(text)
            .isEqualTo(plain);
        found += plain.size();
      }
      assertThat(found).isPositive();
    }
  }

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
