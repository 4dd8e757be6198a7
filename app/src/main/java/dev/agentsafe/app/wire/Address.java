package dev.agentsafe.app.wire;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where the gateway of a workspace is reached: {@code .agent-safe/gateway.json} and, readable by
 * its owner alone, {@code .agent-safe/operator.secret}.
 *
 * @param pid of the process that serves
 * @param started ISO 8601, when it began
 */
public record Address(URI url, long pid, String started) {
  private static final int SECRET_BYTES = 32;

  /** The workspace's folder for what is ours and not the author's. */
  public static Path folder(Path workspace) {
    return workspace.resolve(".agent-safe");
  }

  /** A new operator secret, 64 hex digits. */
  public static String newSecret() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The gateway that serves this workspace now; one whose process is gone is not seen. */
  public static Optional<Address> find(Path workspace) {
    return read(file(workspace))
        .filter(a -> ProcessHandle.of(a.pid()).filter(ProcessHandle::isAlive).isPresent());
  }

  /** The operator secret of the gateway that serves this workspace now. */
  public static Optional<String> secret(Path workspace) {
    try {
      return Optional.of(Files.readString(secretFile(workspace)).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** Makes it known, with the secret. */
  public void publish(Path workspace, String secret) throws IOException {
    Files.createDirectories(folder(workspace));
    write(secretFile(workspace), secret + "\n");
    var form =
        new Members()
            .put("url", url.toString())
            .put("pid", Value.of(pid))
            .put("started", started)
            .done();
    write(file(workspace), JsonText.pretty(form) + "\n");
  }

  /** Removes it, unless another gateway has taken its place. */
  public void withdraw(Path workspace) throws IOException {
    if (read(file(workspace)).filter(this::equals).isPresent()) {
      Files.deleteIfExists(file(workspace));
      Files.deleteIfExists(secretFile(workspace));
    }
  }

  private static Path file(Path workspace) {
    return folder(workspace).resolve("gateway.json");
  }

  private static Path secretFile(Path workspace) {
    return folder(workspace).resolve("operator.secret");
  }

  private static Optional<Address> read(Path file) {
    try {
      if (Json.read(Files.readString(file)) instanceof Json.Read.Good(Value.Fields form)
          && form.get("pid").orElse(Value.NULL) instanceof Value.Int(var pid)
          && pid.bitLength() < Long.SIZE) {
        return Optional.of(
            new Address(
                URI.create(form.text("url").orElse("")),
                pid.longValueExact(),
                form.text("started").orElse("")));
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** The owner alone may read it from its first moment on, where the file system can say so. */
  private static void write(Path file, String text) throws IOException {
    var beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    FileAttribute<?>[] owner =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(beside, owner);
    Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
