package dev.agentsafe.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.CoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningKeysTest {
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  @TempDir private Path root;

  @Test
  void theFirstUseMakesAKeyAndTheNextOneFindsIt() {
    var folder = root.resolve("a/keys");
    assertThat(SigningKeys.load(folder)).isEmpty();
    var made = SigningKeys.open(folder, NOW);
    assertThat(SigningKeys.open(folder, NOW.plusSeconds(9)).activeId()).isEqualTo(made.activeId());
    assertThat(made.activeId()).hasSize(43);
  }

  @Test
  void onlyItsOwnerCanReadAKey() throws IOException {
    var folder = root.resolve("keys");
    var keys = SigningKeys.open(folder, NOW);
    if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(rights(folder)).isEqualTo("rwx------");
      assertThat(rights(folder.resolve(keys.activeId() + ".jwk"))).isEqualTo("rw-------");
    }
  }

  @Test
  void aDamagedKeyIsNamedAndItsContentIsNot() throws IOException {
    var folder = root.resolve("keys");
    var keys = SigningKeys.open(folder, NOW);
    var file = folder.resolve(keys.activeId() + ".jwk");
    var text = Files.readString(file);
    for (var damaged :
        List.of(
            "",
            "{}",
            text.substring(0, text.length() / 2),
            text.replace("P-256", "P-384"),
            other(text, "d"),
            other(text, "y"))) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> SigningKeys.open(folder, NOW))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\"d\"");
    }
  }

  @Test
  void aKeyUnderAnotherKeysNameIsRefused() throws IOException {
    var folder = root.resolve("keys");
    var keys = SigningKeys.open(folder, NOW);
    Files.move(folder.resolve(keys.activeId() + ".jwk"), folder.resolve("A".repeat(43) + ".jwk"));
    assertThatThrownBy(() -> SigningKeys.open(folder, NOW)).isInstanceOf(CoreException.class);
  }

  /** With another first letter there, whichever it is. */
  private static String other(String text, String member) {
    var at = text.indexOf("\"" + member + "\": \"") + member.length() + 5;
    return text.substring(0, at) + (text.charAt(at) == '_' ? 'A' : '_') + text.substring(at + 1);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
