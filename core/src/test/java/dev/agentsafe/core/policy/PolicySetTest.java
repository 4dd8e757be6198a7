package dev.agentsafe.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine agrees with a reading of the rules that is obviously right. */
final class PolicySetTest {

  @ParameterizedTest
  @CsvSource({"1, 0, 400, 150", "3, 0, 80, 1000", "65, 3, 20, 3000", "5000, 6, 2, 1000"})
  void agreesWithTheNaiveEvaluator(int rulesInSet, int narrowness, int sets, int requestsEach) {
    var random = new Random(rulesInSet);
    var made = new RandomRules(random, narrowness);
    var deciders = new HashMap<Optional<String>, Integer>();
    for (int s = 0; s < sets; s++) {
      var rules = made.rules(rulesInSet);
      var engine = new PolicySet(rules);
      var naive = new NaiveEvaluator(rules);
      for (int r = 0; r < requestsEach; r++) {
        var facts = made.facts();
        var expected = naive.first(facts);
        var decided = engine.decide(facts);
        assertThat(decided.rule()).as("%s", facts).isEqualTo(expected);
        if (r % 50 == 0) {
          assertThat(engine.explain(facts).decision()).isEqualTo(decided);
        }
        deciders.merge(expected.map(e -> e.name().value()), 1, Integer::sum);
      }
    }
    assertThat(deciders).as("both matches and defaults").containsKey(Optional.empty());
    assertThat(deciders.size()).isGreaterThan(Math.min(rulesInSet / 2, 50));
  }

  @Test
  void noRulesDenyEverything() {
    var facts = new RandomRules(new Random(1), 0).facts();
    var decided = new PolicySet(List.of()).decide(facts);
    assertThat(decided)
        .isEqualTo(new PolicyDecision.Deny(Optional.empty(), "No matching policy (default deny)"));
  }
}
