package dev.agentsafe.editors.typing;

import dev.agentsafe.editors.document.Edit;
import java.util.List;

/**
 * What a key does.
 *
 * @param edits of the text as it is; none overlaps another, and none at all where only the
 *     selection changes
 * @param selection what is selected afterwards
 */
public record Change(List<Edit> edits, Selection selection) {
  public Change {
    edits = List.copyOf(edits);
  }

  /** Puts a text into the place of a stretch, with the caret behind it. */
  public static Change of(int from, int to, String text) {
    return new Change(List.of(new Edit(from, to, text)), Selection.at(from + text.length()));
  }

  /** Moves the caret alone. */
  static Change caret(int at) {
    return new Change(List.of(), Selection.at(at));
  }
}
