package dev.agentsafe.editors.code;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Change;
import dev.agentsafe.editors.typing.History;
import dev.agentsafe.editors.typing.Selection;
import java.util.Optional;

/**
 * The text of a code view with its history: every change of it passes through here, so that it can
 * be undone; FX thread only.
 */
final class CodeText {
  private final LineText lines = new LineText();
  private final History history = new History();
  private final Shown shown;

  /** Who shows the text and has to know which rows are others now. */
  interface Shown {
    /** All of them. */
    void replaced();

    /** Up to a row, as it was counted before, and so many more or fewer behind it. */
    void changed(int last, int more);
  }

  /** An empty text. */
  CodeText(Shown shown) {
    this.shown = shown;
  }

  LineText lines() {
    return lines;
  }

  /** Takes another text, and forgets what was done to the one before. */
  void load(String text) {
    lines.set(text);
    history.clear();
    shown.replaced();
  }

  /**
   * Does a change.
   *
   * @param before what is selected now
   * @param isTyping whether it may be undone together with what was typed before it
   */
  void apply(Change change, Selection before, boolean isTyping) {
    if (change.edits().isEmpty()) {
      return;
    }
    var edit =
        change.edits().size() == 1
            ? change.edits().getFirst()
            : Edit.covering(lines.text(), change.edits());
    var removed = splice(edit);
    history.add(
        new History.Step(edit.from(), removed, edit.text(), before, change.selection()), isTyping);
  }

  /** Undoes a step, if there is one. */
  Optional<Selection> undo() {
    return history
        .undo()
        .map(step -> {
          splice(step.undoing());
          return step.before();
        });
  }

  /** Does a step again, if there is one. */
  Optional<Selection> redo() {
    return history
        .redo()
        .map(step -> {
          splice(step.redoing());
          return step.after();
        });
  }

  private String splice(Edit edit) {
    int last = lines.rowOf(edit.to());
    int rows = lines.count();
    var removed = lines.splice(edit);
    shown.changed(last, lines.count() - rows);
    return removed;
  }
}
