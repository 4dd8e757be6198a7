package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Tells subscribers of durable entries, in order, on one thread that is not the writer's. */
final class Publisher {
  private static final System.Logger LOG = System.getLogger("dev.agentsafe.journal");

  private final LinkedBlockingQueue<Message> queue = new LinkedBlockingQueue<>();
  private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("journal-publisher").unstarted(this::run);

  /** What the thread is told. */
  private sealed interface Message {
    record Durable(List<Line.Written> written) implements Message {}

    record End() implements Message {}
  }

  /**
   * One subscriber.
   *
   * @param fromSeq the first entry that it is told of
   */
  private record Subscription(long fromSeq, Consumer<AuditEntry> listener) {}

  void start() {
    thread.start();
  }

  Runnable subscribe(long fromSeq, Consumer<AuditEntry> listener) {
    var subscription = new Subscription(fromSeq, listener);
    subscriptions.add(subscription);
    return () -> subscriptions.remove(subscription);
  }

  void publish(List<Line.Written> written) {
    if (!subscriptions.isEmpty()) {
      queue.add(new Message.Durable(written));
    }
  }

  /** Delivers what is queued, then ends. */
  void close() {
    queue.add(new Message.End());
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      try {
        switch (queue.take()) {
          case Message.Durable(var written) -> written.forEach(this::deliver);
          case Message.End _ -> {
            return;
          }
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void deliver(Line.Written written) {
    var entry = written.entry();
    for (var subscription : subscriptions) {
      if (entry.seq() >= subscription.fromSeq()) {
        try {
          subscription.listener().accept(entry);
        } catch (RuntimeException e) {
          LOG.log(Level.ERROR, "a listener of the journal failed at entry " + entry.seq(), e);
        }
      }
    }
  }
}
