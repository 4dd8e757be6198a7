package dev.agentsafe.core.journal;

import java.io.IOException;
import java.util.Arrays;

/**
 * The journal and the probe in turns, in short rounds, so that a busy machine is unkind to both;
 * says the best and the middle of each. Started on its own: the test class path, this class.
 */
public final class AppendRace {
  private static final int ROUNDS = 60;
  private static final int WARM = 20;

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
    benchmark.close();
    print("journal", journal);
    print("probe", probe);
  }

  private static void print(String name, double[] perSecond) {
    Arrays.sort(perSecond);
    System.out.printf(
        "%s: best %.0f/s, middle %.0f/s%n", name, perSecond[ROUNDS - 1], perSecond[ROUNDS / 2]);
  }
}
