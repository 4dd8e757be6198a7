package dev.agentsafe.core.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableFileTest {
  /** Open, truncate, write, force, rename, force the folder. */
  private static final int OPERATIONS = 6;

  @TempDir Path folder;

  @Test
  void aFaultAtAnyStepLeavesTheOldContentOrTheNewOne() throws Exception {
    for (var fault : FaultyDisk.Fault.values()) {
      for (var step = 0; step < OPERATIONS; step++) {
        var file = Files.writeString(folder.resolve("settings"), "old content");
        var disk = new FaultyDisk(step, fault, true);
        assertThatThrownBy(() -> DurableFile.write(disk, file, bytes("new content")))
            .isInstanceOf(IOException.class);
        assertThat(Files.readString(file))
            .as("%s at %d", fault, step)
            .isIn("old content", "new content");
        DurableFile.write(file, bytes("newest"));
        assertThat(file).hasContent("newest");
      }
    }
    var untouched = new FaultyDisk(OPERATIONS, FaultyDisk.Fault.BEFORE, true);
    DurableFile.write(untouched, folder.resolve("settings"), bytes("x"));
    assertThat(untouched.struck()).isFalse();
  }

  @Test
  void foldersAreCreatedAsNeeded() throws Exception {
    DurableFile.createFolders(Disk.real(), folder.resolve("a/b/c"));
    assertThat(folder.resolve("a/b/c")).isDirectory();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
