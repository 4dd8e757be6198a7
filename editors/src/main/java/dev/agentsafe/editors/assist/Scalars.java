package dev.agentsafe.editors.assist;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Dialect;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Single values as they are written. */
public final class Scalars {
  /** Names mostly are. Possessive: a group that may go back takes the stack at each turn. */
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*+(?:[-_/][A-Za-z0-9]++)*+");

  /** Words that YAML 1.1 reads as something else than a text. */
  private static final Set<String> MEANING =
      Set.of("y", "n", "yes", "no", "true", "false", "on", "off", "null");

  private Scalars() {}

  /** A text without the quotes around it; an unfinished one too. */
  static String unquoted(String written) {
    if (written.isEmpty() || !Row.isQuote(written.charAt(0))) {
      return written;
    }
    char quote = written.charAt(0);
    int end = behindQuoted(written, 0, written.length());
    boolean closed = end > 1 && end <= written.length() && written.charAt(end - 1) == quote;
    var inner = written.substring(1, closed ? end - 1 : end);
    return quote == '\'' ? inner.replace("''", "'") : inner.replace("\\\"", "\"");
  }

  /** Behind the quoted text that begins there; the end where it is not closed. */
  static int behindQuoted(String text, int from, int end) {
    char quote = text.charAt(from);
    int at = from + 1;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '\\' && quote == '"') {
        at++;
      } else if (c == quote) {
        if (quote == '\'' && at + 1 < end && text.charAt(at + 1) == '\'') {
          at++;
        } else {
          return at + 1;
        }
      }
      at++;
    }
    return Math.min(at, end);
  }

  /** That text as it has to be written to be read as a text: in quotes where it needs them. */
  public static String text(String text) {
    return isPlain(text) ? text : quoted(text);
  }

  /** The same where no brackets are around it, so that commas and brackets need no quotes. */
  public static String line(String text) {
    return isPlain(text) || isPlainInLine(text) ? text : quoted(text);
  }

  /** Whether it may stand in a text as it is; other characters need double quotes. */
  public static boolean isClear(String text) {
    return text.codePoints().noneMatch(Scalars::isHidden);
  }

  /** What breaks lines, is not allowed in YAML, or is half of a character. */
  private static boolean isHidden(int c) {
    return c < ' '
        || (c >= 0x7f && c < 0xa0)
        || c == 0x2028
        || c == 0x2029
        || c == 0xfeff
        || (c >= 0xd800 && c < 0xe000)
        || c == 0xfffe
        || c == 0xffff;
  }

  /** That text in double quotes. */
  public static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> {
              if (isHidden(c)) {
                out.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.append('"').toString();
  }

  /** Whether it is read as that very text without quotes, in a flow too. */
  private static boolean isPlain(String text) {
    if (WORD.matcher(text).matches()) {
      return !MEANING.contains(text.toLowerCase(Locale.ROOT));
    }
    if (text.isEmpty()
        || text.equals("-")
        || text.startsWith("---")
        || text.startsWith("...")
        || text.length() > 200
        || text.strip().length() != text.length()
        || !isClear(text)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean means = ",[]{}#:\"'\\".indexOf(c) >= 0 && !(c == ':' && inside(text, i));
      if (means || c < ' ') {
        return false;
      }
    }
    var within = "- [" + text + "]\n- {k: " + text + "}\n";
    var read =
        Document.read(new Source("", within), new Problems(""))
            .filter(Node.Sequence.class::isInstance)
            .map(root -> ((Node.Sequence) root).items());
    return read.isPresent()
        && read.get().getFirst() instanceof Node.Sequence list
        && list.items().size() == 1
        && isText(list.items().getFirst(), text)
        && read.get().getLast() instanceof Node.Mapping map
        && map.entries().size() == 1
        && isText(map.entries().getFirst().value(), text);
  }

  private static boolean isText(Node node, String text) {
    return node instanceof Node.Scalar scalar
        && scalar.form() == Node.Form.PLAIN
        && scalar.value().equals(new Value.Text(text));
  }

  private static boolean isPlainInLine(String text) {
    if (text.isEmpty() || text.strip().length() != text.length() || !isClear(text)) {
      return false;
    }
    var read =
        Document.read(new Source("", "k: " + text + "\n"), new Problems(""))
            .filter(Node.Mapping.class::isInstance)
            .map(root -> ((Node.Mapping) root).entries().getFirst().value());
    return read.isPresent()
        && isText(read.get(), text)
        && read.get() instanceof Node.Scalar scalar
        && Dialect.difference(scalar).isEmpty();
  }

  private static boolean inside(String text, int at) {
    return at > 0
        && at + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at + 1));
  }
}
