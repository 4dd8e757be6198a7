package dev.agentsafe.editors.form;

import dev.agentsafe.editors.document.Edit;
import java.util.List;

/** What came of a change. */
public sealed interface Outcome {

  /**
   * The text says it when these edits are made.
   *
   * @param edits of the form's text; none where it says so already
   * @param lost comments that stand in what is taken away, as they are written
   * @param after the form of the text after them
   */
  record Changed(List<Edit> edits, List<String> lost, Form after) implements Outcome {
    public Changed {
      edits = List.copyOf(edits);
      lost = List.copyOf(lost);
    }
  }

  /**
   * The text cannot be changed that way; nothing is.
   *
   * @param why what is in the way, in words for people
   */
  record Refused(String why) implements Outcome {}
}
