package dev.agentsafe.editors.language;

import dev.agentsafe.core.yaml.Problem;
import java.nio.file.Path;
import java.util.List;

/** Says what is wrong with a draft; implementations are thread-safe and change nothing. */
@FunctionalInterface
public interface Language {

  /**
   * The problems of that file with that text, the rest of the workspace as it is on disk.
   *
   * @return in the order of the file; empty where it loads without a warning
   */
  List<Problem> problems(Path file, String text);
}
