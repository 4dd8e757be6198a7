package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the lines that a merge marked: inside of brackets or quotes they load as a value's part.
 */
public final class MergeMarks {
  private static final List<String> MARKS = List.of("<<<<<<< ", "||||||| ", ">>>>>>> ");
  private static final String MIDDLE = "=======";

  private MergeMarks() {}

  /** An error for each mark of a text. */
  public static List<Problem> of(Source source) {
    var text = source.text();
    if (!text.contains(MIDDLE) && MARKS.stream().noneMatch(text::contains)) {
      return List.of();
    }
    var found = new ArrayList<Problem>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (line.equals(MIDDLE) || MARKS.stream().anyMatch(line::startsWith)) {
        found.add(
            Problem.error(
                new Location(source.file(), number, 1),
                "merge-conflict",
                "`"
                    + line
                    + "` is the mark of a merge; keep what is right of the lines around it and"
                    + " remove the mark."));
      }
    }
    return List.copyOf(found);
  }
}
