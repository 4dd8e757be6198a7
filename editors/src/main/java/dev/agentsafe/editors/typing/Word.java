package dev.agentsafe.editors.typing;

/** Words of a line, as a double click selects them; stateless. */
public final class Word {
  private Word() {}

  /**
   * The word, the blanks or the signs that a place of a line touches, as what is selected in it. A
   * name is one word with its dashes and dots, such as {@code scale-deployment}.
   */
  public static Selection around(String line, int column) {
    if (line.isEmpty()) {
      return Selection.at(0);
    }
    int at = Math.min(column, line.length() - 1);
    if (kind(line, at) != 0 && column > 0 && kind(line, column - 1) == 0) {
      at = column - 1;
    }
    int kind = kind(line, at);
    int from = at;
    int to = at + 1;
    while (from > 0 && kind(line, from - 1) == kind) {
      from--;
    }
    while (to < line.length() && kind(line, to) == kind) {
      to++;
    }
    return new Selection(from, to);
  }

  private static int kind(String line, int at) {
    char c = line.charAt(at);
    if (isPart(c)) {
      return 0;
    }
    if (Character.isWhitespace(c)) {
      return 1;
    }
    boolean joins = "-./".indexOf(c) >= 0 && at > 0 && at + 1 < line.length();
    return joins && isPart(line.charAt(at - 1)) && isPart(line.charAt(at + 1)) ? 0 : 2;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || Character.isSurrogate(c);
  }
}
