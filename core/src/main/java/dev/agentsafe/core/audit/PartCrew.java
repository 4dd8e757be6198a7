package dev.agentsafe.core.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the parts of a log on as many threads as help, and joins them in order as they come.
 *
 * <p>Whoever brings the part that is next joins it and those behind it, while the others go on
 * checking. Nobody runs far ahead, so that what waits to be joined stays small however large the
 * log is.
 */
final class PartCrew {
  private static final int MOST_THREADS = 8;
  private static final int MOST_AHEAD = 8 * MOST_THREADS;

  /**
   * So many parts the first thread checks alone. In a fresh process that is before the compiler has
   * come to what they run: it needs the processor more than slow threads do.
   */
  private static final int ALONE = 32;

  private final FileChannel channel;
  private final PartReader.Stretch stretch;
  private final Segment.Wanted wanted;
  private final PartJoin join;
  private final LogVerifier.Watch watch;

  private final Object lock = new Object();
  // All of these under the lock.
  private final Map<Long, PartReader.Checked> waiting = new HashMap<>();
  private long claimed;
  private long joined;
  private boolean joining;
  private Optional<Throwable> failure = Optional.empty();

  PartCrew(
      FileChannel channel,
      PartReader.Stretch stretch,
      Segment.Wanted wanted,
      PartJoin join,
      LogVerifier.Watch watch) {
    this.watch = watch;
    this.channel = channel;
    this.stretch = stretch;
    this.wanted = wanted;
    this.join = join;
  }

  /** Checks all parts, up to the first one with a bad line. */
  void checkAll() throws IOException {
    var others = new ArrayList<Thread>();
    work(() -> others.addAll(more()));
    for (var other : others) {
      await(other);
    }
    synchronized (lock) {
      if (failure.isPresent()) {
        throw raised(failure.get());
      }
    }
  }

  private List<Thread> more() {
    var threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    var others = new ArrayList<Thread>();
    for (var i = 1; i < Math.min(threads, stretch.parts() - ALONE); i++) {
      others.add(
          Thread.ofPlatform().daemon().name("log-verifier-" + i).start(() -> work(() -> {})));
    }
    return others;
  }

  private static IOException raised(Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case ArithmeticException e -> throw e;
      case OutOfMemoryError e -> throw e;
      default -> new IOException("the check itself failed: " + failure.getMessage(), failure);
    };
  }

  private void work(Runnable warm) {
    try {
      var reader = new PartReader(channel, stretch, new Segment(wanted));
      for (var part = claim(); part >= 0; part = claim()) {
        if (part == ALONE) {
          warm.run();
        }
        deliver(part, reader.check(part));
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      synchronized (lock) {
        failure = Optional.of(e);
        lock.notifyAll();
      }
    }
  }

  /** The next part to check; negative where there is none. */
  private long claim() {
    synchronized (lock) {
      var interrupted = false;
      while (goesOn() && claimed - joined >= MOST_AHEAD) {
        try {
          lock.wait();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return goesOn() ? claimed++ : -1;
    }
  }

  private boolean goesOn() {
    return failure.isEmpty() && claimed < stretch.parts() && join.isOpen() && !watch.isCancelled();
  }

  private void deliver(long part, PartReader.Checked checked) {
    synchronized (lock) {
      waiting.put(part, checked);
      if (joining) {
        return;
      }
      joining = true;
    }
    for (var next = next(); next.isPresent(); next = next()) {
      join.take(next.get().result());
      watch.at(join.good().bytes(), stretch.end());
    }
  }

  /** The next part to join, if it is there; otherwise who brings it will join it. */
  private Optional<PartReader.Checked> next() {
    synchronized (lock) {
      var next = Optional.ofNullable(waiting.remove(joined));
      if (next.isPresent()) {
        joined++;
      } else {
        joining = false;
      }
      lock.notifyAll();
      return next;
    }
  }

  private static void await(Thread thread) {
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
