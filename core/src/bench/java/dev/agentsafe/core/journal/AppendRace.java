package dev.agentsafe.core.journal;

import java.io.IOException;
import java.util.Arrays;

/**
 * The journal and the probe in turns, in short rounds, so that a busy machine is unkind to both;
 * says the best and the middle of each, then what one caller alone waits beside a bare write and
 * force. Started on its own: the test class path, this class.
 */
public final class AppendRace {
  private static final int ROUNDS = 60;
  private static final int WARM = 20;
  private static final int ALONE = 20_000;

  private AppendRace() {}

  /** Runs the race. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var benchmark = new AppendBenchmark();
    benchmark.open();
    var journal = new double[ROUNDS];
    var probe = new double[ROUNDS];
    for (var round = 0; round < ROUNDS + WARM; round++) {
      var begin = System.nanoTime();
      benchmark.journal64();
      var middle = System.nanoTime();
      benchmark.probe64();
      if (round >= WARM) {
        journal[round - WARM] = AppendBenchmark.APPENDS * 1e9 / (middle - begin);
        probe[round - WARM] = AppendBenchmark.APPENDS * 1e9 / (System.nanoTime() - middle);
      }
    }
    print("journal", journal);
    print("probe", probe);
    alone(benchmark);
    benchmark.close();
  }

  private static void alone(AppendBenchmark benchmark) throws IOException {
    var journal = new long[ALONE];
    var bare = new long[ALONE];
    for (var i = -ALONE / 4; i < ALONE; i++) {
      var begin = System.nanoTime();
      var entry = benchmark.journal1();
      var middle = System.nanoTime();
      benchmark.fdatasync1();
      if (i >= 0 && entry.seq() > 0) {
        journal[i] = middle - begin;
        bare[i] = System.nanoTime() - middle;
      }
    }
    print("one caller", journal);
    print("write and fdatasync", bare);
  }

  private static void print(String name, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%s: best %.1f us, p50 %.1f us, p90 %.1f us, p99 %.1f us%n",
        name,
        nanos[0] / 1e3,
        nanos[ALONE / 2] / 1e3,
        nanos[ALONE / 10 * 9] / 1e3,
        nanos[ALONE / 100 * 99] / 1e3);
  }

  private static void print(String name, double[] perSecond) {
    Arrays.sort(perSecond);
    System.out.printf(
        "%s: best %.0f/s, middle %.0f/s%n", name, perSecond[ROUNDS - 1], perSecond[ROUNDS / 2]);
  }
}
