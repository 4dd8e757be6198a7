package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class SourceFilesTest {

  @Test
  void filesComeByNameWhateverTheirEnding(@TempDir Path folder) throws IOException {
    for (var name : List.of("b.yml", "a.yaml", ".x.yaml", "B.yaml", "n.txt", "c.YAML")) {
      Files.writeString(folder.resolve(name), "x");
    }
    Files.createDirectory(folder.resolve("sub"));
    List<Problem> problems = new ArrayList<>();

    var names =
        SourceFiles.ofFolder(folder, "actions", problems).stream()
            .map(s -> Path.of(s.file()).getFileName().toString())
            .toList();

    assertThat(names).containsExactly(".x.yaml", "B.yaml", "a.yaml", "b.yml");
    assertThat(problems).isEmpty();
  }

  @Test
  void aByteThatIsNoUtf8IsShown(@TempDir Path folder) throws IOException {
    var file = folder.resolve("a.yaml");
    Files.write(file, new byte[] {'a', ':', '\n', 'b', ' ', (byte) 0xE9, ' '});
    List<Problem> problems = new ArrayList<>();

    assertThat(SourceFiles.read(file, problems)).isEmpty();
    assertThat(problems.getFirst().toString())
        .isEqualTo(file + ":2:3: the byte `0xE9` is no UTF-8; save the file as UTF-8");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDeviceThatNeverEndsIsNotRead() {
    List<Problem> problems = new ArrayList<>();

    assertThat(SourceFiles.read(Path.of("/dev/zero"), problems)).isEmpty();

    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly("`/dev/zero` is no file; name a file");
  }

  @Test
  void whatIsNotThereIsSaid(@TempDir Path folder) {
    List<Problem> problems = new ArrayList<>();

    assertThat(SourceFiles.ofFolder(folder.resolve("nope"), "actions", problems)).isEmpty();
    assertThat(SourceFiles.read(folder.resolve("nope.yaml"), problems)).isEmpty();
    assertThat(SourceFiles.read(folder, problems)).isEmpty();

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("no-folder", "no-file", "unreadable");
  }
}
