package dev.agentsafe.core.credential;

import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.yaml.Section;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner writes and at most their group reads; for development. */
final class FileKind implements CredentialKind {
  private static final int LONGEST = 64 * 1024;
  private static final Set<PosixFilePermission> OPEN =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> keys() {
    return Set.of("fields");
  }

  @Override
  public CredentialSource read(Section settings, Path root) {
    var files = new LinkedHashMap<String, Path>();
    FieldMap.read(settings)
        .forEach((name, text) -> {
          try {
            files.put(name, root.resolve(text).normalize());
          } catch (InvalidPathException e) {
            settings
                .problems()
                .error(settings.node(), "source", "`" + text + "` in `fields` is no path");
          }
        });
    return wanted -> obtain(wanted, files);
  }

  private static Obtained obtain(CredentialSource.Wanted wanted, Map<String, Path> files) {
    var values = new LinkedHashMap<String, String>();
    for (var field : files.entrySet()) {
      switch (content(field.getValue())) {
        case Content.Text(var text) -> values.put(field.getKey(), text);
        case Content.None(var why) -> {
          return new Obtained.Refused(why);
        }
      }
    }
    return new Obtained.Good(
        new Credential(
            wanted.scope().type(),
            new Secret(values),
            Optional.empty(),
            Credential.Revocation.none()));
  }

  /** What a file holds. */
  sealed interface Content {
    /** Its text without the line end after it. */
    record Text(String text) implements Content {
      @Override
      public String toString() {
        return "(secret)";
      }
    }

    /** Nothing that may be used, and this is why. */
    record None(String why) implements Content {}
  }

  /** Reads a secret's file. */
  static Content content(Path file) {
    try (var in = Files.newInputStream(file)) {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OPEN::contains)) {
        return new Content.None(
            "`" + file + "` is open to others; make it its owner's alone: chmod 600");
      }
      var bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        return new Content.None("`" + file + "` is larger than a secret may be");
      }
      var text =
          StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
      var value = text.stripTrailing();
      return value.isEmpty()
          ? new Content.None("`" + file + "` is empty")
          : new Content.Text(value);
    } catch (CharacterCodingException e) {
      return new Content.None("`" + file + "` is no text");
    } catch (IOException e) {
      return new Content.None("`" + file + "` cannot be read");
    }
  }
}
