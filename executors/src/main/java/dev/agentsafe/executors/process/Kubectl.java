package dev.agentsafe.executors.process;

import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The API of one context as kubectl reaches it, behind one gate: started when it is first needed,
 * again where it has ended or its kubeconfig is another; thread-safe.
 */
public final class Kubectl implements AutoCloseable {
  /** The {@code reason} of an answer of ours, in the place of the API's, that nothing was sent. */
  public static final String NOT_SENT = "KubectlSentNothing";

  private final Program program;
  private final Path beneath;
  private final ReentrantLock lock = new ReentrantLock();

  /** Those that run: the last one, and those before that somebody still goes by. */
  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  private @Nullable Gate gate;
  private @Nullable Going going;
  private volatile boolean closed;

  /**
   * The kubectl that the gate leads to.
   *
   * @param as when its kubeconfig had been written
   */
  private record Going(FileTime as, Running kubectl) {}

  /**
   * Where the API is found now.
   *
   * @param token to be brought as bearer token; never shown
   */
  public record Passage(URI address, String token) {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /** One for that context; starts nothing yet. */
  public Kubectl(Program program) {
    this(program, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  /** The same with its folders there. */
  Kubectl(Program program, Path beneath) {
    this.program = program;
    this.beneath = beneath;
  }

  /**
   * Where it is found, always the same; starts kubectl where it does not run. What is under way
   * through one with the kubeconfig of before goes on there.
   *
   * @param atMost how long may be waited for it
   * @throws ExecutorException where it does not come up, with a message for people
   */
  public Passage passage(Duration atMost) {
    var deadline = Deadline.in(atMost);
    try {
      if (!lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ExecutorException(
            "`kubectl` was not ready in time for context `" + program.context() + "`.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutorException("It was stopped while it waited for `kubectl`.", e);
    }
    try {
      var way = way(deadline);
      return new Passage(way.address(), way.token());
    } finally {
      lock.unlock();
    }
  }

  private Gate way(Deadline deadline) {
    if (closed) {
      throw isEnding(program);
    }
    var before = gate;
    var now = going;
    var as = modified();
    if (before != null && now != null && now.as().equals(as) && now.kubectl().isUp()) {
      return before;
    }
    var kubectl = Running.start(program, beneath, deadline, () -> closed);
    running.add(kubectl);
    var next = new Way(kubectl.socket(), () -> Thread.ofVirtual().start(() -> end(kubectl)));
    going = new Going(as, kubectl);
    if (before != null) {
      before.leadTo(next);
      return before;
    }
    try {
      var opened = Gate.before(program.context(), next);
      gate = opened;
      return opened;
    } catch (ExecutorException e) {
      end(kubectl);
      throw e;
    }
  }

  /** What is said where it is not needed any more. */
  static ExecutorException isEnding(Program program) {
    return new ExecutorException(
        "Context `" + program.context() + "` is not reached any more: this program is ending.");
  }

  private FileTime modified() {
    try {
      return Files.getLastModifiedTime(program.kubeconfig());
    } catch (IOException e) {
      // Starting it says so.
      return FileTime.fromMillis(0);
    }
  }

  private void end(Running kubectl) {
    kubectl.close();
    running.remove(kubectl);
  }

  /** Ends it, also while it starts; what is under way through it is lost. */
  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      if (gate != null) {
        gate.close();
      }
    } finally {
      running.forEach(this::end);
      lock.unlock();
    }
  }
}
