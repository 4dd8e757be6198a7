package dev.agentsafe.core.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.RandomRules;
import dev.agentsafe.core.policy.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Decisions decided again, over random rules, requests and changes. */
final class PolicyReplayTest {
  private static final int DECISIONS = 400;

  private static History decided(RandomRules made, PolicySet rules) {
    var decisions = new ArrayList<RecordedDecision>();
    for (int i = 0; i < DECISIONS; i++) {
      var facts = made.facts();
      var decision = rules.decide(facts);
      decisions.add(
          new RecordedDecision(
              i,
              "evt-" + i,
              facts,
              new RecordedDecision.Outcome(
                  decision.effect(), decision.rule().map(Rule::name), Optional.empty(), false)));
    }
    return new History(decisions, Map.of());
  }

  /** Some rules come, go, move, or say something else. */
  private static List<Rule> changed(List<Rule> rules, RandomRules made, Random random) {
    var changed = new ArrayList<>(rules);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(changed.size());
      switch (random.nextInt(5)) {
        case 0 -> changed.remove(at);
        case 1 -> changed.add(at, made.rules(1).getFirst());
        case 2 -> changed.set(at, made.rules(1).getFirst());
        case 3 -> changed.add(changed.get(at));
        default -> Collections.swap(changed, at, random.nextInt(changed.size()));
      }
    }
    return changed;
  }

  @Test
  void thePoliciesThatDecidedFlipNothing() {
    var made = new RandomRules(new Random(1), 0);
    for (int round = 0; round < 50; round++) {
      var rules = new PolicySet(made.rules(12));
      var replay = Replay.of(decided(made, rules), rules, Watch.NOBODY).orElseThrow();
      assertThat(replay.flips()).isEmpty();
      assertThat(replay.byAnotherRule()).isZero();
      assertThat(replay.asked()).isEqualTo(DECISIONS);
    }
  }

  @Test
  void decidingOnlyWhatAChangeTouchesComesToTheSameAsDecidingAll() {
    var random = new Random(2);
    var made = new RandomRules(random, 2);
    int flips = 0;
    int asked = 0;
    for (int round = 0; round < 60; round++) {
      var history = decided(made, new PolicySet(made.rules(20)));
      var rules = made.rules(20);
      var step = Replay.of(history, new PolicySet(rules), Watch.NOBODY).orElseThrow();
      for (int edit = 0; edit < 8; edit++) {
        rules = changed(rules, made, random);
        var draft = new PolicySet(rules);
        var before = step;
        step = step.under(draft, Watch.NOBODY).orElseThrow();
        var full = Replay.of(history, draft, Watch.NOBODY).orElseThrow();
        assertThat(step.flips()).isEqualTo(full.flips());
        assertThat(step.flips(before)).isEqualTo(full.flips(before));
        assertThat(step.byAnotherRule()).isEqualTo(full.byAnotherRule());
        flips += step.flips(before).size();
        asked += step.asked();
      }
    }
    assertThat(flips).as("the changes changed something").isGreaterThan(1_000);
    assertThat(asked).as("most decisions are none of a change's").isLessThan(60 * 8 * 200);
  }

  @Test
  void aRuleThatOnlyMovedDownTheFileIsNotAskedAgain() {
    var made = new RandomRules(new Random(3), 0);
    var rules = made.rules(10);
    var history = decided(made, new PolicySet(rules));
    var replay = Replay.of(history, new PolicySet(rules), Watch.NOBODY).orElseThrow();
    var lower =
        rules.stream()
            .map(r ->
                new Rule(
                    r.name(),
                    r.outcome(),
                    r.match(),
                    r.approval(),
                    new dev.agentsafe.core.yaml.Location(
                        r.origin().file(), r.origin().line() + 7, r.origin().column())))
            .toList();

    var again = replay.under(new PolicySet(lower), Watch.NOBODY).orElseThrow();

    assertThat(again.asked()).isZero();
    assertThat(again.flips()).isEmpty();
  }

  @Test
  void theMostDangerousFlipsComeFirstAndOfThoseTheNewest() {
    var made = new RandomRules(new Random(4), 0);
    var kinds = EnumSet.noneOf(Flip.Kind.class);
    for (int round = 0; round < 20; round++) {
      var history = decided(made, new PolicySet(made.rules(12)));
      var flips =
          Replay.of(history, new PolicySet(made.rules(12)), Watch.NOBODY).orElseThrow().flips();
      assertThat(flips).extracting(Flip::kind).isSorted();
      for (int i = 0; i < flips.size(); i++) {
        var flip = flips.get(i);
        assertThat(flip.kind().allows()).isEqualTo(flip.now().effect() == Effect.ALLOW);
        assertThat(flip.then().effect()).isNotEqualTo(flip.now().effect());
        if (i > 0 && flips.get(i - 1).kind() == flip.kind()) {
          assertThat(flip.decision().seq()).isLessThan(flips.get(i - 1).decision().seq());
        }
        kinds.add(flip.kind());
      }
    }
    assertThat(kinds).containsExactly(Flip.Kind.values());
  }

  @Test
  void whoWatchesSeesItAdvanceAndMayEndIt() {
    var made = new RandomRules(new Random(5), 0);
    var rules = new PolicySet(made.rules(3));
    var history = decided(made, rules);
    var last = new AtomicLong(-1);
    assertThat(
            Replay.of(
                history,
                rules,
                (done, of) -> {
                  assertThat(done).isGreaterThan(last.getAndSet(done));
                  assertThat(of).isEqualTo(DECISIONS);
                  return true;
                }))
        .isPresent();
    assertThat(last).hasValue(DECISIONS);
    assertThat(Replay.of(history, rules, (done, of) -> false)).isEmpty();
  }

  @Test
  void whatCumulativeRiskAddedItAddsAgain() {
    var escalated = outcome(Effect.REQUIRE_APPROVAL);
    assertThat(escalated.under(Effect.ALLOW)).isEqualTo(Effect.REQUIRE_APPROVAL);
    assertThat(escalated.under(Effect.DENY)).isEqualTo(Effect.DENY);
    var stopped = outcome(Effect.DENY);
    assertThat(stopped.under(Effect.ALLOW)).isEqualTo(Effect.DENY);
    assertThat(stopped.under(Effect.REQUIRE_APPROVAL)).isEqualTo(Effect.DENY);
  }

  private static RecordedDecision outcome(Effect effect) {
    return new RecordedDecision(
        0,
        "evt-0",
        new RandomRules(new Random(6), 0).facts(),
        new RecordedDecision.Outcome(effect, Optional.empty(), Optional.of(Effect.ALLOW), false));
  }
}
