package dev.agentsafe.editors.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One mistake in a good file, as a line of a corpus says it.
 *
 * @param file from the workspace
 * @param line 1-based
 * @param said what must be said, {@code CODE LINE:COLUMN} each
 */
record Mistake(String file, int line, String old, String wrong, List<String> said) {

  /** {@code FILE:LINE | OLD | NEW | CODE LINE:COLUMN, …}. */
  static Mistake of(String text) {
    var parts = text.split(" \\| ", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(text);
    }
    int colon = parts[0].lastIndexOf(':');
    return new Mistake(
        parts[0].substring(0, colon),
        Integer.parseInt(parts[0].substring(colon + 1)),
        parts[1],
        parts[2].replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001"),
        Arrays.stream(parts[3].split(", ", -1)).sorted().toList());
  }

  /** The text with the mistake in it. */
  String in(String good) {
    var lines = new ArrayList<>(Arrays.asList(good.split("\n", -1)));
    int at = line - 1;
    switch (old) {
      case "+" -> lines.add(at, wrong);
      case "-" -> lines.remove(at);
      case "=" -> lines.set(at, wrong);
      default -> {
        int from = lines.get(at).indexOf(old);
        if (from < 0) {
          throw new IllegalArgumentException(this + " is not in " + lines.get(at));
        }
        var text = lines.get(at);
        lines.set(at, text.substring(0, from) + wrong + text.substring(from + old.length()));
      }
    }
    return String.join("\n", lines);
  }
}
