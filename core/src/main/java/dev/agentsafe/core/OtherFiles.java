package dev.agentsafe.core;

import dev.agentsafe.core.policy.Rulebook;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a workspace that count from a start on, as they were at this one: settings, actions,
 * inventory, operators; immutable.
 */
final class OtherFiles {
  private final Workspace workspace;
  private final Map<String, String> atStart;

  private OtherFiles(Workspace workspace, Map<String, String> atStart) {
    this.workspace = workspace;
    this.atStart = atStart;
  }

  static OtherFiles of(Workspace workspace) {
    return new OtherFiles(workspace, hashes(workspace));
  }

  private static Map<String, String> hashes(Workspace workspace) {
    // What cannot be read is told by who loads the workspace.
    var unheard = new ArrayList<Problem>();
    var paths = workspace.settings().paths();
    var single =
        Stream.of(
                Stream.of(workspace.file()),
                paths.inventory().stream(),
                workspace.settings().approvals().operators().stream())
            .flatMap(files -> files);
    var found = new LinkedHashMap<String, String>();
    Stream.concat(
            single.flatMap(file -> SourceFiles.read(file, unheard).stream()),
            SourceFiles.ofFolder(paths.registry(), "actions", unheard).stream())
        .forEach(source -> found.put(name(workspace, source), Rulebook.sha256(source.text())));
    return found;
  }

  private static String name(Workspace workspace, Source source) {
    return workspace.root().relativize(Path.of(source.file()).toAbsolutePath()).toString();
  }

  /** Those that came, went or hold something else by now. */
  List<String> changed() {
    var now = hashes(workspace);
    var names = new ArrayList<>(atStart.keySet());
    now.keySet().stream().filter(name -> !atStart.containsKey(name)).forEach(names::add);
    return names.stream()
        .filter(name -> !now.getOrDefault(name, "").equals(atStart.getOrDefault(name, "")))
        .toList();
  }

  /** Sizes and times of all files that can change what is in force, cheaply. */
  String stamp(Workspace inForce) {
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
