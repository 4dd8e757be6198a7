package dev.agentsafe.executors.process;

import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The API of one context as kubectl reaches it: started when it is first needed, again where it has
 * ended or its kubeconfig is another; thread-safe.
 */
public final class Kubectl implements AutoCloseable {
  /** The {@code reason} of an answer of ours, in the place of the API's, that nothing was sent. */
  public static final String NOT_SENT = "KubectlSentNothing";

  private final Program program;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Going going;

  /** A kubectl that listens, and the only way to it. */
  private record Going(FileTime as, Running kubectl, Gate gate) {
    void end() {
      gate.close();
      kubectl.close();
    }
  }

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
    this.program = program;
  }

  /**
   * Where it is found; starts kubectl where it does not run.
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
      var now = going;
      var as = modified();
      if (now == null || !now.kubectl().isUp() || !now.as().equals(as)) {
        end();
        var kubectl = Running.start(program, deadline);
        now = new Going(as, kubectl, new Gate(program.context(), kubectl.socket()));
        going = now;
      }
      return new Passage(now.gate().address(), now.gate().token());
    } finally {
      lock.unlock();
    }
  }

  private FileTime modified() {
    try {
      return Files.getLastModifiedTime(program.kubeconfig());
    } catch (IOException e) {
      // Starting it says so.
      return FileTime.fromMillis(0);
    }
  }

  private void end() {
    if (going != null) {
      going.end();
      going = null;
    }
  }

  /** Ends it; what is under way through it is lost. */
  @Override
  public void close() {
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }
}
