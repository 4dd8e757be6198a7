package dev.agentsafe.editors.git;

/** What the last commit holds of a file. */
public sealed interface Kept {
  /**
   * A text.
   *
   * @param endsMatter whether line ends are kept as they are in files; if not, the repository has
   *     its own
   */
  record Text(String text, boolean endsMatter) implements Kept {
    /** The text with the line ends of another one, where its own say nothing. */
    public String like(String other) {
      if (endsMatter) {
        return text;
      }
      var plain = text.replace("\r\n", "\n");
      return other.contains("\r\n") ? plain.replace("\n", "\r\n") : plain;
    }
  }

  /** Nothing: it does not have the file. */
  record Absent() implements Kept {}

  /**
   * Something that is not compared here: a link, no text, what a program translates.
   *
   * @param fault why it cannot be read; empty: it could be
   */
  record Unknown(String fault) implements Kept {}
}
