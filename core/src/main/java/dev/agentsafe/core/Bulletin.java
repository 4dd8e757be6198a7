package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.journal.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Tells listeners of durable entries, in order, on a thread of its own, so that a listener may ask
 * the governor anything without holding up the journal. What an entry says of holds and rules is so
 * by the time that it is told.
 */
final class Bulletin {
  private static final System.Logger LOG = System.getLogger(Bulletin.class.getName());

  private final List<Consumer<AuditEntry>> listeners = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<AuditEntry> queue = new LinkedBlockingQueue<>();
  private final Holds holds;
  private final Runnable unsubscribe;
  private final Thread thread;

  Bulletin(Journal journal, Holds holds) {
    this.holds = holds;
    unsubscribe = journal.subscribe(queue::add);
    thread = Thread.ofPlatform().daemon().name("bulletin").start(this::deliver);
  }

  Runnable subscribe(Consumer<AuditEntry> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void close() {
    unsubscribe.run();
    thread.interrupt();
  }

  private void deliver() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var entry = queue.take();
        // It is durable before it takes effect: whoever changes holds or rules is let end that.
        var _ = holds.steady(queue::size);
        listeners.forEach(l -> deliver(l, entry));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Consumer<AuditEntry> listener, AuditEntry entry) {
    try {
      listener.accept(entry);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a listener failed and is not told any more", e);
      listeners.remove(listener);
    }
  }
}
