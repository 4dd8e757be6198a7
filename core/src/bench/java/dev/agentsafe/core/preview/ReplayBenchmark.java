package dev.agentsafe.core.preview;

import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What deciding 100,000 recorded decisions again costs. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
@BenchmarkMode({Mode.AverageTime, Mode.SingleShotTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplayBenchmark {
  private static final int DECISIONS = 100_000;

  @Param({"50", "1000"})
  public int rules;

  private History history;
  private PolicySet before;
  private PolicySet after;
  private Replay known;

  @Setup
  public void setUp() {
    var random = new Random(1);
    var space = Installation.space();
    before = Installation.rules(rules, "");
    after = Installation.rules(rules, "role-7");
    var decisions = new ArrayList<RecordedDecision>();
    for (int i = 0; i < DECISIONS; i++) {
      var facts = facts(random, space);
      var decided = before.decide(facts);
      decisions.add(
          new RecordedDecision(
              i,
              "evt-" + i,
              facts,
              new RecordedDecision.Outcome(
                  decided.effect(), decided.rule().map(Rule::name), Optional.empty(), false)));
    }
    history = new History(decisions, Map.of());
    known = Replay.of(history, before, Watch.NOBODY).orElseThrow();
  }

  private static Facts facts(Random random, MapSpace space) {
    var cell =
        space.facts(
            random.nextInt(33),
            random.nextInt(500),
            random.nextInt(20),
            random.nextInt(MapSpace.WEEK));
    var role = cell.caller().orElseThrow().grants().roles();
    return new Facts(
        cell.action(),
        cell.target(),
        Optional.of(
            new Caller(
                new AgentId("agent-" + random.nextInt(100)),
                "",
                new Caller.Grants(role, List.of("platform")),
                Caller.Delegation.NONE)),
        cell.effectiveRisk(),
        cell.at(),
        cell.hasChangeTicket());
  }

  /** One rule is for one more role: what it touches, and the flips. */
  @Benchmark
  public Object changedRule() {
    return known.under(after, Watch.NOBODY).orElseThrow().flips();
  }

  /** Every decision again, and the flips. */
  @Benchmark
  public Object everything() {
    return Replay.of(history, after, Watch.NOBODY).orElseThrow().flips();
  }
}
