package dev.agentsafe.core;

import dev.agentsafe.core.durable.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * A process of {@link ReplayTest}: waits until the workspace is its own, then lets many threads
 * redeem every ticket again and again, each effect a line in a file, until it is killed.
 */
final class ReplayRunner {
  private static final int THREADS = 16;

  private ReplayRunner() {}

  /**
   * Arguments: the workspace, the file of tickets, the file of effects, hours that the clock is
   * wrong by, and a seed.
   */
  public static void main(String[] args) throws Exception {
    var world = new SmallWorld(Path.of(args[0]));
    var tickets = Files.readAllLines(Path.of(args[1]));
    var effects = Path.of(args[2]);
    world.acting.set(auditId -> {
      pause(5);
      append(effects, auditId);
      pause(5);
    });
    var clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(Long.parseLong(args[3])));
    try (var governor = mine(world, clock);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      System.out.println("open");
      for (var i = 0; i < THREADS; i++) {
        var random = new Random(Long.parseLong(args[4]) * THREADS + i);
        threads.execute(() -> redeemAll(governor, tickets, random));
      }
    }
    System.out.println("done");
  }

  private static void redeemAll(Governor governor, List<String> tickets, Random random) {
    var order = new ArrayList<>(tickets);
    Collections.shuffle(order, random);
    for (var ticket : order) {
      pause(random.nextInt(100));
      governor.redeem(ticket, SmallWorld.agent());
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Governor mine(SmallWorld world, Clock clock) throws InterruptedException {
    while (true) {
      try {
        return world.open(clock, Disk.real());
      } catch (CoreException e) {
        if (!String.valueOf(e.getMessage()).contains("is being written by")) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  /** One write of a whole line to the end of the file: a kill leaves all of it or nothing. */
  private static void append(Path effects, String auditId) {
    try {
      Files.write(
          effects,
          (auditId + "\n").getBytes(StandardCharsets.US_ASCII),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
