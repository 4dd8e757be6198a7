package dev.agentsafe.core;

import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import java.nio.file.Path;
import java.util.List;

/** Says what is wrong with {@code agent-safe.yaml}, also where it is broken; stateless. */
public final class SettingsCheck {
  private SettingsCheck() {}

  /**
   * Every problem of the settings.
   *
   * @param file as problems name it
   * @param root the folder that relative paths are relative to
   */
  public static List<Problem> problems(String file, Pieces pieces, Path root) {
    var problems = new Problems(file);
    var node = pieces.root();
    if (node.isPresent()) {
      SettingsReader.read(node.get(), root, problems);
    } else if (pieces.isSound()) {
      empty(problems);
    }
    return pieces.problems(file, problems.list());
  }

  static void empty(Problems problems) {
    problems.error(1, 1, "empty", "the file is empty; `registry` and `policies` are expected");
  }
}
