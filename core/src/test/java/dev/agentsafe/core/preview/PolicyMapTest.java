package dev.agentsafe.core.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.RandomRules;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.request.TargetTypes;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A map says of every request what deciding it says. */
final class PolicyMapTest {

  @Test
  void everyCellIsWhatDecidingItSays() {
    var random = new Random(1);
    var made = new RandomRules(random, 0);
    var effects = EnumSet.noneOf(Effect.class);
    int inside = 0;
    for (int round = 0; round < 20; round++) {
      var space = RandomSpace.of(made, random);
      var rules = new PolicySet(made.rules(round % 4 == 0 ? 90 : 12));
      var map = PolicyMap.of(space, rules, Watch.NOBODY).orElseThrow();
      for (int i = 0; i < 900; i++) {
        int a = random.nextInt(space.actions().size());
        int t = random.nextInt(space.targets().size());
        int s = random.nextInt(space.subjects().size());
        int minute = random.nextInt(MapSpace.WEEK);
        var answer = map.at(a, t, s, minute);
        if (!TargetTypes.applies(space.actions().get(a), space.targets().get(t).type())) {
          assertThat(answer).isEmpty();
          assertThat(map.week(a, t, s)).isEmpty();
          continue;
        }
        var decided = rules.decide(space.facts(a, t, s, minute));
        assertThat(answer).contains(new PolicyMap.Answer(decided.effect(), decided.rule()));
        effects.add(decided.effect());
        inside += minute % 60 == 0 ? 0 : 1;
      }
    }
    assertThat(effects).containsExactly(Effect.values());
    assertThat(inside).as("minutes between the hours").isGreaterThan(3_000);
  }

  @Test
  void theStretchesOfAWeekAreTheWeek() {
    var random = new Random(2);
    var made = new RandomRules(random, 0);
    int changes = 0;
    for (int round = 0; round < 30; round++) {
      var space = RandomSpace.of(made, random);
      var map = PolicyMap.of(space, new PolicySet(made.rules(9)), Watch.NOBODY).orElseThrow();
      for (int cell = 0; cell < 30; cell++) {
        int a = random.nextInt(space.actions().size());
        int t = random.nextInt(space.targets().size());
        int s = random.nextInt(space.subjects().size());
        int at = 0;
        for (var stretch : map.week(a, t, s)) {
          assertThat(stretch.from()).isEqualTo(at);
          assertThat(map.at(a, t, s, stretch.from())).contains(stretch.answer());
          assertThat(map.at(a, t, s, stretch.to() - 1)).contains(stretch.answer());
          at = stretch.to();
          changes++;
        }
        assertThat(at).isEqualTo(map.applies(a, t) ? MapSpace.WEEK : 0);
      }
    }
    assertThat(changes).isGreaterThan(500);
  }

  @Test
  void twoVersionsDifferWhereDecidingDiffersAndAnExampleShowsIt() {
    var random = new Random(3);
    var made = new RandomRules(random, 1);
    var kinds = EnumSet.noneOf(Flip.Kind.class);
    for (int round = 0; round < 8; round++) {
      var space = RandomSpace.of(made, random);
      var before = new PolicySet(made.rules(8));
      var after = new PolicySet(made.rules(8));
      var difference = MapDifference.between(space, before, after, Watch.NOBODY).orElseThrow();
      var minutes = new HashMap<Became, Long>();
      for (int a = 0; a < space.actions().size(); a++) {
        for (int t = 0; t < space.targets().size(); t++) {
          for (int s = 0; s < space.subjects().size(); s++) {
            for (int minute = 7; minute < MapSpace.WEEK; minute += 60 * 24) {
              var differs =
                  difference.before().applies(a, t)
                      && before.decide(space.facts(a, t, s, minute)).effect()
                          != after.decide(space.facts(a, t, s, minute)).effect();
              var then = difference.before().at(a, t, s, minute).map(PolicyMap.Answer::effect);
              var now = difference.after().at(a, t, s, minute).map(PolicyMap.Answer::effect);
              assertThat(then.equals(now)).isNotEqualTo(differs);
            }
            compare(difference.before().week(a, t, s), difference.after().week(a, t, s), minutes);
          }
        }
      }
      assertThat(difference.changes()).extracting(MapDifference.Change::kind).isSorted();
      var told = new HashMap<Became, Long>();
      difference.changes().forEach(c -> told.merge(Became.of(c), c.minutes(), Long::sum));
      assertThat(told).isEqualTo(minutes).isNotEmpty();
      for (var change : difference.changes()) {
        var cell = change.example();
        var facts = space.facts(cell.action(), cell.target(), cell.subject(), cell.minute());
        assertThat(before.decide(facts).effect()).isEqualTo(change.kind().then());
        assertThat(after.decide(facts).effect()).isEqualTo(change.kind().now());
        assertThat(after.decide(facts).rule().map(Rule::name)).isEqualTo(change.now().rule());
        kinds.add(change.kind());
      }
    }
    assertThat(kinds).containsExactly(Flip.Kind.values());
  }

  /** What became of what, and by which rules. */
  private record Became(
      Effect then, Effect now, Optional<RuleName> before, Optional<RuleName> after) {
    static Became of(MapDifference.Change change) {
      return new Became(
          change.then().effect(), change.now().effect(), change.then().rule(), change.now().rule());
    }
  }

  /** Adds the minutes in which one timetable says otherwise than another. */
  private static void compare(
      List<PolicyMap.Stretch> before, List<PolicyMap.Stretch> after, Map<Became, Long> minutes) {
    for (var then : before) {
      for (var now : after) {
        long both = (long) Math.min(then.to(), now.to()) - Math.max(then.from(), now.from());
        if (both > 0 && then.answer().effect() != now.answer().effect()) {
          minutes.merge(
              new Became(
                  then.answer().effect(),
                  now.answer().effect(),
                  then.answer().rule().map(Rule::name),
                  now.answer().rule().map(Rule::name)),
              both,
              Long::sum);
        }
      }
    }
  }

  @Test
  void aVersionDoesNotDifferFromItself() {
    var random = new Random(4);
    var made = new RandomRules(random, 0);
    var rules = new PolicySet(made.rules(20));
    assertThat(
            MapDifference.between(RandomSpace.of(made, random), rules, rules, Watch.NOBODY)
                .orElseThrow()
                .changes())
        .isEmpty();
  }

  @Test
  void whoeverARuleNamesIsASubject() {
    var rules =
        ((Loaded.Good<List<Rule>>)
                RuleLoader.load(
                    List.of(
                        new Source(
                            "p.yaml",
                            """
                            rules:
                              - name: a
                                decision: allow
                                reason: r
                                match: {callers: {roles: [sre, dev], agent_ids: [bot]}}
                              - name: b
                                decision: allow
                                reason: r
                                match: {callers: {groups: [night], roles: [dev]}}
                            """))))
            .value();
    assertThat(rules).extracting(Rule::name).contains(new RuleName("b"));
    assertThat(MapSpace.subjects(rules))
        .extracting(MapSpace.Subject::name)
        .containsExactly("any agent", "role dev", "role sre", "group night", "agent bot");
  }

  @Test
  void whoeverWatchesMayEndIt() {
    var random = new Random(5);
    var made = new RandomRules(random, 0);
    var space = RandomSpace.of(made, random);
    var rules = new PolicySet(made.rules(3));
    assertThat(PolicyMap.of(space, rules, (done, of) -> done < 2)).isEmpty();
    assertThat(MapDifference.between(space, rules, rules, (done, of) -> false)).isEmpty();
  }
}
