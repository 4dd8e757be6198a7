package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Seals a journal in time, on a thread of its own: appends go on meanwhile.
 *
 * <p>Signing and forcing a checkpoint keeps the disk busy for some milliseconds. Where entries come
 * faster than that, it leaves the disk to them for most of the time.
 */
final class Sealer {
  /** Of the time under load, appends have the disk for so many parts and sealing for one. */
  private static final int SHARE = 9;

  private static final Duration LONGEST_BREAK = Duration.ofSeconds(30);

  private final Seals seals;
  private final Config config;
  private final ConcurrentLinkedQueue<CompletableFuture<Optional<CoreException>>> asked =
      new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile Status status;
  private volatile boolean closing;
  private volatile boolean hurried;
  private volatile boolean abandoned;

  /**
   * What it works with.
   *
   * @param durable how far the journal is written
   * @param heartbeat appends an entry that says that the journal is alive
   */
  record Config(Sealing when, Clock clock, Supplier<Chain.Head> durable, Runnable heartbeat) {}

  /** How far the journal is sealed, and what went wrong since. */
  record Status(long sealed, Optional<Instant> at, Optional<String> failure) {}

  /** What only the thread knows; nanoseconds of the system's clock. */
  private static final class Pace {
    private long size;
    private long changed = System.nanoTime();
    private long notBefore = changed;
    private int failures;
  }

  Sealer(Seals seals, Optional<Instant> sealedAt, Config config) {
    this.seals = seals;
    this.config = config;
    this.status = new Status(seals.edge().size(), sealedAt, Optional.empty());
    this.thread = Thread.ofPlatform().daemon().name("journal-sealer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Status status() {
    return status;
  }

  /** So many entries are durable now; quick. */
  void noticed(long entries) {
    if (entries - status.sealed() >= config.when().entries() && !hurried) {
      hurried = true;
      LockSupport.unpark(thread);
    }
  }

  /** Returns when all entries that are durable now are sealed. */
  void sealNow() {
    var ask = new CompletableFuture<Optional<CoreException>>();
    asked.add(ask);
    LockSupport.unpark(thread);
    if (closing && !thread.isAlive()) {
      refuseAsked();
    }
    ask.join()
        .ifPresent(why -> {
          throw new CoreException(String.valueOf(why.getMessage()), why);
        });
  }

  /** Seals what is not sealed yet, then ends; nothing may be appended any more. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    Ended.await(thread);
    refuseAsked();
  }

  /** Ends without sealing. */
  void abandon() {
    abandoned = true;
    close();
  }

  private void refuseAsked() {
    for (var late = asked.poll(); late != null; late = asked.poll()) {
      late.complete(Optional.of(new CoreException("the journal is closed")));
    }
  }

  private void run() {
    var pace = new Pace();
    while (!closing) {
      if (asked.isEmpty() && !hurried) {
        LockSupport.parkNanos(this, config.when().pause().toNanos());
      }
      if (!closing) {
        step(pace);
      }
    }
    if (!abandoned) {
      answer(attempt(pace));
      seals.remember();
    }
  }

  private void step(Pace pace) {
    var now = System.nanoTime();
    var size = config.durable().get().size();
    if (size != pace.size) {
      pace.size = size;
      pace.changed = now;
    } else if (now - pace.changed >= config.when().heartbeat().toNanos()) {
      pace.changed = now;
      beat();
    }
    var early = pace.notBefore - now;
    if (asked.isEmpty() && early > 0) {
      LockSupport.parkNanos(this, Math.min(early, config.when().pause().toNanos()));
    } else {
      // Somebody may ask between the look above and the attempt, which takes whoever waits by then.
      answer(attempt(pace));
    }
  }

  private void beat() {
    try {
      config.heartbeat().run();
    } catch (CoreException e) {
      // The journal is blocked or being closed, and says so itself.
    }
  }

  /** What was asked for before an attempt is answered by it. */
  private record Attempt(
      List<CompletableFuture<Optional<CoreException>>> asked, Optional<CoreException> failure) {}

  private Attempt attempt(Pace pace) {
    var asking = new ArrayList<CompletableFuture<Optional<CoreException>>>();
    for (var next = asked.poll(); next != null; next = asked.poll()) {
      asking.add(next);
    }
    hurried = false;
    var head = config.durable().get();
    if (head.size() <= status.sealed()) {
      return new Attempt(asking, Optional.empty());
    }
    var began = System.nanoTime();
    try {
      seals.seal(head);
    } catch (IOException | RuntimeException | Error e) {
      return new Attempt(asking, Optional.of(failed(pace, e)));
    }
    var ended = System.nanoTime();
    pace.failures = 0;
    pace.notBefore = ended + SHARE * (ended - began);
    status = new Status(head.size(), Optional.of(config.clock().instant()), Optional.empty());
    return new Attempt(asking, Optional.empty());
  }

  private CoreException failed(Pace pace, Throwable e) {
    var words =
        "the journal cannot be sealed: %s; no ticket of high or critical risk leaves until that is mended"
            .formatted(e.getMessage());
    status = new Status(status.sealed(), status.at(), Optional.of(words));
    pace.failures++;
    pace.notBefore =
        System.nanoTime()
            + Math.min(
                LONGEST_BREAK.toNanos(),
                config.when().pause().toNanos() << Math.min(pace.failures, 5));
    return new CoreException(words, e);
  }

  private static void answer(Attempt attempt) {
    attempt.asked().forEach(ask -> ask.complete(attempt.failure()));
  }
}
