package dev.agentsafe.executors.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of its own, which runs another one for as long as somebody holds its standard input
 * open: whoever started it may end in any way, and what it guards ends too.
 *
 * <p>Needs nothing but the JDK, so that it starts quickly.
 */
public final class Guard {
  private static final long GRACE_SECONDS = 2;

  private Guard() {}

  /**
   * Runs it and ends as it does.
   *
   * @param args a folder that goes with it, then the words of the command
   */
  public static void main(String... args) throws IOException, InterruptedException {
    var child = start(Path.of(args[0]), Arrays.asList(args).subList(1, args.length));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
    child.getOutputStream().close();
    Thread.ofPlatform().daemon().start(() -> watch(System.in, child));
    int code = child.waitFor();
    remove(Path.of(args[0]));
    System.exit(code);
  }

  private static Process start(Path folder, List<String> words) throws IOException {
    try {
      return new ProcessBuilder(words)
          .redirectOutput(ProcessBuilder.Redirect.INHERIT)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      remove(folder);
      throw e;
    }
  }

  private static void watch(InputStream held, Process child) {
    try {
      held.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("guard: its input broke, which is its end: " + e.getMessage());
    }
    end(child);
  }

  private static void end(Process child) {
    var all = child.descendants().toList();
    child.destroy();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
