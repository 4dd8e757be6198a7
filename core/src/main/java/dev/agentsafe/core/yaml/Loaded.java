package dev.agentsafe.core.yaml;

import java.util.List;

/** What came of loading files: all of it, or the problems that kept it from loading. */
public sealed interface Loaded<T> {

  /**
   * It loaded.
   *
   * @param warnings what an author should look at; never errors
   */
  record Good<T>(T value, List<Problem> warnings) implements Loaded<T> {
    public Good {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * It did not load, and nothing of it is used.
   *
   * @param problems at least one error
   */
  record Bad<T>(List<Problem> problems) implements Loaded<T> {
    public Bad {
      problems = List.copyOf(problems);
    }
  }
}
