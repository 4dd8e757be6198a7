package dev.agentsafe.app.language;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Lines;
import java.util.List;

/** Where problems are in a text. */
final class Spots {
  private static final String ENDS = " ,]}:";

  private Spots() {}

  /** The problems whose mark a place is on. */
  static List<Problem> at(List<Problem> problems, String text, int offset) {
    if (problems.isEmpty()) {
      return List.of();
    }
    var lines = new Lines(text);
    return problems.stream()
        .filter(problem -> {
          int from = lines.offset(problem.location().line(), problem.location().column());
          return offset >= from && offset <= end(lines, from);
        })
        .toList();
  }

  private static int end(Lines lines, int from) {
    int end = lines.end(lines.rowOf(from));
    int to = from;
    while (to < end && ENDS.indexOf(lines.text().charAt(to)) < 0) {
      to++;
    }
    return to == from ? end : to;
  }

  /** The problems of the line that a place is in; those that it is on before the others. */
  static List<Problem> near(List<Problem> problems, String text, int offset) {
    if (problems.isEmpty()) {
      return List.of();
    }
    var on = at(problems, text, offset);
    int row = new Lines(text).rowOf(offset) + 1;
    return java.util.stream.Stream.concat(
            on.stream(), problems.stream().filter(problem -> problem.location().line() == row))
        .distinct()
        .toList();
  }
}
