package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import java.util.List;

/**
 * What is selected of a text, in UTF-16 units from its beginning.
 *
 * @param anchor where it was begun
 * @param caret where the caret is; before the anchor where it was drawn backwards
 */
public record Selection(int anchor, int caret) {

  /** A caret, with nothing selected. */
  public static Selection at(int caret) {
    return new Selection(caret, caret);
  }

  /** Where the selected text begins. */
  public int from() {
    return Math.min(anchor, caret);
  }

  /** Just behind the selected text. */
  public int to() {
    return Math.max(anchor, caret);
  }

  /** Whether nothing is selected. */
  public boolean isEmpty() {
    return anchor == caret;
  }

  /** The same after edits. */
  public Selection after(List<Edit> edits) {
    return new Selection(Edit.moved(anchor, edits), Edit.moved(caret, edits));
  }

  /** The same with both ends inside of a text of that length. */
  public Selection within(int length) {
    return new Selection(Math.clamp(anchor, 0, length), Math.clamp(caret, 0, length));
  }
}
