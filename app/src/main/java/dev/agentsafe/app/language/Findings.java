package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was found in the files of a workspace as they stood together.
 *
 * @param files all of them, by kind and name
 * @param byFile what is wrong, in the order of each file; a file without a problem is not in it
 */
public record Findings(List<Listed> files, Map<Path, List<Problem>> byFile) {
  /** Before anything was looked at. */
  public static final Findings NONE = new Findings(List.of(), Map.of());

  public Findings {
    files = List.copyOf(files);
    byFile = Map.copyOf(byFile);
  }

  /** What is wrong with a file, in its order. */
  public List<Problem> of(Path file) {
    return byFile.getOrDefault(file.toAbsolutePath().normalize(), List.of());
  }
}
