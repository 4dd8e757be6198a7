package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.document.Difference;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.finding.Places;
import dev.agentsafe.editors.typing.Brackets;
import dev.agentsafe.editors.typing.Change;
import dev.agentsafe.editors.typing.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Bounds;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import jfx.incubator.scene.control.richtext.CodeArea;
import jfx.incubator.scene.control.richtext.RichTextArea.Tag;

/**
 * A YAML text that is edited, with colours, marks in the gutter and squiggles; FX thread only.
 *
 * <p>It knows nothing of files: whoever shows it sets the text, listens for changes and says which
 * problems there are. Places are UTF-16 units from the beginning of {@link #text()}, which has the
 * line ends that it came with. Who wants keys before the text gets them, such as a popup, adds an
 * event filter to this view.
 */
public final class CodeView extends BorderPane {
  private static final int FEW_ROWS = 10;
  private static final int MORE_ROWS = 30;

  private final Consumer<String> changed;
  private final CodeText content = new CodeText(this::changedByItself);
  private final CodeArea area = new CodeArea(content.model());
  private final Zoom zoom = new Zoom(area, this::repaint);
  private final Sight sight = new Sight(area, content);
  private final Ink ink = new Ink(content::repaint);
  private final YamlPaint paint = new YamlPaint(content, ink);
  private final ReadOnlyObjectWrapper<Selection> selection =
      new ReadOnlyObjectWrapper<>(this, "selection", Selection.at(0));
  private final FindBar finding;
  private final LineBar line;
  private final Gutter gutter;
  private Marks marks = Marks.NONE;
  private IntConsumer markChosen = at -> {};
  private boolean isChanging;

  /**
   * An empty code view.
   *
   * @param changed takes the whole text after each change a person made
   * @param around the window's words and its threads
   */
  public CodeView(Consumer<String> changed, Around around) {
    this.changed = changed;
    gutter = new Gutter(around, at -> markChosen.accept(at));
    finding = new FindBar(this, around);
    line = new LineBar(this, around);
    getStyleClass().add("code-view");
    area.getStyleClass().add("code-area");
    area.setTabSize(2);
    area.setHighlightCurrentParagraph(true);
    area.setSyntaxDecorator(paint);
    area.setLeftDecorator(gutter);
    area.setAccessibleText(around.words(Phrase.EDITOR));
    area.selectionProperty().subscribe(now -> selected());
    area.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    var keys = new CodeKeys(this);
    keys.install(area);
    area.setContextMenu(keys.menu(around));
    setTop(new VBox(finding, line));
    setCenter(area);
    getChildren().add(ink);
    Runnable laidOut = this::laidOut;
    sceneProperty()
        .subscribe((was, is) -> {
          if (was != null) {
            was.removePostLayoutPulseListener(laidOut);
          }
          if (is != null) {
            is.addPostLayoutPulseListener(laidOut);
          }
        });
  }

  /** Shows another text, from its beginning, without telling the listener; nothing to undo. */
  public void show(String text) {
    edit(() -> content.load(text), Selection.at(0));
    requestAreaFocus();
  }

  /**
   * Makes another version of the text that is shown, without telling the listener: what differs is
   * edited, in one step that can be undone, and the caret stays where it was in the text.
   */
  public void become(String text) {
    var edits = Difference.between(text(), text);
    var before = selection.get();
    var after = before.after(edits);
    edit(() -> content.apply(new Change(edits, after), before, false), after);
  }

  /**
   * Edits the text as a person would, in one step that can be undone, and tells the listener.
   *
   * @param edits of the text as it is; none overlaps another
   * @param caret where the caret is afterwards
   */
  public void apply(List<Edit> edits, int caret) {
    change(new Change(edits, Selection.at(caret)), false);
  }

  void change(Change change, boolean isTyping) {
    var before = selection.get();
    edit(() -> content.apply(change, before, isTyping), change.selection());
    if (!change.edits().isEmpty()) {
      tell();
    }
  }

  /** Undoes the last step, if there is one, and tells the listener. */
  public void undo() {
    edit(content::undo);
  }

  /** Does again what was undone last, if anything was, and tells the listener. */
  public void redo() {
    edit(content::redo);
  }

  private void edit(Supplier<Optional<Selection>> step) {
    changing(step)
        .ifPresent(selection -> {
          edit(() -> {}, selection);
          tell();
        });
  }

  private void edit(Runnable change, Selection after) {
    changing(() -> {
      // The area keeps the column that up and down go back to; only its own commands forget it.
      area.executeDefault(Tag.DESELECT);
      sight.rest(Math.min(selection.get().from(), after.from()));
      change.run();
      // What is lit is known before the area lays its lines out, so that it does so once.
      paint.pair(Brackets.at(content.lines(), after.caret()));
      sight.layOut();
      return after;
    });
    select(after);
    finding.textChanged();
  }

