package dev.agentsafe.core.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Checks the parts of a log on as many threads as help. */
final class PartCrew {
  private static final int MOST_THREADS = 8;

  private final FileChannel channel;
  private final long size;
  private final int partSize;
  private final AtomicReferenceArray<PartReader.Checked> parts;
  private final AtomicInteger next = new AtomicInteger();

  /** The first part with a bad line; those behind it do not matter. */
  private final AtomicInteger bad = new AtomicInteger(Integer.MAX_VALUE);

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  PartCrew(FileChannel channel, int partSize) throws IOException {
    this.channel = channel;
    this.size = channel.size();
    this.partSize = partSize;
    this.parts = new AtomicReferenceArray<>(Math.toIntExact((size + partSize - 1) / partSize));
  }

  /** The parts in order, up to the first one with a bad line. */
  List<PartReader.Checked> checkAll() throws IOException {
    var others = new ArrayList<Thread>();
    var threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    for (var i = 1; i < Math.min(threads, parts.length()); i++) {
      others.add(Thread.ofPlatform().daemon().name("log-verifier-" + i).start(this::work));
    }
    work();
    for (var other : others) {
      join(other);
    }
    for (var failure : failures) {
      throw failure instanceof IOException e
          ? e
          : new IOException("the check itself failed: " + failure.getMessage(), failure);
    }
    var checked = new ArrayList<PartReader.Checked>();
    for (var i = 0; i < parts.length() && i <= bad.get(); i++) {
      checked.add(parts.get(i));
    }
    return checked;
  }

  private void work() {
    try {
      var reader = new PartReader(channel, size, partSize);
      for (var i = next.getAndIncrement();
          i < parts.length() && i < bad.get() && failures.isEmpty();
          i = next.getAndIncrement()) {
        var checked = reader.check(i);
        parts.set(i, checked);
        if (!checked.result().complete()) {
          bad.accumulateAndGet(i, Math::min);
        }
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      failures.add(e);
    }
  }

  private static void join(Thread thread) {
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
