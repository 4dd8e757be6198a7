package dev.agentsafe.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AddressTest {
  private static final URI URL = URI.create("http://127.0.0.1:8420");

  @TempDir private Path workspace = Path.of("");

  private static Address mine() {
    return new Address(URL, ProcessHandle.current().pid(), "2026-01-01T00:00:00Z");
  }

  @Test
  void whatIsPublishedIsFound() throws IOException {
    mine().publish(workspace, "secret");
    assertThat(Address.find(workspace)).contains(mine());
    assertThat(Address.secret(workspace)).contains("secret");
  }

  @Test
  void theSecretIsItsOwnersAlone() throws IOException {
    mine().publish(workspace, "secret");
    var mode = Files.getPosixFilePermissions(Address.folder(workspace).resolve("operator.secret"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
  }

  @Test
  void aGatewayWhoseProcessIsGoneIsNotSeen() throws Exception {
    var process = new ProcessBuilder("true").start();
    process.waitFor();
    new Address(URL, process.pid(), "2026-01-01T00:00:00Z").publish(workspace, "secret");
    assertThat(Address.find(workspace)).isEmpty();
  }

  @Test
  void rubbishIsNoGateway() throws IOException {
    Files.createDirectories(Address.folder(workspace));
    for (var text : new String[] {"", "{", "[]", "{\"pid\": 99999999999999999999999}", "{}"}) {
      Files.writeString(Address.folder(workspace).resolve("gateway.json"), text);
      assertThat(Address.find(workspace)).as(text).isEmpty();
    }
  }

  @Test
  void onlyItsOwnerWithdrawsIt() throws IOException {
    var other = new Address(URL, ProcessHandle.current().pid(), "2026-02-02T00:00:00Z");
    other.publish(workspace, "other");
    mine().withdraw(workspace);
    assertThat(Address.find(workspace)).contains(other);
    other.withdraw(workspace);
    assertThat(Address.find(workspace)).isEmpty();
    assertThat(Address.secret(workspace)).isEmpty();
  }
}
