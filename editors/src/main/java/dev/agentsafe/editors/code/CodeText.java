package dev.agentsafe.editors.code;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Change;
import dev.agentsafe.editors.typing.History;
import dev.agentsafe.editors.typing.Selection;
import java.util.Optional;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.BasicTextModel;
import jfx.incubator.scene.control.richtext.model.CodeTextModel;
import jfx.incubator.scene.control.richtext.model.ContentChange;
import jfx.incubator.scene.control.richtext.model.StyleAttributeMap;

/**
 * The text of a code area with its history: every change of it passes through here, so that it can
 * be undone; FX thread only.
 *
 * <p>What the area changes by itself, such as what an input method composes, comes in pieces and is
 * remembered when the area says that it is complete. Everything else is one edit.
 */
final class CodeText implements BasicTextModel.Content {
  private final LineText lines = new LineText();
  private final History history = new History();
  private final CodeTextModel model;
  private final Runnable changed;
  private StringBuilder taken = new StringBuilder();
  private boolean isOwn;

  /**
   * An empty text.
   *
   * @param changed hears of what the area changed by itself
   */
  CodeText(Runnable changed) {
    this.changed = changed;
    model = new CodeTextModel(this);
    // Steps of the area are single characters, and edits of many places many steps.
    model.setUndoRedoEnabled(false);
    model.addListener(this::heard);
  }

  CodeTextModel model() {
    return model;
  }

  LineText lines() {
    return lines;
  }

  History history() {
    return history;
  }

  /** Takes another text, and forgets what was done to the one before. */
  void load(String text) {
    int rows = lines.count();
    int last = lines.line(rows - 1).length();
    lines.set(text);
    history.clear();
    tell(0, rows - 1, last, lines.count() - rows);
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
    int first = lines.rowOf(edit.from());
    int last = lines.rowOf(edit.to());
    int length = lines.line(last).length();
    int rows = lines.count();
    var removed = lines.splice(edit);
    tell(first, last, length, lines.count() - rows);
    return removed;
  }

  /**
   * Tells the area that rows changed. Only how many there are more or fewer is said, at the end of
   * what changed: the area scrolls by the rows it is told of, whether or not they are still there.
   */
  private void tell(int first, int last, int length, int more) {
    var end = TextPos.ofLeading(last, length);
    isOwn = true;
    try {
      if (more < 0) {
        model.fireChangeEvent(TextPos.ofLeading(Math.max(first, last + more), 0), end, 0, 0, 0);
      } else {
        model.fireChangeEvent(end, end, 0, more, 0);
      }
    } finally {
      isOwn = false;
    }
  }

  /** Colours are looked up again. */
  void repaint() {
    model.fireStyleChangeEvent(TextPos.ZERO, model.getDocumentEnd());
  }

  TextPos position(int offset) {
    return TextPos.ofLeading(lines.rowOf(offset), lines.columnOf(offset));
  }

  /** Whether a position is one of this text, and not of one before it. */
  boolean holds(TextPos position) {
    return position.index() < lines.count()
        && position.offset() <= lines.line(position.index()).length();
  }

  int offset(TextPos position) {
    int row = Math.clamp(position.index(), 0, lines.count() - 1);
    return lines.offset(row, position.offset());
  }

  private void heard(ContentChange change) {
    if (isOwn || !change.isEdit()) {
      return;
    }
    int from = offset(change.getStart());
    int row = change.getStart().index() + change.getLinesAdded();
    int column =
        change.getLinesAdded() == 0
            ? change.getStart().offset() + change.getCharsAddedTop()
            : change.getCharsAddedBottom();
    int to = lines.offset(row, column);
    var removed = taken.toString();
    taken = new StringBuilder();
    var inserted = lines.slice(from, to);
    history.add(
        new History.Step(
            from,
            removed,
            inserted,
            Selection.at(from + removed.length()),
            Selection.at(from + inserted.length())),
        true);
    changed.run();
  }

  @Override
  public int size() {
    return lines.count();
  }

  @Override
  public String getText(int index) {
    return index < lines.count() ? lines.line(index) : "";
  }

  @Override
  public int insertTextSegment(int index, int offset, String text, StyleAttributeMap attributes) {
    int at = lines.offset(index, offset);
    lines.splice(new Edit(at, at, text));
    return text.length();
  }

  @Override
  public void insertLineBreak(int index, int offset) {
    int at = lines.offset(index, offset);
    lines.splice(new Edit(at, at, lines.lineEnd()));
  }

  @Override
  public void removeRange(TextPos start, TextPos end) {
    taken.append(lines.splice(new Edit(offset(start), offset(end), "")));
  }

  @Override
  public boolean isWritable() {
    return true;
  }
}
