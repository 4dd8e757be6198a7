package dev.agentsafe.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleLoaderTest {
  private static final String RULE =
      """
      rules:
        - name: night
          match:
            actions: [restart-*]
            time_windows:
              - {days: [4], start: "22:30", end: "06:15", timezone: Europe/Berlin}
          decision: require_approval
          reason: Nights are for sleeping
          approval:
            quorum:
              - {roles: [sre], count: 2}
              - {users: [sam]}
            ttl: 900
            reason: {required: true, pattern: "CHG-[0-9]+.*"}
            break_glass: true
      """;

  private static Loaded<List<Rule>> load(String... texts) {
    return RuleLoader.load(
        java.util.Arrays.stream(texts).map(text -> new Source("p.yaml", text)).toList());
  }

  private static String refused(String text) {
    var bad = (Loaded.Bad<List<Rule>>) load(text);
    return bad.problems().getFirst().toString();
  }

  @Test
  void zonesMinutesAndClausesAreRead() {
    var rule = ((Loaded.Good<List<Rule>>) load(RULE)).value().getFirst();
    var window = rule.match().windows().orElseThrow().getFirst();
    var clauses = rule.approval().orElseThrow();

    assertThat(window.start()).isEqualTo(LocalTime.of(22, 30));
    assertThat(window.end()).isEqualTo(LocalTime.of(6, 15));
    assertThat(window.zone()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(clauses.quorum()).hasSize(2);
    assertThat(clauses.quorum().getFirst().count()).isEqualTo(2);
    assertThat(clauses.lives().question()).contains(900L);
    assertThat(clauses.reason().required()).isTrue();
    assertThat(clauses.breakGlass()).isTrue();
    assertThat(clauses.allowChanges()).isFalse();
    assertThat(rule.origin()).hasToString("p.yaml:2:5");
  }

  @Test
  void higherPriorityComesFirstAndEqualOnesKeepTheirOrder() {
    var text = "rules:\n- {name: %s, priority: %d, match: {}, decision: deny, reason: r}\n";
    var good =
        (Loaded.Good<List<Rule>>)
            load(text.formatted("a", 1), text.formatted("b", 9), text.formatted("c", 1));

    assertThat(good.value()).extracting(r -> r.name().value()).containsExactly("b", "a", "c");
  }

  @Test
  void aMisspeltConditionNeverMeansAny() {
    assertThat(refused(RULE.replace("actions:", "action:")))
        .startsWith("p.yaml:4:7: `match` has no key `action`; did you mean `actions`?");
    assertThat(refused(RULE.replace("  match:", "  mach:"))).contains("did you mean `match`?");
  }

  @Test
  void wrongClausesAndWindowsAreRefusedWhereTheyStand() {
    assertThat(refused(RULE.replace("count: 2", "count: 0"))).startsWith("p.yaml:11:33: `count`");
    assertThat(refused(RULE.replace("{users: [sam]}", "{count: 1}")))
        .startsWith("p.yaml:12:11: a quorum clause names");
    assertThat(refused(RULE.replace("Europe/Berlin", "Berlin")))
        .contains("`Berlin` is no time zone");
    assertThat(refused(RULE.replace("\"22:30\"", "22:30"))).contains("put it in quotes");
    assertThat(refused(RULE.replace("\"22:30\"", "\"25:30\""))).contains("is no time of day");
    assertThat(refused(RULE.replace("\"CHG-[0-9]+.*\"", "\"(\""))).contains("is no pattern");
    assertThat(refused(RULE.replace("require_approval", "deny"))).contains("belongs to a rule");
  }

  @Test
  void everyRefusalHasItsPlace() {
    var bad =
        (Loaded.Bad<List<Rule>>)
            load("rules:\n- {name: 1, decision: maybe, match: [], reson: x}\n- null\n- 5\n");

    assertThat(bad.problems()).extracting(Problem::location).allMatch(l -> l.line() > 1);
    assertThat(bad.problems()).hasSizeGreaterThan(5);
  }
}
