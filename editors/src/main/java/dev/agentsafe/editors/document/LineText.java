package dev.agentsafe.editors.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text that is changed in place, by its lines; for one thread.
 *
 * <p>Every line keeps the end that it came with, so that the text of a file which nobody touched is
 * the text of that file, whatever its line ends are. Places are UTF-16 units from the beginning of
 * the text, line ends counted as they are; rows are counted from 0.
 */
public final class LineText {
  /**
   * A line and what ends it.
   *
   * @param end {@code "\n"}, {@code "\r\n"}, {@code "\r"}, or nothing in the last row
   */
  private record Row(String text, String end) {
    int length() {
      return text.length() + end.length();
    }
  }

  private final ArrayList<Row> rows = new ArrayList<>(List.of(new Row("", "")));
  private int[] starts = new int[1];
  private int known = 1;
  private String whole = "";
  private boolean isWhole = true;
  private String lineEnd = "\n";

  /** An empty text. */
  public LineText() {}

  /** Takes another text. */
  public void set(String text) {
    rows.clear();
    split(text, rows);
    known = 1;
    whole = text;
    isWhole = true;
    lineEnd = rows.getFirst().end.isEmpty() ? "\n" : rows.getFirst().end;
  }

  /** How many rows there are; at least one. */
  public int count() {
    return rows.size();
  }

  /** The text of a row, without what ends it. */
  public String line(int row) {
    return rows.get(row).text;
  }

  /** What ends a line that is made here: what ended the first when the text was taken. */
  public String lineEnd() {
    return lineEnd;
  }

  /** That text with its lines ended as those that are made here. */
  public String fitting(String other) {
    return other.replaceAll("\r\n?|\n", lineEnd);
  }

  /** All of it; put together once after each change. */
  public String text() {
    if (!isWhole) {
      var out = new StringBuilder(length());
      rows.forEach(row -> out.append(row.text).append(row.end));
      whole = out.toString();
      isWhole = true;
    }
    return whole;
  }

  /** How many units it has. */
  public int length() {
    int last = rows.size() - 1;
    return start(last) + rows.get(last).length();
  }

  /** Where a row begins. */
  public int start(int row) {
    if (row >= known) {
      if (starts.length < rows.size()) {
        starts = Arrays.copyOf(starts, rows.size() + rows.size() / 4);
      }
      for (; known <= row; known++) {
        starts[known] = starts[known - 1] + rows.get(known - 1).length();
      }
    }
    return starts[row];
  }

  /** The place of a column of a row; a column behind its end is its end. */
  public int offset(int row, int column) {
    return start(row) + Math.clamp(column, 0, line(row).length());
  }

  /** The row that holds a place. */
  public int rowOf(int offset) {
    start(rows.size() - 1);
    int found = Arrays.binarySearch(starts, 0, rows.size(), offset);
    return found >= 0 ? found : -found - 2;
  }

  /** The column of a place in its row; between the two units of a line end, the end of the line. */
  public int columnOf(int offset) {
    int row = rowOf(offset);
    return Math.min(offset - start(row), line(row).length());
  }

  /** What stands between two places. */
  public String slice(int from, int to) {
    if (isWhole) {
      return whole.substring(from, to);
    }
    var out = new StringBuilder(to - from);
    for (int row = rowOf(from), at = from; at < to; row++) {
      var piece = rows.get(row).text + rows.get(row).end;
      int begin = at - start(row);
      int end = Math.min(piece.length(), to - start(row));
      out.append(piece, begin, end);
      at += end - begin;
      if (row == rows.size() - 1) {
        break;
      }
    }
    return out.toString();
  }

  /**
   * Puts a text into the place of a stretch; it costs what the rows that it touches hold.
   *
   * @return what stood there
   */
  public String splice(Edit edit) {
    var removed = slice(edit.from(), edit.to());
    int first = rowOf(edit.from());
    int last = rowOf(edit.to());
    var end = start(last) + rows.get(last).length();
    var joined = slice(start(first), edit.from()) + edit.text() + slice(edit.to(), end);
    // A lone return before a line feed is one line end with it.
    if (first > 0 && joined.startsWith("\n") && rows.get(first - 1).end.equals("\r")) {
      first--;
      joined = rows.get(first).text + "\r" + joined;
    }
    if (joined.endsWith("\r") && last + 1 < rows.size() && isFeed(rows.get(last + 1))) {
      last++;
      joined += "\n";
    }
    var made = new ArrayList<Row>();
    split(joined, made);
    if (last + 1 < rows.size()) {
      // The joined text ends with the end of a line: the empty row behind it is the next one.
      if (made.getLast().length() == 0) {
        made.removeLast();
      } else {
        var next = rows.get(++last);
        made.set(made.size() - 1, new Row(made.getLast().text + next.text, next.end));
      }
    }
    rows.subList(first, last + 1).clear();
    rows.addAll(first, made);
    known = Math.min(known, first + 1);
    isWhole = false;
    whole = "";
    return removed;
  }

  private static boolean isFeed(Row row) {
    return row.text.isEmpty() && row.end.equals("\n");
  }

  private static void split(String text, List<Row> into) {
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r') {
        boolean both = c == '\r' && text.startsWith("\n", at + 1);
        var end = both ? "\r\n" : c == '\r' ? "\r" : "\n";
        into.add(new Row(text.substring(from, at), end));
        at += end.length() - 1;
        from = at + 1;
      }
    }
    into.add(new Row(text.substring(from), ""));
  }
}
