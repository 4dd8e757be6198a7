package dev.agentsafe.editors.assist;

import java.util.List;
import java.util.Map;

/**
 * What a place in a text is, told by indentation and brackets alone, so that it can be told in text
 * that is no YAML yet; immutable. Offsets are UTF-16 units of the whole text.
 *
 * @param frames the way from the root to what the caret is in
 * @param role what may be written there
 * @param word what is written there
 * @param beside the other keys of the mapping that the caret is in, with their single values; an
 *     empty text where there is none
 * @param layout how what is inserted has to be laid out
 */
record Caret(List<Frame> frames, Role role, Word word, Map<String, String> beside, Layout layout) {
  Caret {
    frames = List.copyOf(frames);
    beside = Map.copyOf(beside);
  }

  /** What may be written at the caret. */
  enum Role {
    /** A key. */
    KEY,
    /** The value of a key, behind its colon. */
    VALUE,
    /** What begins here: a key of a mapping, an item of a list, or a single value. */
    OPEN,
    /** Nothing that can be told: a comment, a text in a block, the end of a value. */
    NONE
  }

  /** One step down from the root. */
  sealed interface Frame {
    /**
     * Into the value of a key.
     *
     * @param said the keys of the mapping that holds it, with their single values
     */
    record Key(String name, Map<String, String> said) implements Frame {
      public Key {
        said = Map.copyOf(said);
      }
    }

    /** Into an item of a list. */
    record Item() implements Frame {}
  }

  /**
   * What is written at the caret.
   *
   * @param from where it begins
   * @param to behind its last character
   * @param before what of it stands before the caret, without quotes
   * @param text all of it, without quotes
   */
  record Word(int from, int to, String before, String text) {}

  /**
   * How what is inserted has to be laid out.
   *
   * @param column the column where it begins
   * @param flow whether it is within brackets
   * @param lead what has to stand before it, such as the space behind a colon
   */
  record Layout(int column, boolean flow, String lead) {}

  /** The way in words, such as {@code rules[].match.actions[]}. */
  String path() {
    var path = new StringBuilder();
    for (var frame : frames) {
      switch (frame) {
        case Frame.Item() -> path.append("[]");
        case Frame.Key(var name, var said) -> path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.toString();
  }
}
