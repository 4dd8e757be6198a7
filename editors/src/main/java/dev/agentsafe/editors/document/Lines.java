package dev.agentsafe.editors.document;

import dev.agentsafe.core.yaml.Span;
import java.util.Arrays;

/**
 * A text by its lines, which are counted from 0; immutable. Places of the text are UTF-16 units
 * from its beginning.
 */
public final class Lines {
  private final String text;
  private final int[] starts;

  /** The lines of that text. */
  public Lines(String text) {
    this.text = text;
    var found = new int[Math.max(16, text.length() / 24)];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = at + 1;
    }
    starts = Arrays.copyOf(found, count);
  }

  /** How many lines there are; at least one. */
  public int count() {
    return starts.length;
  }

  /** All of it. */
  public String text() {
    return text;
  }

  /** Where a line begins in the text. */
  public int start(int row) {
    return starts[row];
  }

  /** Where a line ends in the text, before its line break. */
  public int end(int row) {
    int end = row + 1 < starts.length ? starts[row + 1] - 1 : text.length();
    return end > starts[row] && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** The text of a line, without its line break. */
  public String line(int row) {
    return text.substring(starts[row], end(row));
  }

  /**
   * Whether YAML counts lines or columns in another way: it leaves out a byte order mark and takes
   * more characters for line breaks. Places of what was read in such a text are not to be trusted.
   */
  public boolean isCountedOtherwise() {
    for (int at = 0; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '\ufeff', '\u0085', '\u2028', '\u2029' -> {
          return true;
        }
        case '\r' -> {
          if (!text.startsWith("\n", at + 1)) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /** The line that holds this place of the text. */
  public int rowOf(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** The place of the text at a line and column, both counted from 1, the column in code points. */
  public int offset(int line, int column) {
    int row = Math.clamp(line - 1, 0, starts.length - 1);
    int at = starts[row];
    int end = end(row);
    for (int i = 1; i < column && at < end; i++) {
      at += Character.isHighSurrogate(text.charAt(at)) && at + 1 < end ? 2 : 1;
    }
    return at;
  }

  /** The column of a place of the text, counted from 1, in code points. */
  public int column(int offset) {
    int start = starts[rowOf(offset)];
    return text.codePointCount(start, offset) + 1;
  }

  /** Where a span begins. */
  public int from(Span span) {
    return offset(span.line(), span.column());
  }

  /** Where a span ends. */
  public int to(Span span) {
    return offset(span.endLine(), span.endColumn());
  }

  /**
   * How far a line is indented; -1 where it says nothing, that is where it is blank or a comment.
   */
  public int indent(int row) {
    int end = end(row);
    int at = starts[row];
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at == end || text.charAt(at) == '#' ? -1 : at - starts[row];
  }
}
