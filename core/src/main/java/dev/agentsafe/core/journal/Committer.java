package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread at a time append to the chain: the one that has taken the turn.
 *
 * <p>Callers queue up; the journal's own thread takes the turn, and whatever waits when a batch is
 * done goes into the next one, with one write and one force for all of it (group commit). A caller
 * that has the journal to itself takes the turn and commits on its own thread: handing over and
 * being woken would cost it half a force more.
 */
final class Committer {
  /** Keeps a batch, and so the wait of its first caller, within bounds. */
  private static final int MOST_LINES = 4096;

  /** After so many batches of a single caller the next one is taken to be alone. */
  private static final int SIGNS_OF_CALM = 16;

  private final Path file;
  private final Chain chain;
  private final Consumer<List<Line.Written>> published;
  private final ConcurrentLinkedQueue<Handover> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean turn = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean calm;

  /** Guarded by the turn. */
  private int signsOfCalm;

  private volatile boolean idle;
  private volatile boolean closing;
  private volatile @Nullable CoreException failure;

  /**
   * Starts the thread.
   *
   * @param published told of lines before their callers are, by the thread that wrote them
   */
  Committer(Path file, Chain chain, Consumer<List<Line.Written>> published) {
    this.file = file;
    this.chain = chain;
    this.published = published;
    this.calm = chain.bearsInterrupts();
    this.thread = Thread.ofPlatform().daemon().name("journal-writer").start(this::run);
  }

  /** Why nothing is acknowledged any more; absent while all is well. */
  @Nullable CoreException failure() {
    return failure;
  }

  /** Appends lines, on this thread or the journal's, and waits until they are durable. */
  List<Line.Written> commit(List<Line> lines) {
    var handover = new Handover(lines);
    if (calm && turn.compareAndSet(false, true)) {
      lead(handover);
    } else {
      calm = false;
      queue.add(handover);
      if (closing && !thread.isAlive()) {
        refuseQueued();
      } else if (idle && !turn.get()) {
        LockSupport.unpark(thread);
      }
    }
    return handover.await();
  }

  private void lead(Handover handover) {
    try {
      settle(List.of(handover));
    } finally {
      turn.set(false);
      // INVARIANT: whoever queues up looks at the turn afterwards, whoever ends a turn looks at the
      // queue afterwards; so one of them wakes the thread.
      if (!queue.isEmpty() || closing) {
        calm = false;
        LockSupport.unpark(thread);
      }
    }
  }

  /** Writes what is queued, then ends. */
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    Ended.await(thread);
    refuseQueued();
  }

  private void run() {
    var waiting = new ArrayList<Handover>();
    while (true) {
      if (turn.compareAndSet(false, true)) {
        settleQueued(waiting);
        if (closing) {
          // It keeps the turn: no caller leads any more, and all that queue up are refused.
          return;
        }
        turn.set(false);
      }
      idle = true;
      if (turn.get() || (queue.isEmpty() && !closing)) {
        LockSupport.park(this);
      }
      idle = false;
    }
  }

  private void settleQueued(List<Handover> waiting) {
    drain(waiting);
    while (!waiting.isEmpty()) {
      settle(waiting);
      signsOfCalm = waiting.size() == 1 ? signsOfCalm + 1 : 0;
      waiting.clear();
      drain(waiting);
    }
    if (signsOfCalm >= SIGNS_OF_CALM && chain.bearsInterrupts()) {
      signsOfCalm = 0;
      calm = true;
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

  /** Commits a batch and tells its callers; the turn is this thread's. */
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
    } catch (IOException | RuntimeException | Error e) {
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

  private CoreException blocked(Throwable e) {
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
