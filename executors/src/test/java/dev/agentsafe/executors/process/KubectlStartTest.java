package dev.agentsafe.executors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.agentsafe.executors.ExecutorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A kubectl that does not come up is said, and leaves nothing behind. */
@ResourceLock("kubectl")
final class KubectlStartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path beneath = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    beneath = Files.createDirectory(folder.resolve("t"));
    Files.writeString(folder.resolve("config"), "");
  }

  @Test
  void whereThereIsNoKubectlNothingIsLeftBehind() {
    leavesNothing(folder.resolve("kubectl-9"), "is no program that can be run");
  }

  @Test
  void whereItEndsAtOnceNothingIsLeftBehind() throws IOException {
    leavesNothing(script("#!/bin/sh\nexit 3\n"), "ended with code 3");
  }

  @Test
  void whereTheSystemCannotRunItNothingIsLeftBehind() throws IOException {
    leavesNothing(script("#!/no/such/interpreter\n"), "ended with code 1");
  }

  @Test
  void whoClosesItWhileItStartsDoesNotWaitForIt() throws Exception {
    var kubectl = kubectl(script("#!/bin/sh\nexec sleep 600\n"));
    var starting =
        CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> kubectl.passage(Duration.ofMinutes(10))));
    while (isEmpty()) {
      Thread.onSpinWait();
    }

    kubectl.close();

    assertThat(starting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("this program is ending");
    assertThat(beneath).isEmptyDirectory();
    assertThatThrownBy(() -> kubectl.passage(PATIENCE))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("this program is ending");
    assertThat(beneath).isEmptyDirectory();
  }

  private void leavesNothing(Path program, String said) {
    try (var kubectl = kubectl(program)) {
      assertThatThrownBy(() -> kubectl.passage(PATIENCE))
          .isInstanceOf(ExecutorException.class)
          .hasMessageContaining(said);
      assertThat(beneath).isEmptyDirectory();
    }
  }

  private boolean isEmpty() throws IOException {
    try (var files = Files.list(beneath)) {
      return files.findAny().isEmpty();
    }
  }

  private Kubectl kubectl(Path program) {
    return new Kubectl(
        new Program("demo", folder.resolve("config"), Optional.of(program), List.of()), beneath);
  }

  private Path script(String text) throws IOException {
    var file = folder.resolve("kubectl");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
