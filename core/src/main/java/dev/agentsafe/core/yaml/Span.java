package dev.agentsafe.core.yaml;

/**
 * A stretch of a file; lines and columns are 1-based, columns in code points.
 *
 * @param endLine where the last character stands
 * @param endColumn just behind that character; with nothing inside, the column it begins at
 */
public record Span(int line, int column, int endLine, int endColumn) {

  /** The stretch that many lines further down. */
  public Span moved(int lines) {
    return lines == 0 ? this : new Span(line + lines, column, endLine + lines, endColumn);
  }

  /** Whether a place is inside of it, or touches its end. */
  public boolean holds(int atLine, int atColumn) {
    boolean begun = atLine > line || (atLine == line && atColumn >= column);
    return begun && (atLine < endLine || (atLine == endLine && atColumn <= endColumn));
  }

  /** From where this one begins to where that one ends. */
  Span to(Span other) {
    return new Span(line, column, other.endLine, other.endColumn);
  }
}
