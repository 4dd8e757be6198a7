package dev.agentsafe.editors.document;

import java.util.Comparator;
import java.util.List;

/**
 * Another text in the place of a stretch of a text.
 *
 * @param from in UTF-16 units from the beginning of the text
 * @param to behind the last unit that is replaced; equal to {@code from} where something is
 *     inserted
 * @param text what stands there afterwards
 */
public record Edit(int from, int to, String text) {
  public Edit {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("an edit ends where it begins or behind that");
    }
  }

  /**
   * A text after edits.
   *
   * @param edits in any order; none may overlap another
   */
  public static String apply(String text, List<Edit> edits) {
    var out = new StringBuilder(text);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::from).reversed())
        .forEach(edit -> out.replace(edit.from(), edit.to(), edit.text()));
    return out.toString();
  }
}