  private <T> T changing(Supplier<T> step) {
    isChanging = true;
    try {
      return step.get();
    } finally {
      isChanging = false;
    }
  }

  private void tell() {
    changed.accept(text());
  }

  private void changedByItself() {
    finding.textChanged();
    tell();
  }

  /** The text as it stands, with the line ends that it came with. */
  public String text() {
    return content.lines().text();
  }

  /** What ends a line that is made in this text. */
  public String lineEnd() {
    return content.lines().lineEnd();
  }

  LineText lines() {
    return content.lines();
  }

  CodeArea area() {
    return area;
  }

  /** What is selected. */
  public Selection selection() {
    return selection.get();
  }

  /** What is selected, as it changes; after a change of the text, once that is complete. */
  public ReadOnlyObjectProperty<Selection> selectionProperty() {
    return selection.getReadOnlyProperty();
  }

  /** Where the caret is. */
  public int caretOffset() {
    return selection.get().caret();
  }

  /** Selects a part of the text and makes its caret visible. */
  public void select(Selection wanted) {
    var inside = wanted.within(content.lines().length());
    int row = content.lines().rowOf(inside.caret());
    if (!paint.isNear(Math.max(0, row - FEW_ROWS), row + FEW_ROWS)) {
      paintNear(row, row);
      changing(() -> sight.show(row + FEW_ROWS));
    }
    area.select(content.position(inside.anchor()), content.position(inside.caret()));
    selected();
  }

  private void selected() {
    var segment = area.getSelection();
    if (isChanging || segment == null) {
      return;
    }
    var anchor = content.offset(segment.getAnchor());
    selection.set(new Selection(anchor, content.offset(segment.getCaret())));
    if (paint.pair(Brackets.at(content.lines(), caretOffset()))) {
      content.repaint();
    }
  }

  private void paintNear(int first, int last) {
    paint.near(Math.max(0, first - MORE_ROWS), last + MORE_ROWS);
    content.repaint();
  }

  /** After what is in sight was laid out: where that was scrolled to, it is painted now. */
  private void laidOut() {
    sight
        .rows()
        .filter(rows -> !paint.isNear(rows.first(), rows.last()))
        .ifPresent(rows -> paintNear(rows.first(), rows.last()));
  }

  /** Where a place of the text is on the screen; nothing where it is out of sight. */
  public Optional<Bounds> boundsOnScreen(int offset) {
    return sight.of(offset);
  }

  /** The place of the text that is drawn there on the screen; nothing where no text is. */
  public OptionalInt offsetAt(double screenX, double screenY) {
    return sight.at(screenX, screenY);
  }

  /** Marks these problems and no others. */
  public void mark(List<Problem> problems) {
    var next = Marks.of(problems);
    if (!next.equals(marks)) {
      marks = next;
      paint.mark(marks);
      gutter.mark(marks);
      repaint();
    }
  }

  /** Shows these marks behind the numbers of lines, counted from 1, and no others. */
  public void markBeside(Map<Integer, LineMark> marks) {
    if (gutter.beside(marks)) {
      repaint();
    }
  }

  /** Calls this with the line, counted from 1, whose mark behind the number is clicked. */
  public void onMarkChosen(IntConsumer listener) {
    markChosen = listener;
  }

  /** Moves the caret and the keyboard to a place and makes it visible. */
  public void goTo(Location place) {
    reveal(place);
    requestAreaFocus();
  }

  /** Moves the caret to a place and makes it visible; the keyboard stays where it is. */
  public void reveal(Location place) {
    int row = Math.clamp(place.line() - 1, 0, content.lines().count() - 1);
    var line = content.lines().line(row);
    int column = Math.clamp(place.column() - 1, 0, line.codePointCount(0, line.length()));
    select(Selection.at(content.lines().offset(row, line.offsetByCodePoints(0, column))));
  }

  /** Gives the keyboard to the text. */
  public void requestAreaFocus() {
    area.requestFocus();
  }

  /** Line and column of the caret, 1-based, the column in code points. */
  public Location caret() {
    int row = content.lines().rowOf(caretOffset());
    var before = content.lines().line(row).substring(0, content.lines().columnOf(caretOffset()));
    return new Location("", row + 1, before.codePointCount(0, before.length()) + 1);
  }

  /** Opens the bar that finds, or finds and replaces. */
  public void find(boolean isReplacing) {
    finding.open(isReplacing);
  }

  FindBar finding() {
    return finding;
  }

  void askForLine() {
    line.open();
  }

  void found(Places places) {
    paint.found(places);
    content.repaint();
  }

  /** Has lines that are too long go on below themselves, or no longer. */
  void toggleWrap() {
    area.setWrapText(!area.isWrapText());
  }

  Zoom zoom() {
    return zoom;
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 4) {
      area.selectAll();
    }
  }

  private void repaint() {
    content.repaint();
    area.setLeftDecorator(null);
    area.setLeftDecorator(gutter);
  }
}
