package dev.agentsafe.app.finding;

import dev.agentsafe.core.yaml.Location;
import java.nio.file.Path;

/** Names files as seen from the workspace, so that reports do not depend on the machine. */
public record Place(Path workspace) {
  public Place {
    workspace = workspace.toAbsolutePath().normalize();
  }

  /** The file's name from the workspace, with slashes; absolute where it lies elsewhere. */
  public String file(Location location) {
    var path = workspace.resolve(location.file()).normalize();
    var shown = path.startsWith(workspace) ? workspace.relativize(path) : path;
    return shown.toString().replace('\\', '/');
  }
}
