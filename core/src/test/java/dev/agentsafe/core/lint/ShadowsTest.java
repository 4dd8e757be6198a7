package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.RandomRules;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to be unreachable is; what can be told is told. */
final class ShadowsTest {

  /** Each text is the match of a rule, each with less priority than the one before. */
  private static List<Rule> rules(String... matches) {
    var text =
        IntStream.range(0, matches.length)
            .mapToObj(i ->
                "  - {name: r%d, priority: %d, match: {%s}, decision: %s, reason: x}\n"
                    .formatted(i, 100 - i, matches[i], i % 2 == 0 ? "allow" : "deny"))
            .collect(Collectors.joining("", "rules:\n", ""));
    return load(text);
  }

  private static List<Rule> load(String text) {
    return switch (RuleLoader.load(List.of(new Source("p.yaml", text)))) {
      case Loaded.Good<List<Rule>>(var rules, var warnings) -> rules;
      case Loaded.Bad<List<Rule>>(var problems) -> fail(problems.toString());
    };
  }

  private static List<String> shadowed(String... matches) {
    return new Shadows(rules(matches))
        .shadowed().stream()
            .map(s ->
                s.rule().name()
                    + " by "
                    + s.by().stream().map(r -> r.name().value()).collect(Collectors.joining(" ")))
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'actions: [scale-*]' | 'actions: [scale-deployment]'",
        "'targets: {environments: [prod]}' | 'targets: {environments: [prod]}, actions: [x]'",
        "'targets: {}' | ''",
        "'targets: {labels: {a: b}}' | 'targets: {labels: {a: b, c: d}}'",
        "'callers: {roles: [a, b]}' | 'callers: {roles: [b], groups: [g]}'",
        "'callers: {}' | 'callers: {agent_ids: [x]}'",
        "'callers: {max_delegation_depth: 3}' | 'callers: {max_delegation_depth: 2}'",
        "'callers: {max_delegation_depth: 12}' | 'callers: {max_delegation_depth: 8}'",
        "'risk_classes: [low, high]' | 'risk_classes: [high]'",
        "'time_windows: [{start_hour: 8, end_hour: 18}]' | 'time_windows: [{days: [1], start_hour:"
            + " 9, end_hour: 17}]'",
        "'time_windows: [{days: [6], start_hour: 22, end_hour: 6}]' | 'time_windows: [{days: [0],"
            + " start_hour: 0, end_hour: 5}, {days: [6], start_hour: 23, end_hour: 23}]'",
        "'time_windows: [{}]' | ''",
        "'time_windows: [{timezone: Europe/Berlin, start_hour: 8}]' | 'time_windows: [{timezone:"
            + " Europe/Berlin, start_hour: 9}]'",
        "'require_ticket: true' | 'require_ticket: true, risk_classes: [low]'",
      })
  void oneEarlierRuleIsEnough(String earlier, String later) {
    assertThat(shadowed(earlier, later)).containsExactly("r1 by r0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'actions: [scale-deployment]' | 'actions: [scale-*]'",
        "'callers: {}' | ''",
        "'targets: {labels: {a: b, c: d}}' | 'targets: {labels: {a: b}}'",
        "'callers: {roles: [a]}' | 'callers: {roles: [a, b]}'",
        "'callers: {max_delegation_depth: 8}' | 'callers: {max_delegation_depth: 9}'",
        "'callers: {max_delegation_depth: 9}' | 'callers: {max_delegation_depth: 10}'",
        "'callers: {agent_ids: [x]}' | 'callers: {delegated_from: [x]}'",
        "'time_windows: [{start_hour: 8, end_hour: 18}]' | 'time_windows: [{start_hour: 8,"
            + " end_hour: 19}]'",
        "'time_windows: [{days: [0], start_hour: 22, end_hour: 6}]' | 'time_windows: [{days: [0],"
            + " start_hour: 0, end_hour: 5}]'",
        "'time_windows: [{timezone: Europe/Berlin, start_hour: 8}]' | 'time_windows: [{start_hour:"
            + " 9}]'",
        "'time_windows: [{timezone: Europe/Berlin, start_hour: 8}]' | 'time_windows: [{timezone:"
            + " UTC, start_hour: 9}]'",
        "'require_ticket: true' | ''",
      })
  void oneEarlierRuleIsNotEnough(String earlier, String later) {
    assertThat(shadowed(earlier, later)).isEmpty();
  }

  @Test
  void severalEarlierRulesTogetherAreEnough() {
    assertThat(
            shadowed(
                "targets: {environments: [prod]}",
                "risk_classes: [low]",
                "targets: {environments: [dev, staging]}",
                "actions: [x-*]"))
        .as("and only those that are needed are named")
        .containsExactly("r3 by r0 r2");
    assertThat(shadowed("require_ticket: true", "require_ticket: false", "callers: {roles: [a]}"))
        .containsExactly("r2 by r0 r1");
    assertThat(
            shadowed(
                "time_windows: [{days: [0, 1, 2, 3, 4]}]",
                "time_windows: [{days: [5, 6]}]",
                "targets: {types: [vm]}"))
        .containsExactly("r2 by r0 r1");
    assertThat(
            shadowed("callers: {roles: [a]}", "callers: {roles: [b]}", "callers: {roles: [a, b]}"))
        .containsExactly("r2 by r0 r1");
    assertThat(
            shadowed(
                "callers: {require_delegation: true}",
                "callers: {require_delegation: false}",
                "callers: {}"))
        .containsExactly("r2 by r0 r1");
    assertThat(
            shadowed(
                "callers: {require_delegation: true}", "callers: {require_delegation: false}", ""))
        .as("a request without an identity is left")
        .isEmpty();
  }

  /** Rules at random, narrow and broad; no request at random is decided by one said to be dead. */
  @ParameterizedTest
  @CsvSource({"12, 0, 60", "40, 0, 20", "25, 3, 40"})
  void noRequestIsDecidedByARuleThatIsSaidToBeUnreachable(int size, int narrowness, int sets) {
    var made = new RandomRules(new Random(size), narrowness);
    int told = 0;
    for (int s = 0; s < sets; s++) {
      var rules = made.rules(size);
      var shadows = new Shadows(rules);
      var dead =
          shadows.shadowed().stream().map(Shadows.Shadowed::rule).collect(Collectors.toSet());
      dead.addAll(shadows.impossible());
      told += dead.size();
      var engine = new PolicySet(rules);
      for (int r = 0; r < 600; r++) {
        var facts = made.facts();
        if (facts.target().isPresent()) {
          engine.decide(facts).rule().ifPresent(by -> assertThat(dead).doesNotContain(by));
        }
      }
    }
    assertThat(told).as("rules told of").isGreaterThan(sets);
  }

  @Test
  void onlyPartialOverlapsOfOnePriorityAreContradictions() {
    assertThat(contradictions("actions: [scale-*]", "targets: {environments: [prod]}"))
        .isEqualTo(1);
    assertThat(contradictions("actions: [scale-web]", "actions: [scale-*]"))
        .as("an exception stands before its rule")
        .isZero();
    assertThat(contradictions("actions: [scale-*]", "actions: [get-*]")).isZero();
    assertThat(contradictions("callers: {roles: [a]}", "callers: {roles: [b]}"))
        .as("somebody may hold both, but need not")
        .isZero();
    assertThat(contradictions("callers: {roles: [a, b]}", "callers: {roles: [b, c]}")).isEqualTo(1);
    assertThat(
            contradictions(
                "time_windows: [{start_hour: 8, end_hour: 12}]",
                "time_windows: [{start_hour: 12, end_hour: 18}]"))
        .as("both ends are inside")
        .isEqualTo(1);
    assertThat(
            contradictions(
                "time_windows: [{start_hour: 8, end_hour: 11}]",
                "time_windows: [{start_hour: 12, end_hour: 18}]"))
        .isZero();
  }

  private static int contradictions(String one, String other) {
    return new Shadows(
            load(
                """
                rules:
                  - {name: a, match: {%s}, decision: allow, reason: x}
                  - {name: b, match: {%s}, decision: deny, reason: x}
                """
                    .formatted(one, other)))
        .contradictions()
        .size();
  }

  @Test
  void lookingAgainAfterAChangeSaysWhatLookingForTheFirstTimeDoes() {
    var random = new Random(12);
    var made = new RandomRules(random, 2);
    var shadows = new Shadows();
    var rules = new ArrayList<>(List.of(level(made, random)));
    int told = 0;
    for (int change = 0; change < 400; change++) {
      if (rules.size() > 25) {
        rules.remove(random.nextInt(rules.size()));
      }
      int at = random.nextInt(rules.size());
      switch (random.nextInt(3)) {
        case 0 -> rules.set(at, level(made, random));
        case 1 -> rules.addFirst(rules.remove(at));
        default -> rules.add(at, level(made, random));
      }
      var order = new ArrayList<>(rules);
      order.sort(Comparator.comparing((Rule r) -> r.outcome().priority()).reversed());
      shadows.look(order);
      var fresh = new Shadows(order);
      assertThat(shadows.shadowed()).isEqualTo(fresh.shadowed());
      assertThat(shadows.contradictions()).isEqualTo(fresh.contradictions());
      assertThat(shadows.impossible()).isEqualTo(fresh.impossible());
      told += fresh.shadowed().size() + fresh.contradictions().size();
    }
    assertThat(told).as("something was told").isGreaterThan(400);
  }

  /** Hundreds of rules cut the last one into more pieces than are followed. */
  @Test
  void whatWasGivenUpIsLookedAtAgainWhereAChangeIsBeforeThePlaceOfThat() {
    var matches =
        IntStream.range(0, 300)
            .mapToObj(i ->
                "actions: [a-%d-*], callers: {agent_ids: [x%d], roles: [r%d]}".formatted(i, i, i))
            .collect(Collectors.toList());
    matches.add("callers: {}");
    assertThat(shadowed(matches.toArray(String[]::new))).isEmpty();
    matches.add(295, "callers: {}");
    assertThat(shadowed(matches.toArray(String[]::new)))
        .as("it leaves nothing to those behind it, but that is too long to find out of the last")
        .hasSize(5);
    var rules = rules(matches.toArray(String[]::new));
    var shadows = new Shadows(rules);
    var all = rules("callers: {}").getFirst();
    var narrow = rules("callers: {agent_ids: [y]}").getFirst();
    for (int at : new int[] {0, 20, 120, 180, 200, 220, 280, 295, 296, 300}) {
      for (var other : List.of(all, narrow)) {
        var more = new ArrayList<>(rules);
        more.add(at, other);
        int told = again(shadows, more);
        if (other.equals(all) && at < 200) {
          assertThat(told).as("all behind it, the last one too").isEqualTo(302 - at);
        }
        more.remove(at + 1);
        again(shadows, more);
        assertThat(again(shadows, rules)).isEqualTo(5);
      }
    }
  }

  private static int again(Shadows shadows, List<Rule> rules) {
    shadows.look(List.copyOf(rules));
    var fresh = new Shadows(List.copyOf(rules));
    assertThat(shadows.shadowed()).isEqualTo(fresh.shadowed());
    return fresh.shadowed().size();
  }

  private static Rule level(RandomRules made, Random random) {
    var rule = made.rules(1).getFirst();
    return new Rule(
        rule.name(),
        new Rule.Outcome(
            rule.outcome().effect(), BigInteger.valueOf(random.nextInt(4)), "reason", ""),
        rule.match(),
        rule.approval(),
        rule.origin());
  }

  @Test
  void aSetTooLargeToCompareSaysWhereItStopped() {
    var made = new RandomRules(new Random(3), 6);
    var shadows = new Shadows(made.rules(3_000));
    assertThat(shadows.shadowed()).isNotEmpty();
    assertThat(shadows.stoppedAt()).isPresent();
  }
}
