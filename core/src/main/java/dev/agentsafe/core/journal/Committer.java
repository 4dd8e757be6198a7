package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the chain. Callers queue up; whatever waits when a batch is done goes
 * into the next one, with one write and one force for all of it (group commit).
 *
 * <p>It has a thread of its own because an interrupted thread closes the file it writes to, and
 * callers may be interrupted.
 */
final class Committer {
  /** Keeps a batch, and so the wait of its first caller, within bounds. */
  private static final int MOST_LINES = 4096;

  private final Path file;
  private final Chain chain;
  private final Consumer<List<Line.Written>> published;
  private final ConcurrentLinkedQueue<Handover> queue = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closing;
  private volatile @Nullable CoreException failure;

  /**
   * Starts the thread.
   *
   * @param published told of lines after their callers were
   */
  Committer(Path file, Chain chain, Consumer<List<Line.Written>> published) {
    this.file = file;
    this.chain = chain;
    this.published = published;
    this.thread = Thread.ofPlatform().daemon().name("journal-writer").start(this::run);
  }

  /** Hands lines over and waits until they are durable. */
  List<Line.Written> commit(List<Line> lines) {
    var handover = new Handover(lines);
    queue.add(handover);
    if (closing && !thread.isAlive()) {
      refuseQueued();
    } else if (idle) {
      LockSupport.unpark(thread);
    }
    return handover.await();
  }

  /** Writes what is queued, then ends. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    refuseQueued();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var waiting = new ArrayList<Handover>();
    while (true) {
      drain(waiting);
      if (!waiting.isEmpty()) {
        settle(waiting);
        waiting.clear();
      } else if (closing) {
        return;
      } else {
        idle = true;
        if (queue.isEmpty() && !closing) {
          LockSupport.park(this);
        }
        idle = false;
      }
    }
  }

  private void drain(List<Handover> waiting) {
    var lines = 0;
    while (lines < MOST_LINES) {
      var next = queue.poll();
      if (next == null) {
        return;
      }
      waiting.add(next);
      lines += next.lines().size();
    }
  }

  private void settle(List<Handover> waiting) {
    var failed = failure;
    if (failed != null) {
      waiting.forEach(h -> h.failed(failed));
      return;
    }
    var lines = new ArrayList<Line>();
    waiting.forEach(h -> lines.addAll(h.lines()));
    List<Line.Written> written;
    try {
      written = chain.append(lines);
    } catch (IOException | RuntimeException e) {
      // Nobody knows what landed: acknowledging ends until recovery has looked at the file.
      var why = blocked(e);
      failure = why;
      waiting.forEach(h -> h.failed(why));
      return;
    }
    published.accept(written);
    var from = 0;
    for (var handover : waiting) {
      var to = from + handover.lines().size();
      handover.durable(written.subList(from, to));
      from = to;
    }
  }

  private CoreException blocked(Exception e) {
    return new CoreException(
        "the journal `%s` cannot be written (%s); nothing is decided or executed until that is mended and the console or gateway restarted"
            .formatted(file, e.getMessage()),
        e);
  }

  private void refuseQueued() {
    for (var late = queue.poll(); late != null; late = queue.poll()) {
      late.failed(new CoreException("the journal `%s` is closed".formatted(file)));
    }
  }
}
