package dev.agentsafe.core;

import dev.agentsafe.core.policy.Rulebook;
import dev.agentsafe.core.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a workspace that count from a start on, as they were at this one: settings, actions,
 * inventory, operators; immutable.
 */
record OtherFiles(Workspace inForce) {

  /** SHA-256 hex of what was read, by the names of the files as seen from that folder. */
  static Map<String, String> hashes(Path root, List<Source> read) {
    var hashes = new LinkedHashMap<String, String>();
    read.forEach(source ->
        hashes.put(
            root.relativize(Path.of(source.file()).toAbsolutePath()).toString(),
            Rulebook.sha256(source.text())));
    return hashes;
  }

  /** Those that came, went or hold something else in what was read by now. */
  List<String> changed(Workspace found) {
    var then = inForce.others();
    var now = found.others();
    return Stream.concat(then.keySet().stream(), now.keySet().stream())
        .distinct()
        .filter(name -> !now.getOrDefault(name, "").equals(then.getOrDefault(name, "")))
        .toList();
  }

  /** Sizes and times of all files that can change what is in force, cheaply. */
  String stamp() {
    var paths = inForce.settings().paths();
    var stamp = new StringBuilder(inForce.policyVersion());
    Stream.of(
            Stream.of(inForce.file()),
            paths.inventory().stream(),
            inForce.settings().approvals().operators().stream(),
            list(paths.registry()),
            list(paths.policies()))
        .flatMap(files -> files)
        .forEach(file -> stamp.append('\n').append(file).append(' ').append(stamp(file)));
    return stamp.toString();
  }

  private static Stream<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      return Stream.of(folder);
    }
  }

  private static String stamp(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return "not there";
    }
  }
}
