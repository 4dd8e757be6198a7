package dev.agentsafe.editors.assist;

import dev.agentsafe.editors.document.Edit;
import java.util.Locale;

/**
 * Something that can be written at the caret.
 *
 * @param label what is shown
 * @param detail a few words beside it, such as the type; may be empty
 * @param meaning what it is, in words; may be empty
 */
public record Offer(String label, Kind kind, String detail, String meaning, Insertion insertion) {

  /** What an offer is. */
  public enum Kind {
    KEY,
    WORD,
    ACTION,
    TARGET,
    RULE,
    PERSON,
    NAME
  }

  /**
   * Writes an offer.
   *
   * @param caret where the caret stands afterwards, from the beginning of what is written
   */
  public record Insertion(Edit edit, int caret) {}

  /** Whether somebody who typed that may mean this. */
  public boolean fits(String typed) {
    return rank(typed) < 2;
  }

  /** 0: it begins with what was typed; 1: it holds it; 2: neither. */
  int rank(String typed) {
    var word = label.toLowerCase(Locale.ROOT);
    var begun = typed.toLowerCase(Locale.ROOT);
    return word.startsWith(begun) ? 0 : word.contains(begun) ? 1 : 2;
  }
}
