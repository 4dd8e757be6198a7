package dev.agentsafe.core.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds and reads YAML files; what cannot be read is a problem, never an exception. */
public final class SourceFiles {
  private SourceFiles() {}

  /**
   * The {@code *.yaml} and {@code *.yml} entries of a folder, sorted by name; hidden ones too,
   * subfolders not looked into.
   *
   * @param what the folder holds, such as {@code actions}
   */
  public static List<Source> ofFolder(Path folder, String what, List<Problem> problems) {
    if (!Files.isDirectory(folder)) {
      problems.add(
          Problem.error(
              Location.ofFile(folder.toString()),
              "no-folder",
              "there is no folder `" + folder + "` to read " + what + " from; create it"));
      return List.of();
    }
    var sources = new ArrayList<Source>();
    try (var entries = Files.list(folder)) {
      entries
          .filter(entry -> isYaml(entry.getFileName().toString()))
          .sorted((a, b) -> compare(a.getFileName().toString(), b.getFileName().toString()))
          .forEach(file -> read(file, problems).ifPresent(sources::add));
    } catch (IOException e) {
      problems.add(unreadable(folder, e));
    }
    return sources;
  }

  /** The text of a file. */
  public static Optional<Source> read(Path file, List<Problem> problems) {
    var name = file.toString();
    try {
      if (Files.isDirectory(file)) {
        problems.add(
            Problem.error(
                Location.ofFile(name), "unreadable", "`" + name + "` is a folder, not a file"));
        return Optional.empty();
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A device may never end, and a pipe may never begin.
        problems.add(
            Problem.error(
                Location.ofFile(name), "unreadable", "`" + name + "` is no file; name a file"));
        return Optional.empty();
      }
      if (Files.size(file) > 4L * Document.LONGEST) {
        problems.add(
            Problem.error(
                new Location(name, 1, 1),
                "too-large",
                "the file is larger than 16 MiB; split it into several files"));
        return Optional.empty();
      }
      return decode(name, Files.readAllBytes(file), problems);
    } catch (NoSuchFileException e) {
      problems.add(
          Problem.error(
              Location.ofFile(name), "no-file", "there is no file `" + name + "`; create it"));
    } catch (IOException e) {
      problems.add(unreadable(file, e));
    }
    return Optional.empty();
  }

  private static Optional<Source> decode(String name, byte[] bytes, List<Problem> problems) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    var result = decoder.decode(in, out, true);
    if (!result.isError()) {
      decoder.flush(out);
      return Optional.of(new Source(name, out.flip().toString()));
    }
    out.flip();
    var line = 1;
    var column = 1;
    for (var i = 0; i < out.length(); i++) {
      var c = out.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    problems.add(
        Problem.error(
            new Location(name, line, column),
            "encoding",
            "the byte `0x%02X` is no UTF-8; save the file as UTF-8"
                .formatted(bytes[in.position()] & 0xFF)));
    return Optional.empty();
  }

  private static Problem unreadable(Path file, IOException e) {
    return Problem.error(
        Location.ofFile(file.toString()),
        "unreadable",
        "`" + file + "` cannot be read: " + e.getMessage());
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static int compare(String a, String b) {
    var x = a.codePoints().toArray();
    var y = b.codePoints().toArray();
    return java.util.Arrays.compare(x, y);
  }
}
