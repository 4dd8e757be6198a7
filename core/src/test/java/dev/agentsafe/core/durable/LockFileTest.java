package dev.agentsafe.core.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockFileTest {
  @TempDir Path folder;

  @Test
  void oneHoldsItAndTheNextIsToldWho() throws Exception {
    var file = folder.resolve("audit.jsonl");
    try (var lock = held(LockFile.acquire(file, "console"))) {
      lock.announce("gateway at http://127.0.0.1:1");
      assertThat(LockFile.acquire(file, "another"))
          .isEqualTo(
              new LockFile.Outcome.Taken(
                  "process " + ProcessHandle.current().pid() + " (gateway at http://127.0.0.1:1)"));
      assertThat(lock.isHeld()).isTrue();
    }
  }

  @Test
  void theEpochGrowsWithEveryHolder() throws Exception {
    var file = folder.resolve("audit.jsonl");
    for (var epoch = 1; epoch <= 3; epoch++) {
      try (var lock = held(LockFile.acquire(file, ""))) {
        assertThat(lock.epoch()).isEqualTo(epoch);
      }
    }
  }

  @Test
  void whatAHolderThatDiedLeftBehindDoesNotMatter() throws Exception {
    var file = folder.resolve("audit.jsonl");
    Files.writeString(
        folder.resolve("audit.jsonl.holder"), "epoch=41\npid=1\nstarted=1999\nrole=gateway\n");
    try (var lock = held(LockFile.acquire(file, ""))) {
      assertThat(lock.epoch()).isEqualTo(42);
    }
    Files.writeString(folder.resolve("audit.jsonl.holder"), "\u0000\u0000 no lines");
    held(LockFile.acquire(file, "")).close();
  }

  @Test
  void aHolderThatCannotSayThatItLeavesDoesNotKeepItsOwnProcessOut() throws Exception {
    var file = folder.resolve("audit.jsonl");
    var disk = new FaultyDisk(Integer.MAX_VALUE, FaultyDisk.Fault.BEFORE, false);
    var lock = held(LockFile.acquire(disk, file, "console"));
    disk.arm(2);
    assertThatThrownBy(lock::close).hasMessageContaining("No space left on device");
    held(LockFile.acquire(file, "")).close();
  }

  @Test
  void anotherProcessIsKeptOut() throws Exception {
    var file = folder.resolve("audit.jsonl");
    var source =
        Files.writeString(
            folder.resolve("Hold.java"),
            """
            import java.nio.channels.FileChannel;
            import java.nio.file.*;
            public class Hold {
              public static void main(String[] args) throws Exception {
                var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                System.out.println(channel.tryLock() == null ? "kept out" : "let in");
              }
            }
            """);
    try (var lock = held(LockFile.acquire(file, ""))) {
      assertThat(lock.isHeld()).isTrue();
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  source.toString(),
                  folder.resolve("audit.jsonl.lock").toString())
              .redirectErrorStream(true)
              .start();
      assertThat(
              new String(
                  process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("kept out");
    }
    try (var channel =
        FileChannel.open(folder.resolve("audit.jsonl.lock"), StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
    }
  }

  private static LockFile held(LockFile.Outcome outcome) {
    return ((LockFile.Outcome.Held) outcome).lock();
  }
}
