package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.area.Area;
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
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Bounds;
import javafx.scene.control.ContextMenu;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/**
 * A YAML text that is edited, with colours, marks in the gutter and squiggles; FX thread only.
 *
 * <p>It knows nothing of files: whoever shows it sets the text, listens for changes and says which
 * problems there are. Places are UTF-16 units from the beginning of {@link #text()}, which has the
 * line ends that it came with. Who wants keys before the text gets them, such as a popup, adds an
 * event filter to this view.
 */
public final class CodeView extends BorderPane {
  private final Consumer<String> changed;
  private final CodeText content = new CodeText(new Showing());
  private final YamlPaint paint = new YamlPaint(content.lines());
  private final Gutter gutter;
  private final Area area;
  private final Zoom zoom;
  private final FindBar finding;
  private final LineBar line;
  private Marks marks = Marks.NONE;
  private IntConsumer markChosen = at -> {};

  /**
   * An empty code view.
   *
   * @param changed takes the whole text after each change a person made
   * @param around the window's words and its threads
   */
  public CodeView(Consumer<String> changed, Around around) {
    this.changed = changed;
    gutter = new Gutter(around, at -> markChosen.accept(at));
    area =
        new Area(
            new Area.Parts(
                content.lines(), paint, YamlPaint.styles(), gutter, text -> put(text, true)));
    zoom = new Zoom(area);
    finding = new FindBar(this, around);
    line = new LineBar(this, around);
    getStyleClass().add("code-view");
    area.setAccessibleText(around.words(Phrase.EDITOR));
    area.selectionProperty().subscribe(now -> pair());
    var keys = new CodeKeys(this);
    keys.install(area);
    var menu = keys.menu(around);
    area.setOnContextMenuRequested(event -> open(menu, event));
    area.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> menu.hide());
    setTop(new VBox(finding, line));
    setCenter(area);
  }

  /** What the area has to know of the text. */
  private final class Showing implements CodeText.Shown {
    @Override
    public void replaced() {
      area.textReplaced();
    }

    @Override
    public void changed(int last, int more) {
      area.textChanged(last, more);
    }
  }

  private void open(ContextMenu menu, ContextMenuEvent event) {
    var at =
        event.isKeyboardTrigger() ? area.boundsOnScreen(caretOffset()) : Optional.<Bounds>empty();
    menu.show(
        area,
        at.map(Bounds::getMinX).orElse(event.getScreenX()),
        at.map(Bounds::getMaxY).orElse(event.getScreenY()));
    event.consume();
  }

  /** Shows another text, from its beginning, without telling the listener; nothing to undo. */
  public void show(String text) {
    content.load(text);
    after(Selection.at(0));
    requestAreaFocus();
  }

  /**
   * Makes another version of the text that is shown, without telling the listener: what differs is
   * edited, in one step that can be undone, and the caret stays where it was in the text.
   */
  public void become(String text) {
    var edits = Difference.between(text(), text);
    var before = selection();
    var after = before.after(edits);
    content.apply(new Change(edits, after), before, false);
    after(after);
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
    content.apply(change, selection(), isTyping);
    after(change.selection());
    if (!change.edits().isEmpty()) {
      tell();
    }
  }

  /** Puts a text into the place of what is selected. */
  void put(String text, boolean isTyping) {
    var at = selection();
    var fitting = content.lines().fitting(text);
    if (!fitting.isEmpty() || !at.isEmpty()) {
      change(Change.of(at.from(), at.to(), fitting), isTyping);
    }
  }

  /** Undoes the last step, if there is one, and tells the listener. */
  public void undo() {
    content.undo().ifPresent(this::told);
  }

  /** Does again what was undone last, if anything was, and tells the listener. */
  public void redo() {
    content.redo().ifPresent(this::told);
  }

  private void told(Selection selected) {
    after(selected);
    tell();
  }

  /** The text is another one, and that is selected of it. */
  private void after(Selection selected) {
    var known = selection();
    area.select(selected);
    if (selection().equals(known)) {
      pair();
    }
    finding.textChanged();
  }

  private void tell() {
    changed.accept(text());
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

  Area area() {
    return area;
  }

  /** What is selected. */
  public Selection selection() {
    return area.selection();
  }

  /** What is selected, as it changes; after a change of the text, once that is complete. */
  public ReadOnlyObjectProperty<Selection> selectionProperty() {
    return area.selectionProperty();
  }

  /** Where the caret is. */
  public int caretOffset() {
    return area.selection().caret();
  }

  /** Selects a part of the text and makes its caret visible. */
  public void select(Selection wanted) {
    area.select(wanted);
  }

  private void pair() {
    if (paint.pair(Brackets.at(content.lines(), caretOffset()))) {
      area.repaint();
    }
  }

  /** Where a place of the text is on the screen; nothing where it is out of sight. */
  public Optional<Bounds> boundsOnScreen(int offset) {
    return area.boundsOnScreen(offset);
  }

  /** The place of the text that is drawn there on the screen; nothing where no text is. */
  public OptionalInt offsetAt(double screenX, double screenY) {
    return area.offsetAt(screenX, screenY);
  }

  /** Marks these problems and no others. */
  public void mark(List<Problem> problems) {
    var next = Marks.of(problems);
    if (!next.equals(marks)) {
      marks = next;
      paint.mark(marks);
      gutter.mark(marks);
      area.repaint();
    }
  }

  /** Shows these marks behind the numbers of lines, counted from 1, and no others. */
  public void markBeside(Map<Integer, LineMark> marks) {
    if (gutter.beside(marks)) {
      area.repaint();
    }
  }

  /** Calls this with the line, counted from 1, whose mark behind the number is clicked. */
  public void onMarkChosen(IntConsumer listener) {
    markChosen = listener;
  }

  /**
   * Shows beside that line, counted from 1, that something can be done about it, and beside no
   * other.
   *
   * @param chosen what a click on that does
   */
  public void offer(OptionalInt line, Runnable chosen) {
    if (gutter.bulb().offer(line, chosen)) {
      area.repaint();
    }
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
    area.repaint();
  }

  /** Has lines that are too long go on below themselves, or no longer. */
  void toggleWrap() {
    area.wrap(!area.isWrapping());
  }

  Zoom zoom() {
    return zoom;
  }
}
