package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.durable.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a file whose write failed is what the file holds. */
final class FileWriteTest {
  @TempDir Path folder;
  private Path file;
  private final List<String> recorded = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("rules.yaml"), "old\n");
  }

  /** A record in memory. */
  private final class Saves implements Authoring.Saves {
    @Override
    public void begins(Path what, String before, String after) {
      recorded.add("begins");
    }

    @Override
    public void failed(Path what, FileWrite.Left left, String why) {
      recorded.add(left.name());
    }

    @Override
    public Authoring.Force written(List<Authoring.Change> together) {
      return new Authoring.Force.Nothing();
    }
  }

  /** A disk that fails where it is told to. */
  private record Failing(Runnable renaming, boolean renames, boolean confirms) implements Disk {
    @Override
    public Storage open(Path what) throws IOException {
      return Disk.real().open(what);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      renaming.run();
      if (!renames) {
        throw new IOException("no room");
      }
      Disk.real().rename(from, to);
    }

    @Override
    public void forceFolder(Path what) throws IOException {
      if (!confirms) {
        throw new IOException("no answer");
      }
      Disk.real().forceFolder(what);
    }
  }

  private void saveOn(Disk disk) {
    assertThat(new FileWrite(new Saves(), disk).write(file, "old\n", "new\n")).isEmpty();
  }

  @Test
  void whatFailsBeforeTheFileChangesLeavesItAsItWas() {
    assertThatThrownBy(() -> saveOn(new Failing(() -> {}, false, true)))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("it is as it was: no room");
    assertThat(file).content().isEqualTo("old\n");
    assertThat(recorded).containsExactly("begins", "AS_IT_WAS");
  }

  @Test
  void whatFailsAfterTheFileChangedIsNotSaidToHaveLeftItAsItWas() {
    assertThatThrownBy(() -> saveOn(new Failing(() -> {}, true, false)))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("it holds the new text, and the disk does not confirm");
    assertThat(file).content().isEqualTo("new\n");
    assertThat(recorded).containsExactly("begins", "UNCONFIRMED");
  }

  @Test
  void whatSomebodyElseLeftThereIsNotGuessedAt() {
    var meanwhile = new Failing(() -> put("theirs\n"), false, true);
    assertThatThrownBy(() -> saveOn(meanwhile))
        .isInstanceOf(CoreException.class)
        .hasMessageContaining("what it holds now is not known");
    assertThat(recorded).containsExactly("begins", "UNKNOWN");
  }

  @Test
  void aSaveLeavesAFileToWhomItWasOpen() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    saveOn(Disk.real());
    assertThat(file).content().isEqualTo("new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private void put(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
