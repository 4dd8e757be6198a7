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
    var out = new StringBuilder(text.length());
    int at = 0;
    for (var edit : edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList()) {
      out.append(text, at, edit.from()).append(edit.text());
      at = edit.to();
    }
    return out.append(text, at, text.length()).toString();
  }

  /**
   * One edit that does what all of these do.
   *
   * @param edits at least one, in any order; none may overlap another
   */
  public static Edit covering(String text, List<Edit> edits) {
    int from = text.length();
    int to = 0;
    for (var edit : edits) {
      from = Math.min(from, edit.from());
      to = Math.max(to, edit.to());
    }
    int begin = from;
    var inside =
        edits.stream()
            .map(edit -> new Edit(edit.from() - begin, edit.to() - begin, edit.text()))
            .toList();
    return new Edit(from, to, apply(text.substring(from, to), inside));
  }

  /**
   * Where a place of a text is after edits; what was replaced is at the end of what stands there
   * now, unless it was its beginning.
   *
   * @param edits none may overlap another
   */
  public static int moved(int offset, List<Edit> edits) {
    int at = offset;
    for (var edit : edits) {
      if (edit.from() < offset || edit.to() == offset) {
        at += edit.text().length() - (Math.min(edit.to(), offset) - edit.from());
      }
    }
    return at;
  }
}
