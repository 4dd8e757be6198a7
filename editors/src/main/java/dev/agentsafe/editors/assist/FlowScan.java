package dev.agentsafe.editors.assist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes through text in brackets, closed or not, up to a place and to the end of what is there. */
final class FlowScan {
  /** So far behind the caret keys of the same mapping are looked for. */
  private static final int AHEAD = 4_000;

  private final String text;
  private final List<Level> levels = new ArrayList<>();
  private int at;

  /** Brackets that are open. */
  static final class Level {
    private final boolean mapping;
    private final Map<String, String> said = new LinkedHashMap<>();
    private @Nullable String key;
    private int word = -1;
    private int end = -1;

    private Level(boolean mapping) {
      this.mapping = mapping;
    }

    boolean isMapping() {
      return mapping;
    }

    /** The key whose value is open; null where none is. */
    @Nullable String key() {
      return key;
    }

    /** The keys that are there, with their single values. */
    Map<String, String> said() {
      return said;
    }

    /** Where what stands at the place begins; -1 where nothing does. */
    int word() {
      return word;
    }

    private void next() {
      key = null;
      word = -1;
      end = -1;
    }
  }

  private FlowScan(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /** The brackets that are open at a place, outermost first; none where all are closed. */
  static FlowScan to(String text, int from, int place) {
    var scan = new FlowScan(text, from);
    while (scan.at < place && scan.at < text.length()) {
      if (!scan.step(place)) {
        break;
      }
    }
    return scan;
  }

  List<Level> levels() {
    return levels;
  }

  /**
   * Goes on to the end of what is written at the place; with the keys that follow in its mapping.
   *
   * @return behind its last character
   */
  int finish(int place) {
    var inner = levels.getLast();
    int depth = levels.size();
    int wordEnd = -1;
    int stop = Math.min(text.length(), place + AHEAD);
    while (at < stop && levels.size() >= depth) {
      char c = text.charAt(at);
      boolean here = levels.size() == depth;
      if (wordEnd < 0 && here && (",]}\n".indexOf(c) >= 0 || isColon() || isComment())) {
        wordEnd = inner.end > place || inner.word >= 0 ? Math.max(inner.end, place) : place;
      }
      if (!step(text.length())) {
        break;
      }
    }
    return wordEnd < 0 ? Math.max(place, Math.min(inner.end, stop)) : wordEnd;
  }

  /** One character, or one quoted text; false where nothing is open any more. */
  private boolean step(int place) {
    char c = text.charAt(at);
    if (c == '[' || c == '{') {
      if (!levels.isEmpty()) {
        levels.getLast().word = at;
      }
      levels.add(new Level(c == '{'));
      at++;
    } else if (levels.isEmpty()) {
      return false;
    } else if (c == ']' || c == '}') {
      close();
      at++;
      return !levels.isEmpty();
    } else {
      within(c, place);
    }
    return true;
  }

  private void within(char c, int place) {
    var level = levels.getLast();
    if (c == ',') {
      keep(level);
      level.next();
      at++;
    } else if (level.mapping && level.key == null && isColon()) {
      level.key = Scalars.unquoted(word(level));
      level.word = -1;
      level.end = -1;
      at++;
    } else if (Row.isQuote(c) && level.word < 0) {
      level.word = at;
      at = Scalars.behindQuoted(text, at, Math.max(at + 1, Math.min(place, lineEnd())));
      level.end = at;
    } else if (isComment()) {
      at = lineEnd();
    } else {
      if (!Character.isWhitespace(c)) {
        level.word = level.word < 0 ? at : level.word;
        level.end = at + 1;
      }
      at++;
    }
  }

  private void close() {
    keep(levels.getLast());
    levels.removeLast();
    if (!levels.isEmpty()) {
      levels.getLast().end = at + 1;
    }
  }

  private void keep(Level level) {
    if (level.mapping) {
      var key = level.key == null ? Scalars.unquoted(word(level)) : level.key;
      if (!key.isEmpty()) {
        level.said.put(key, level.key == null ? "" : Scalars.unquoted(word(level)));
      }
    }
  }

  private String word(Level level) {
    return level.word < 0 || level.end <= level.word ? "" : text.substring(level.word, level.end);
  }

  private boolean isColon() {
    return text.charAt(at) == ':'
        && (at + 1 >= text.length() || " \t\r\n,[]{}".indexOf(text.charAt(at + 1)) >= 0);
  }

  private boolean isComment() {
    return text.charAt(at) == '#' && at > 0 && Character.isWhitespace(text.charAt(at - 1));
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
