package dev.agentsafe.app.shell;

import dev.agentsafe.core.yaml.Problem;
import java.util.List;

/** How far the window is. */
public sealed interface Phase {

  /** The workspace is being read. */
  record Loading(String what) implements Phase {}

  /** The screens are there. */
  record Ready() implements Phase {}

  /**
   * There is no workspace to show.
   *
   * @param problems with their places; may be empty
   * @param advice what to do
   */
  record Failed(String what, List<Problem> problems, String advice) implements Phase {
    public Failed {
      problems = List.copyOf(problems);
    }
  }
}
