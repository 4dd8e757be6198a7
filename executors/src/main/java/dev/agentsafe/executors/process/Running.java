package dev.agentsafe.executors.process;

import static java.util.Objects.requireNonNull;

import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A kubectl that listens on a socket file in a folder of its owner's alone; thread-safe. */
final class Running implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int KEPT = 8 * 1024;

  private final Program program;
  private final Process guard;
  private final Path socket;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Thread listener;

  /** What ends with it even where somebody has killed its guard. */
  private volatile List<ProcessHandle> watched = List.of();

  private Running(Program program, Process guard, Path socket) {
    this.program = program;
    this.guard = guard;
    this.socket = socket;
    listener =
        Thread.ofPlatform()
            .daemon()
            .name("kubectl " + program.context())
            .start(() -> listen(guard.getInputStream()));
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param beneath where its folder is made
   * @param unwanted whether nobody needs it any more, which ends the waiting
   * @throws ExecutorException where it does not in time, with a message for people
   */
  static Running start(Program program, Path beneath, Deadline deadline, BooleanSupplier unwanted) {
    if (!Files.isReadable(program.kubeconfig())) {
      throw new ExecutorException(
          "Kubernetes context `"
              + program.context()
              + "` is not known: `"
              + program.kubeconfig()
              + "` cannot be read.");
    }
    try {
      // Made for its owner alone.
      var folder = Files.createTempDirectory(beneath, "agent-safe-");
      var socket = folder.resolve("kubectl");
      try {
        var running = new Running(program, guard(program, socket, folder), socket);
        running.await(deadline, unwanted);
        return running;
      } catch (IOException | ExecutorException e) {
        remove(socket);
        throw e;
      }
    } catch (IOException e) {
      throw new ExecutorException("`kubectl` could not be started: " + e.getMessage(), e);
    }
  }

  private static Process guard(Program program, Path socket, Path folder) throws IOException {
    var builder = new ProcessBuilder(program.guarded(socket, folder)).redirectErrorStream(true);
    var environment = builder.environment();
    var handed = program.handed(environment);
    environment.clear();
    environment.putAll(handed);
    return builder.start();
  }

  private void await(Deadline deadline, BooleanSupplier unwanted) {
    while (!listens()) {
      if (!guard.isAlive()) {
        hearOut();
        close();
        throw new ExecutorException(ended());
      }
      if (unwanted.getAsBoolean()) {
        close();
        throw Kubectl.isEnding(program);
      }
      if (deadline.isOver() || !pause(deadline)) {
        close();
        throw new ExecutorException(
            "`kubectl` was not ready in time for context `" + program.context() + "`.");
      }
    }
    watched = guard.descendants().toList();
  }

  private boolean listens() {
    if (!Files.exists(socket)) {
      return false;
    }
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      // Its file is there before it listens.
      return false;
    }
  }

  private static boolean pause(Deadline deadline) {
    try {
      Thread.sleep(deadline.left(PAUSE));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void hearOut() {
    try {
      listener.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why it ended before it listened; of what it said only what is known is repeated. */
  private String ended() {
    var text = said.toString(StandardCharsets.UTF_8);
    if (text.contains("context \"" + program.context() + "\" does not exist")) {
      return "Kubernetes context `"
          + program.context()
          + "` is not known: `"
          + program.kubeconfig()
          + "` does not have it. Name it there; no other is used in its place.";
    }
    if (text.contains("error loading config file")) {
      return "Kubernetes context `"
          + program.context()
          + "` is not known: `kubectl` cannot read `"
          + program.kubeconfig()
          + "` as a kubeconfig.";
    }
    return "`kubectl` ended with code "
        + guard.exitValue()
        + " instead of reaching context `"
        + program.context()
        + "`; run `kubectl --context=… proxy` to see why.";
  }

  private void listen(InputStream output) {
    try (output) {
      var bytes = new byte[1024];
      for (int n = output.read(bytes); n >= 0; n = output.read(bytes)) {
        if (said.size() < KEPT) {
          said.write(bytes, 0, n);
        }
      }
    } catch (IOException e) {
      // It ended: what it said until then is all there is.
      return;
    }
  }

  /** Whether it can be asked; it may have ended while its guard has not noticed yet. */
  boolean isUp() {
    return guard.isAlive() && listens();
  }

  Path socket() {
    return socket;
  }

  /** Ends it, whatever it is doing; again does nothing. */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(5, TimeUnit.SECONDS)) {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
      }
      remove(socket);
    } catch (IOException e) {
      guard.destroy();
    } catch (InterruptedException e) {
      guard.destroy();
      Thread.currentThread().interrupt();
    } finally {
      watched.stream()
          .flatMap(each -> Stream.concat(each.descendants(), Stream.of(each)))
          .toList()
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Its guard does that, where there is one and nobody has killed it. */
  private static void remove(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    Files.deleteIfExists(requireNonNull(socket.getParent()));
  }
}
