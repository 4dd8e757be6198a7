package dev.agentsafe.editors.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts one line of YAML into coloured pieces; pure. */
public final class YamlLine {
  private static final Pattern KEY =
      Pattern.compile("^(\\s*(?:- +)*)([A-Za-z_][\\w .-]*|\"[^\"]*\"|'[^']*')(:)(?=\\s|$)");
  private static final Pattern LITERAL =
      Pattern.compile(
          "[\\s-]*(true|false|null|yes|no|on|off|~|[-+]?\\d+(?:\\.\\d+)?)\\s*",
          Pattern.CASE_INSENSITIVE);

  private YamlLine() {}

  /** What a piece of a line is. */
  public enum Kind {
    PLAIN,
    KEY,
    PUNCTUATION,
    TEXT,
    LITERAL,
    COMMENT
  }

  /**
   * A piece of a line.
   *
   * @param from inclusive, in UTF-16 units
   * @param to exclusive
   */
  public record Span(int from, int to, Kind kind) {}

  /** The pieces of a line, without gaps, in order; none for an empty line. */
  public static List<Span> spans(String line) {
    var spans = new ArrayList<Span>();
    int at = 0;
    var key = KEY.matcher(line);
    if (key.find()) {
      add(spans, 0, key.end(1), Kind.PUNCTUATION);
      add(spans, key.start(2), key.end(2), Kind.KEY);
      add(spans, key.start(3), key.end(3), Kind.PUNCTUATION);
      at = key.end(3);
    }
    int comment = commentAt(line, at);
    values(spans, line, at, comment);
    add(spans, comment, line.length(), Kind.COMMENT);
    return spans;
  }

  private static void values(List<Span> spans, String line, int from, int to) {
    int at = from;
    int plain = from;
    while (at < to) {
      char c = line.charAt(at);
      if (c == '"' || c == '\'') {
        words(spans, line, plain, at);
        int end = closing(line, at, to);
        add(spans, at, end, Kind.TEXT);
        at = end;
        plain = end;
      } else if ("[]{},".indexOf(c) >= 0) {
        words(spans, line, plain, at);
        add(spans, at, at + 1, Kind.PUNCTUATION);
        at++;
        plain = at;
      } else {
        at++;
      }
    }
    words(spans, line, plain, to);
  }

  /** A whole scalar that is no text is coloured as a literal; a word inside a text is not. */
  private static void words(List<Span> spans, String line, int from, int to) {
    var literal = LITERAL.matcher(line).region(from, to).matches();
    add(spans, from, to, literal ? Kind.LITERAL : Kind.PLAIN);
  }

  private static int closing(String line, int from, int to) {
    char quote = line.charAt(from);
    for (int i = from + 1; i < to; i++) {
      if (line.charAt(i) == '\\' && quote == '"') {
        i++;
      } else if (line.charAt(i) == quote) {
        return i + 1;
      }
    }
    return to;
  }

  private static int commentAt(String line, int from) {
    char quote = 0;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        }
      } else if ((c == '"' || c == '\'') && (i == 0 || " [{,:".indexOf(line.charAt(i - 1)) >= 0)) {
        quote = c;
      } else if (c == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return i;
      }
    }
    return line.length();
  }

  private static void add(List<Span> spans, int from, int to, Kind kind) {
    if (from < to) {
      spans.add(new Span(from, to, kind));
    }
  }
}
