package dev.agentsafe.app.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The workspace that {@code init} writes. */
final class StarterTest {

  @Test
  void theIndexNamesEveryFile() throws Exception {
    var root = starter();
    List<String> present;
    try (var walk = Files.walk(root)) {
      present =
          walk.filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.equals("index.txt"))
              .sorted()
              .toList();
    }

    assertThat(Files.readAllLines(root.resolve("index.txt"))).containsExactlyElementsOf(present);
  }

  @Test
  void thereAreThirtyThreeActionsEachInAFileOfItsName() throws Exception {
    var actions = starter().resolve("actions");
    try (var files = Files.list(actions)) {
      assertThat(files).hasSize(33).allSatisfy(StarterTest::isNamedAfterItsAction);
    }
  }

  private static void isNamedAfterItsAction(Path file) throws IOException {
    var name = Objects.requireNonNull(file.getFileName()).toString().replace(".yaml", "");
    assertThat(Files.readAllLines(file)).first().isEqualTo("name: " + name);
  }

  private static Path starter() throws URISyntaxException {
    var index =
        Objects.requireNonNull(
            StarterTest.class.getResource("/dev/agentsafe/app/starter/index.txt"));
    return Objects.requireNonNull(Path.of(index.toURI()).getParent());
  }
}
