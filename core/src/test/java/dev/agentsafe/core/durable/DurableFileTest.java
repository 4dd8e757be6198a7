package dev.agentsafe.core.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Looks at a file that is made to take the place of another. */
  private record Watched(List<String> seen) implements Disk {
    @Override
    public Storage open(Path file) throws IOException {
      var storage = Disk.real().open(file);
      see(file);
      return storage;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      see(from);
      Disk.real().rename(from, to);
    }

    @Override
    public void forceFolder(Path of) throws IOException {
      Disk.real().forceFolder(of);
    }

    private void see(Path file) throws IOException {
      seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-r-----", "rw-rw-rw-", "r--------"})
  void aFileThatIsReplacedIsOpenToWhomItWasAndToNobodyElseMeanwhile(String rights)
      throws Exception {
    var file = Files.writeString(folder.resolve("settings"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    // A crash left one behind that everybody can read.
    var left = Files.writeString(folder.resolve("settings.tmp"), "older");
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-rw-rw-"));
    var seen = new ArrayList<String>();

    DurableFile.replace(new Watched(seen), file, bytes("new"));

    assertThat(seen).containsExactly("rw-------", rights);
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(rights);
    assertThat(left).doesNotExist();
  }

  @Test
  void whatALinkLeadsToIsReplacedAndTheLinkStays() throws Exception {
    var checkout = Files.createDirectory(folder.resolve("checkout"));
    var behind = Files.writeString(checkout.resolve("rules.yaml"), "old");
    var link = Files.createSymbolicLink(folder.resolve("rules.yaml"), behind);

    DurableFile.replace(Disk.real(), link, bytes("new"));

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(behind).hasContent("new");
    Files.delete(behind);
    assertThatThrownBy(() -> DurableFile.replace(Disk.real(), link, bytes("newest")))
        .isInstanceOf(IOException.class);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aFileOfSomebodyElseStaysTheirsWhereRootSavesIt() throws Exception {
    var file = Files.writeString(folder.resolve("settings"), "old");
    assumeTrue("root".equals(Files.getOwner(file).getName()), "only root gives files away");
    Files.setAttribute(file, "unix:uid", 65_534);
    Files.setAttribute(file, "unix:gid", 65_533);
    DurableFile.replace(Disk.real(), file, bytes("new"));
    assertThat(file).hasContent("new");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65_534);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(65_533);
  }

  @Test
  void aFaultWhileAFileIsReplacedLeavesTheOldContentOrTheNewOne() throws Exception {
    for (var fault : FaultyDisk.Fault.values()) {
      for (var step = 0; step < OPERATIONS; step++) {
        var file = Files.writeString(folder.resolve("rules"), "old content");
        var disk = new FaultyDisk(step, fault, true);
        assertThatThrownBy(() -> DurableFile.replace(disk, file, bytes("new content")))
            .isInstanceOf(IOException.class);
        assertThat(Files.readString(file)).isIn("old content", "new content");
        DurableFile.replace(Disk.real(), file, bytes("newest"));
        assertThat(file).hasContent("newest");
      }
    }
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
