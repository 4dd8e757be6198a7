package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Edit;
import java.util.List;

/**
 * A change to a file after which a problem is gone.
 *
 * @param title what it does, in words
 * @param edits of the file that has the problem
 */
public record Fix(String title, Problem problem, List<Edit> edits) {
  public Fix {
    edits = List.copyOf(edits);
  }
}
