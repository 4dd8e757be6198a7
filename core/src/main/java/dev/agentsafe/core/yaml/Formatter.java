package dev.agentsafe.core.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lays YAML out in one way: two spaces a level, lists indented below their key, one space after
 * colons and commas, no trailing blanks, never two empty lines; stateless.
 *
 * <p>What it says stays the same, and so does every comment; block texts keep each of their
 * characters. What is no YAML is left as it is.
 */
public final class Formatter {
  private static final int STEP = 2;
  private static final int PASSES = 3;

  private final LineScan scan;
  private final String text;
  private final List<String> out = new ArrayList<>();
  private final List<Waiting> comments = new ArrayList<>();
  private final Deque<Level> levels = new ArrayDeque<>();
  // how far the value at hand moves to the right
  private int shift;
  private int least;
  private boolean strange;

  private Formatter(String text) {
    this.text = text;
    scan = new LineScan(text);
  }

  /** A mapping or list that is written without brackets. */
  private record Level(boolean list, int before, int after) {}

  /** A comment that stands where what follows it does. */
  private record Waiting(int column, String text) {}

  /**
   * The text laid out; itself where it is no YAML or is laid out already. It keeps its byte order
   * mark, and its line ends where all are those of Windows.
   */
  public static String format(String written) {
    var laid = laid(written);
    if (laid.equals(written)) {
      return written;
    }
    var ended = hasWindowsEnds(written) ? laid.replace("\n", "\r\n") : laid;
    return written.startsWith("\ufeff") ? "\ufeff" + ended : ended;
  }

  private static boolean hasWindowsEnds(String text) {
    int end = text.indexOf('\n');
    while (end > 0 && text.charAt(end - 1) == '\r') {
      int next = text.indexOf('\n', end + 1);
      if (next < 0) {
        return true;
      }
      end = next;
    }
    return false;
  }

  private static String laid(String written) {
    var text = Document.unmarked(written).replace("\r\n", "\n").replace('\r', '\n');
    var before = read(text);
    if (before.isEmpty()) {
      return written;
    }
    for (int pass = 0; pass < PASSES; pass++) {
      var formatter = new Formatter(text);
      var laid = formatter.run();
      if (formatter.strange || !isSame(before.get(), laid) || !keepsComments(text, laid)) {
        return written;
      }
      if (laid.equals(text)) {
        return laid;
      }
      text = laid;
    }
    return written;
  }

  private static Optional<Node> read(String text) {
    var problems = new Problems("");
    boolean strange = text.chars().anyMatch(c -> c == 0x85 || c == 0x2028 || c == 0x2029);
    return strange || text.length() > Document.LONGEST
        ? Optional.empty()
        : Document.read(text, 0, problems).filter(node -> !problems.hasErrors());
  }

  private static boolean isSame(Node before, String laid) {
    return read(laid).filter(after -> says(before, after)).isPresent();
  }

  private static boolean says(Node one, Node other) {
    return switch (one) {
      case Node.Scalar(var at, var text, var value, var form) ->
          other instanceof Node.Scalar scalar
              && text.equals(scalar.text())
              && value.equals(scalar.value())
              && form == scalar.form();
      case Node.Sequence(var at, List<Node> items) ->
          other instanceof Node.Sequence list
              && items.size() == list.items().size()
              && allSay(items, list.items());
      case Node.Mapping(var at, List<Node.Entry> entries) ->
          other instanceof Node.Mapping map
              && entries.size() == map.entries().size()
              && allSay(flat(entries), flat(map.entries()));
    };
  }

