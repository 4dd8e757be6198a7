package dev.agentsafe.core.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The same as the benchmarks in many rounds of about a millisecond, for machines that are busy with
 * other work: the best round is one that nothing interrupted.
 */
public final class DecisionTurns {
  private static final int ROUNDS = 2_000;
  private static @Nullable Object sink;

  private DecisionTurns() {}

  /** Measures decisions at several sizes, then loading. */
  public static void main(String[] args) {
    for (int rules : List.of(6, 50, 1_000, 10_000)) {
      var decisions = new DecisionBenchmark();
      decisions.rules = rules;
      decisions.setUp();
      print(rules + " rules, decide", 2_000, decisions::decide);
      print(rules + " rules, match", 2_000, decisions::match);
      print(rules + " rules, probe", 2_000, decisions::probe);
      print(rules + " rules, scan", Math.max(1, 20_000 / rules), decisions::scan);
    }
    var loading = new LoadRulesBenchmark();
    print("load 10,000, tokens alone", 25, 1, loading::tokens);
    print("load 10,000", 25, 1, loading::load);
    print("load 10,000 and compile", 25, 1, loading::loadAndCompile);
  }

  private static void print(String what, int times, Supplier<Object> job) {
    print(what, ROUNDS, times, job);
  }

  private static void print(String what, int count, int times, Supplier<Object> job) {
    var rounds = new ArrayList<Double>();
    for (int round = 0; round < count; round++) {
      long before = System.nanoTime();
      for (int i = 0; i < times; i++) {
        sink = job.get();
      }
      rounds.add((System.nanoTime() - before) / (double) times);
    }
    Collections.sort(rounds);
    System.out.printf(
        "%-30s best %,14.0f ns, middle %,14.0f ns%n",
        what, rounds.getFirst(), rounds.get(count / 2));
    if (sink == null) {
      throw new IllegalStateException("nothing was measured");
    }
  }
}
