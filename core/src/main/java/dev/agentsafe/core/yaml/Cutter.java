package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds where a YAML text can be cut so that each part is read alone: at the entries of its
 * outermost mapping, and at the items of a list that is the value of one. Used once.
 *
 * <p>It knows quotes, brackets, block texts and texts of several lines well enough not to cut
 * inside of one. Where one seems never to end, it cuts at what looks like the next part.
 *
 * <p>What follows a cut depends on nothing before it but on what the cut is and, of an item, on its
 * column. So a text that was cut before and changed is cut from a cut before the change to the
 * first one behind it that was there already.
 */
final class Cutter {
  private static final int NONE = -2;

  /**
   * Where a part begins.
   *
   * @param from in UTF-16 units
   * @param line how many lines are before it
   */
  record Cut(int from, int line, Piece.Shape shape) {}

  private final String text;
  private final LineScan scan;
  private final List<Cut> cuts = new ArrayList<>();
  private int items = NONE;
  private boolean awaiting;
  private boolean isBegun;
  private boolean whole;
  private int guess = NONE;
  private int lineStart;
  private int line;

  /** Cuts all of a text. */
  Cutter(String text) {
    this.text = text;
    scan = new LineScan(text);
    run(0, cut -> false);
  }

  /**
   * Cuts a text from one of its cuts on, whose line is known to be one.
   *
   * @param first which is the first of {@link #cuts}
   * @param isFirstItem whether it is the first item of its list
   * @param isLast whether there is nothing to be found out behind a cut; that is the last one then
   */
  Cutter(String text, Cut first, boolean isFirstItem, Predicate<Cut> isLast) {
    this.text = text;
    scan = new LineScan(text);
    isBegun = true;
    line = first.line();
    if (first.shape() == Piece.Shape.ITEM) {
      awaiting = isFirstItem;
      items = isFirstItem ? NONE : indent(first.from(), text.length()) - first.from();
    }
    run(first.from(), isLast);
  }

  private void run(int from, Predicate<Cut> isLast) {
    int at = from;
    while (at < text.length()) {
      int end = endOfLine(at);
      int known = cuts.size();
      lineStart = at;
      scan.enter(at, line);
      line(at, end);
      if (cuts.size() > known && isLast.test(cuts.getLast())) {
        return;
      }
      line++;
      at = end + (end + 1 < text.length() && text.startsWith("\r\n", end) ? 2 : 1);
    }
  }

  /** Whether it cannot be cut at all. */
  boolean isWhole() {
    return whole || !isBegun;
  }

  /** Whether something seemed never to end, so that the cuts are a guess. */
  boolean isGuess() {
    return guess >= 0;
  }

  /** Whether what seemed never to end is surely no YAML, so that the cuts are right. */
  boolean isSurelyBroken() {
    var begun = cuts.get(guess);
    int lines = Integer.MAX_VALUE;
    if (begun.shape() == Piece.Shape.ITEM) {
      for (var cut : cuts.subList(guess + 1, cuts.size())) {
        if (cut.shape() == Piece.Shape.ENTRY) {
          // An item read alone ends at the next entry, which is no mistake.
          lines = cut.line() - begun.line();
          break;
        }
      }
    }
    return Document.breaksWithin(text.substring(begun.from()), lines);
  }

  /** In the order of the text; the first part begins where the text does. */
  List<Cut> cuts() {
    return cuts;
  }

  /** In the order of the text. */
  List<Comment> comments() {
    return scan.comments();
  }

  private int endOfLine(int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
        return at;
      }
      at++;
    }
    return at;
  }

  private int indent(int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private void line(int from, int end) {
    int at = indent(from, end);
    int column = at - from;
    boolean blank = scan.skipBlanks(at, end) >= end;
    if (scan.isBlock(blank, column) || (column == 0 && marks(at, end)) || blank) {
      return;
    }
    if (scan.isOpen()) {
      if (!looksLikeStart(at, end, column)) {
        scan.continued(at, end);
        return;
      }
      guess = guess == NONE ? cuts.size() - 1 : guess;
      scan.giveUp();
    }
    content(at, end, column);
  }

  private void content(int at, int end, int column) {
    if (scan.isMore(at, end, column)) {
      return;
    }
    boolean entry = cut(at, end, column);
    boolean bare = scan.tokens(at, end, column);
    if (text.charAt(at) == '\t') {
      scan.giveUp();
    }
    if (entry) {
      awaiting = bare;
    }
  }

  /** The marks between documents, and directives. */
  private boolean marks(int at, int end) {
    if (at < end && text.charAt(at) == '%' && !scan.isOpen()) {
      whole = true;
      return false;
    }
    if (!(text.startsWith("---", at) || text.startsWith("...", at))
        || !(at + 3 >= end || scan.isBlank(at + 3))) {
      return false;
    }
    int rest = scan.skipBlanks(at + 3, end);
    boolean first = !isBegun && text.charAt(at) == '-' && !scan.isOpen();
    whole |= !first || !(rest >= end || text.charAt(rest) == '#');
    return first && !whole;
  }

  private boolean cut(int at, int end, int column) {
    boolean dash = scan.isDash(at, end);
    if (column == 0 && !dash && text.charAt(at) != '\t') {
      whole |= "[{]},|>&*!?%@`:".indexOf(text.charAt(at)) >= 0;
      cuts.add(new Cut(isBegun ? at : 0, isBegun ? line : 0, Piece.Shape.ENTRY));
      isBegun = true;
      items = NONE;
      return true;
    }
    if (!isBegun) {
      whole = true;
    } else if (dash && (awaiting || column == items)) {
      items = column;
      cuts.add(new Cut(lineStart, line, Piece.Shape.ITEM));
    }
    awaiting = false;
    return false;
  }

  private boolean looksLikeStart(int from, int end, int column) {
    int at = from;
    if (column == items && scan.isDash(at, end)) {
      return true;
    }
    if (column > 0) {
      return false;
    }
    int begin = at;
    while (at < end
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at > begin && scan.isColon(at, end);
  }
}