  private static boolean allSay(List<Node> some, List<Node> others) {
    for (int i = 0; i < some.size(); i++) {
      if (!says(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<Node> flat(List<Node.Entry> entries) {
    var all = new ArrayList<Node>();
    entries.forEach(entry -> {
      all.add(entry.key());
      all.add(entry.value());
    });
    return all;
  }

  private static boolean keepsComments(String text, String laid) {
    return words(text).equals(words(laid));
  }

  private static List<String> words(String text) {
    return new Cutter(text).comments().stream().map(c -> c.text().strip()).toList();
  }

  private String run() {
    int at = 0;
    var lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    for (int i = 0; i < lines.size(); i++) {
      scan.enter(at, i);
      line(lines.get(i), at, at + lines.get(i).length());
      at += lines.get(i).length() + 1;
    }
    settle(0, -1);
    while (!out.isEmpty() && out.getLast().isBlank()) {
      out.removeLast();
    }
    return String.join("\n", out) + "\n";
  }

  private void line(String line, int from, int end) {
    int column = indent(line);
    boolean blank = line.isBlank();
    if (scan.isBlock(blank, column)) {
      out.add(moved(line, column));
    } else if (blank) {
      empty();
    } else if (scan.isOpen()) {
      scan.continued(from + column, end);
      out.add(" ".repeat(Math.max(least, column + shift)) + line.strip());
    } else if (line.charAt(column) == '#') {
      scan.isMore(from + column, end, column);
      comments.add(new Waiting(column, line.strip()));
    } else if (scan.isMore(from + column, end, column)) {
      out.add(" ".repeat(Math.max(least, column + shift)) + line.strip());
    } else if (column == 0 && (line.startsWith("---") || line.startsWith("..."))) {
      settle(0, -1);
      out.add(line.stripTrailing());
    } else {
      structure(line, column);
      scan.tokens(from + column, end, column);
    }
  }

  private static int indent(String line) {
    int column = 0;
    while (column < line.length() && line.charAt(column) == ' ') {
      column++;
    }
    return column;
  }

  private String moved(String line, int column) {
    if (shift >= 0) {
      return line.isEmpty() ? line : " ".repeat(shift) + line;
    }
    return line.substring(Math.min(column, -shift));
  }

  private void empty() {
    if (comments.isEmpty()) {
      if (!out.isEmpty() && !out.getLast().isBlank()) {
        out.add("");
      }
    } else if (!comments.getLast().text().isEmpty()) {
      comments.add(new Waiting(-1, ""));
    }
  }

  /** Puts the comments that were waiting for a line that begins there. */
  private void settle(int after, int before) {
    for (var comment : comments) {
      boolean above = before >= 0 && comment.column() >= before;
      int column = above ? after : nearest(comment.column());
      out.add(comment.text().isEmpty() ? "" : " ".repeat(column) + comment.text());
    }
    comments.clear();
  }

  private int nearest(int column) {
    for (var level : levels) {
      if (level.before() <= column) {
        return level.after();
      }
    }
    return 0;
  }

  /** A line that begins with a dash, a key or a value. */
  private void structure(String line, int column) {
    var rest = new Rest(line, column);
    var begun = new StringBuilder();
    boolean first = true;
    while (rest.dash()) {
      var level = list(rest.at());
      if (first) {
        settle(level.after(), column);
        begun.append(" ".repeat(level.after()));
        first = false;
      }
      begun.append("- ");
      aim(level);
      rest.skipDash();
    }
    strange |= rest.question();
    int key = rest.keyEnd();
    if (key >= 0) {
      var level = mapping(rest.at());
      if (first) {
        settle(level.after(), column);
        begun.append(" ".repeat(level.after()));
        first = false;
      }
      begun.append(line, rest.at(), key).append(':');
      aim(level);
      rest.skipTo(key + 1);
      begun.append(rest.isEmpty() ? "" : " ");
    } else if (first) {
      int after = levels.isEmpty() ? 0 : levels.peek().after() + STEP;
      settle(after, column);
      begun.append(" ".repeat(after));
      shift = after - column;
      least = after;
    }
    out.add((begun + FlowText.tidy(rest.text())).stripTrailing());
  }

  private void aim(Level level) {
    shift = level.after() - level.before();
    least = level.after() + 1;
  }

  private Level list(int column) {
    while (!levels.isEmpty() && levels.peek().before() > column) {
      levels.pop();
    }
    var top = levels.peek();
    if (top != null && top.list() && top.before() == column) {
      return top;
    }
    var level = new Level(true, column, top == null ? 0 : top.after() + STEP);
    levels.push(level);
    return level;
  }

  private Level mapping(int column) {
    while (!levels.isEmpty()
        && (levels.peek().before() > column
            || (levels.peek().list() && levels.peek().before() == column))) {
      levels.pop();
    }
    var top = levels.peek();
    if (top != null && top.before() == column) {
      return top;
    }
    var level = new Level(false, column, top == null ? 0 : top.after() + STEP);
    levels.push(level);
    return level;
  }
}
