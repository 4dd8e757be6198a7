package dev.agentsafe.app.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures rehearsals and executions against the sandbox's API; no part of the gate, and nothing in
 * it depends on a time.
 *
 * <p>{@code ./mvnw -q -pl app -am test -Dtest=RunRates -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class RunRates {
  private static final int SIDE_BY_SIDE = 50;
  private static final int ROUNDS = 40;
  private static final int REHEARSALS = 1_000;

  @TempDir private Path folder;

  @Test
  void measure() throws Exception {
    try (var grounds = new Grounds(folder.resolve("ws"), SIDE_BY_SIDE)) {
      rehearse(grounds);
      execute(grounds);
    }
  }

  private static Order order(Grounds grounds, String target, long replicas) {
    var workspace = grounds.workspace;
    var submission =
        new Submission(
            new ActionName("scale-deployment"),
            Optional.of(new TargetId(target)),
            Optional.empty(),
            new Value.Fields(Map.of("replicas", Value.of(replicas))),
            Optional.empty());
    return switch (new RequestParser(workspace.catalog(), workspace.inventory())
        .parse(submission)) {
      case Parsed.Fits(var request) -> new Order(request, "evt-measure", Duration.ofMinutes(2));
      case Parsed.Unfit unfit -> throw new AssertionError(unfit.reason());
    };
  }

  private static void rehearse(Grounds grounds) {
    var runner = new Runner(List.of(grounds.executor), InstantSource.system());
    var times = new long[REHEARSALS];
    for (int i = -100; i < REHEARSALS; i++) {
      long began = System.nanoTime();
      assertThat(runner.rehearse(order(grounds, "more-" + Math.floorMod(i, SIDE_BY_SIDE), 2)))
          .isInstanceOf(Rehearsal.Outcome.Done.class);
      if (i >= 0) {
        times[i] = System.nanoTime() - began;
      }
    }
    Arrays.sort(times);
    System.out.printf(
        "rehearsal: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms of %,d%n",
        times[REHEARSALS / 2] / 1e6,
        times[REHEARSALS * 95 / 100] / 1e6,
        times[REHEARSALS * 99 / 100] / 1e6,
        times[REHEARSALS - 1] / 1e6,
        REHEARSALS);
  }

  private static void execute(Grounds grounds) throws Exception {
    var runner = new Runner(List.of(grounds.executor), InstantSource.system());
    long began = System.nanoTime();
    for (int round = 1; round <= ROUNDS; round++) {
      var all = new ArrayList<Callable<RunRecord>>();
      for (int i = 0; i < SIDE_BY_SIDE; i++) {
        var order = order(grounds, "more-" + i, 1 + round % 2);
        all.add(() -> runner.run(order, "nonce", new Runner.Watch(line -> {}, Optional::empty)));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var run : threads.invokeAll(all)) {
          assertThat(run.get()).isInstanceOf(RunRecord.Succeeded.class);
        }
      }
      if (round % 8 == 0) {
        System.out.printf(
            "executions: %,d after %.1f s, heap in use %.1f MB, platform threads %d%n",
            round * SIDE_BY_SIDE,
            (System.nanoTime() - began) / 1e9,
            heap() / 1e6,
            Thread.getAllStackTraces().keySet().stream().filter(t -> !t.isVirtual()).count());
      }
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
