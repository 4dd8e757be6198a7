package dev.agentsafe.core.index;

import dev.agentsafe.core.audit.AuditEntry;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a store up to the journal and keeps it there, on a thread of its own.
 *
 * <p>New entries wait in a bounded queue. What does not fit is read from the journal later, so the
 * journal never waits for the index.
 */
final class Follower implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final int QUEUED = 20_000;

  private final Store store;
  private final Feed feed;
  private final Runnable afterBatch;
  private final ArrayDeque<AuditEntry> queue = new ArrayDeque<>();
  private final List<AuditEntry> batch = new ArrayList<>(BATCH);
  private final Thread thread = Thread.ofPlatform().daemon().name("index").unstarted(this::run);
  private boolean closed;
  private boolean broken;
  private long last;
  private Runnable unsubscribe = () -> {};

  Follower(Store store, Feed feed, long last, Runnable afterBatch) {
    this.store = store;
    this.feed = feed;
    this.last = last;
    this.afterBatch = afterBatch;
  }

  void start() {
    unsubscribe = feed.live().subscribe(this::accept);
    thread.start();
  }

  /** Takes a new entry; never waits. */
  synchronized void accept(AuditEntry entry) {
    if (!broken && queue.size() < QUEUED) {
      queue.add(entry);
    }
    notifyAll();
  }

  /** The position of the newest indexed entry; -1 where there is none. */
  synchronized long last() {
    return last;
  }

  synchronized boolean isBroken() {
    return broken;
  }

  /** Waits until everything that is durable now is indexed. */
  synchronized boolean await(long nanos) throws InterruptedException {
    var wanted = feed.size().getAsLong() - 1;
    var end = System.nanoTime() + nanos;
    while (last < wanted && !broken && !closed) {
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return last >= wanted;
  }

  private void run() {
    try {
      catchUp();
      while (takeQueued()) {
        write();
        if (hasGap()) {
          catchUp();
        }
      }
    } catch (SQLException | RuntimeException e) {
      synchronized (this) {
        broken = true;
        queue.clear();
        notifyAll();
      }
    }
  }

  /** Reads from the journal what was not handed over. */
  private void catchUp() throws SQLException {
    batch.clear();
    feed.history()
        .read(
            last() + 1,
            entry -> {
              batch.add(entry);
              if (batch.size() >= BATCH) {
                writeUnchecked();
              }
            });
    write();
  }

  /** Waits for new entries and takes those that follow on; false once closed. */
  private synchronized boolean takeQueued() {
    while (queue.isEmpty() && !closed && !isBehind()) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    batch.clear();
    var next = last + 1;
    while (!queue.isEmpty() && batch.size() < BATCH && queue.getFirst().seq() <= next) {
      var entry = queue.removeFirst();
      if (entry.seq() == next) {
        batch.add(entry);
        next++;
      }
    }
    return !closed;
  }

  private synchronized boolean hasGap() {
    return queue.isEmpty() ? isBehind() : queue.getFirst().seq() > last + 1;
  }

  private boolean isBehind() {
    return last + 1 < feed.size().getAsLong();
  }

  private void write() throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    store.add(batch);
    synchronized (this) {
      last = batch.getLast().seq();
      notifyAll();
    }
    batch.clear();
    afterBatch.run();
  }

  private void writeUnchecked() {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
    }
    try {
      write();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    unsubscribe.run();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
