package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.journal.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Tells listeners of durable entries, in order, on a thread of its own, so that a listener may ask
 * the governor anything without holding up the journal.
 */
final class Bulletin {
  private static final System.Logger LOG = System.getLogger(Bulletin.class.getName());

  private final List<Consumer<AuditEntry>> listeners = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<AuditEntry> queue = new LinkedBlockingQueue<>();
  private final Runnable unsubscribe;
  private final Thread thread;

  Bulletin(Journal journal) {
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
