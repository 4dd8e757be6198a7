package dev.agentsafe.app.lsp;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.editors.schema.Shapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The workspaces that are open, each found by its {@code agent-safe.yaml}; for one thread. */
final class Projects {
  private static final String SETTINGS = "agent-safe.yaml";

  private final Map<Path, Project> open = new TreeMap<>();
  private final Shapes shapes = Shapes.read();

  Collection<Project> all() {
    return List.copyOf(open.values());
  }

  /** The workspace that a file is in: the nearest folder from it upwards that is one. */
  Optional<Project> of(Path file) {
    return Optional.ofNullable(file.getParent()).flatMap(this::in);
  }

  /** The workspace of a folder or around it. */
  Optional<Project> in(Path folder) {
    return Workspace.find(folder)
        .map(root -> root.resolve(SETTINGS).toAbsolutePath().normalize())
        .map(settings -> open.computeIfAbsent(settings, path -> new Project(path, shapes)));
  }

  /** Opens the workspace of a folder: the one around it, else those right below it. */
  void open(Path folder) {
    if (in(folder).isPresent() || !Files.isDirectory(folder)) {
      return;
    }
    try (var below = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (var each : below) {
        if (Files.isRegularFile(each.resolve(SETTINGS))) {
          in(each);
        }
      }
    } catch (java.io.IOException | java.nio.file.DirectoryIteratorException e) {
      // What cannot be listed is opened when a file of it is.
      return;
    }
  }
}
