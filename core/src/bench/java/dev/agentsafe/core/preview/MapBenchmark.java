package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.PolicySet;
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

/** What 33 actions on 500 targets by 20 roles through 168 hours cost. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
@BenchmarkMode({Mode.AverageTime, Mode.SingleShotTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MapBenchmark {
  @Param({"50", "1000"})
  public int rules;

  private MapSpace space;
  private PolicySet before;
  private PolicySet after;

  @Setup
  public void setUp() {
    space = Installation.space();
    before = Installation.rules(rules, "");
    after = Installation.rules(rules, "role-7");
  }

  /** The map. */
  @Benchmark
  public Object map() {
    return PolicyMap.of(space, before, Watch.NOBODY);
  }

  /** Two versions, one rule changed. */
  @Benchmark
  public Object compare() {
    return MapDifference.between(space, before, after, Watch.NOBODY);
  }

  /** The way without a map: a hundredth of the cells, decided one by one. */
  @Benchmark
  public long decideOneInAHundred() {
    long allowed = 0;
    for (int cell = 0; cell < 33 * 500 * 20 * 168; cell += 100) {
      int hour = cell % 168;
      int subject = cell / 168 % 20;
      int target = cell / (168 * 20) % 500;
      int action = cell / (168 * 20 * 500);
      var facts = space.facts(action, target, subject, hour * 60);
      allowed += before.place(facts) >= 0 ? 1 : 0;
    }
    return allowed;
  }
}
