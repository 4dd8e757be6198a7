package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Selection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/**
 * An area that shows a text and moves through it; FX thread only.
 *
 * <p>It changes nothing itself: what is typed, or made up by an input method, is given to whoever
 * has the text, and that one says here what became of it. Only the lines that are in sight are
 * nodes, so that a key costs the same in a file of any length. Places are UTF-16 units from the
 * beginning of the text.
 */
public final class Area extends Region {
  private final LineText text;
  private final Ink ink;
  private final View view;
  private final Bars bars;
  private final Beside beside;
  private final Moves moves;
  private final KeyMap keys = new KeyMap();
  private final Spoken spoken;
  private final Composing composing;
  private final Consumer<String> typed;
  private final ReadOnlyObjectWrapper<Selection> selection =
      new ReadOnlyObjectWrapper<>(this, "selection", Selection.at(0));
  private OptionalDouble wished = OptionalDouble.empty();
  private double besideWidth;
  private boolean isWide;

  /**
   * What an area shows.
   *
   * @param text which is read, never changed
   * @param paint how that looks
   * @param styles the names of the styles in that
   * @param beside what stands left of it
   * @param typed takes what is typed by an input method or a screen reader
   */
  public record Parts(
      LineText text, Paint paint, List<String> styles, Beside beside, Consumer<String> typed) {
    /** Those parts. */
    public Parts {
      styles = List.copyOf(styles);
    }
  }

  /** An area with a caret at the beginning. */
  public Area(Parts parts) {
    text = parts.text();
    beside = parts.beside();
    typed = parts.typed();
    ink = new Ink(parts.styles(), this::inkChanged);
    view = new View(text, parts.paint(), ink);
    bars = new Bars(view, ink);
    moves = new Moves(text, view.strips(), view.ruler());
    spoken = new Spoken(this, view, text);
    composing = new Composing(this, view, text, typed);
    getStyleClass().add("code-area");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT_AREA);
    beside.node().setManaged(false);
    getChildren().addAll(ink, beside.node(), view, bars.down(), bars.across());
    view.onLaidOut(this::laidOut);
    new MoveKeys(this, moves).install(keys);
    addEventHandler(KeyEvent.KEY_PRESSED, keys::pressed);
    new Pointer(this, view, text);
    focusedProperty().subscribe(has -> view.caret().active(has));
  }

  /** What keys do here. */
  public KeyMap keys() {
    return keys;
  }

  /** Where the caret can go. */
  public Moves moves() {
    return moves;
  }

  Type type() {
    return ink.type();
  }

  int length() {
    return text.length();
  }

  /** What is selected. */
  public Selection selection() {
    return selection.get();
  }

  /** What is selected, as it changes. */
  public ReadOnlyObjectProperty<Selection> selectionProperty() {
    return selection.getReadOnlyProperty();
  }

  /** Selects a part of the text, with its caret in sight. */
  public void select(Selection wanted) {
    wished = OptionalDouble.empty();
    choose(wanted);
  }

  private void choose(Selection wanted) {
    composing.end();
    var known = selection.get();
    var inside = wanted.within(text.length());
    view.select(inside);
    view.caret().restart();
    if (!inside.equals(known)) {
      selection.set(inside);
      notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTION_START);
      notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTION_END);
      notifyAccessibleAttributeChanged(AccessibleAttribute.CARET_OFFSET);
    }
  }

  /** Selects everything. */
  public void selectAll() {
    select(new Selection(0, text.length()));
  }

  /** So many lines further down, in the column that was wished for when that was begun. */
  void down(int lines, boolean isSelecting) {
    layoutNow();
    var at = selection.get();
    double across = wished.orElseGet(() -> moves.across(at.caret()));
    int next = moves.down(at.caret(), lines, across);
    choose(isSelecting ? new Selection(at.anchor(), next) : Selection.at(next));
    wished = OptionalDouble.of(across);
  }

  /** So many pages further down, with the caret where it is on the screen. */
  void page(int pages, boolean isSelecting) {
    layoutNow();
    int lines = pages * Math.max(1, view.fit() - 1);
    view.scrollBy(0, lines * ink.type().height());
    down(lines, isSelecting);
  }

  /** The text is another one altogether. */
  public void textReplaced() {
    composing.end();
    view.textReplaced();
    besideChanged();
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  /**
   * Rows of the text changed.
   *
   * @param last the last of them, as they were counted before
   * @param more how many there are more behind it, or fewer where that is negative
   */
  public void textChanged(int last, int more) {
    composing.end();
    view.textChanged(last, more);
    besideChanged();
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  /** Looks again how everything in sight is painted, and what stands beside it. */
  public void repaint() {
    besideChanged();
    view.requestLayout();
  }

  private void inkChanged() {
    if (view != null) {
      view.inkChanged();
      besideChanged();
    }
  }

  private void besideChanged() {
    if (beside.width(ink.type(), text.count()) != besideWidth) {
      arrange();
    }
  }

  /** Whether lines that are too long go on below themselves. */
  public boolean isWrapping() {
    return view.isWrapping();
  }

  /** Has lines that are too long go on below themselves, or not. */
  public void wrap(boolean wraps) {
    view.wrap(wraps);
  }

  /** Where a caret before a place is on the screen; nothing where that is out of sight. */
  public Optional<Bounds> boundsOnScreen(int offset) {
    layoutNow();
    var frame = new BoundingBox(0, 0, view.getWidth(), view.getHeight());
    return view.sheet()
        .caretAt(offset)
        .filter(frame::intersects)
        .flatMap(at -> Optional.ofNullable(view.localToScreen(at)));
  }

  /** The place of the text that is drawn there on the screen; nothing where no text is. */
  public OptionalInt offsetAt(double screenX, double screenY) {
    layoutNow();
    var at = view.screenToLocal(screenX, screenY);
    return at == null || at.getY() >= view.getHeight() || at.getX() >= view.getWidth()
        ? OptionalInt.empty()
        : view.sheet().drawnAt(at.getX(), at.getY());
  }

  /** So that what is asked about places holds for the text as it is. */
  private void layoutNow() {
    layout();
    view.layout();
  }

  @Override
  protected void layoutChildren() {
    arrange();
  }

  private void arrange() {
    besideWidth = beside.width(ink.type(), text.count());
    double down = bars.down().prefWidth(-1);
    double across = isWide ? bars.across().prefHeight(-1) : 0;
    var in = getInsets();
    double width = Math.max(0, getWidth() - in.getLeft() - in.getRight());
    double height = Math.max(0, getHeight() - in.getTop() - in.getBottom());
    double inside = Math.max(0, width - besideWidth - down);
    double left = in.getLeft() + besideWidth;
    beside.node().resizeRelocate(in.getLeft(), in.getTop(), besideWidth, height - across);
    view.resizeRelocate(left, in.getTop(), inside, Math.max(0, height - across));
    bars.down().resizeRelocate(left + inside, in.getTop(), down, height - across);
    bars.across().resizeRelocate(left, in.getTop() + height - across, inside, across);
    view.requestLayout();
  }

  private void laidOut(List<Beside.Place> places) {
    beside.place(places, ink.type(), view.getHeight());
    bars.tell();
    if (bars.isWide() != isWide) {
      isWide = bars.isWide();
      arrange();
    }
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return spoken
        .answer(attribute, parameters)
        .orElseGet(() -> super.queryAccessibleAttribute(attribute, parameters));
  }

  @Override
  public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    switch (action) {
      case SET_TEXT -> {
        if (parameters.length > 0 && parameters[0] instanceof String wanted) {
          selectAll();
          typed.accept(wanted);
        }
      }
      case SET_TEXT_SELECTION -> {
        if (parameters.length > 1
            && parameters[0] instanceof Integer from
            && parameters[1] instanceof Integer to) {
          select(new Selection(from, to));
        }
      }
      case SHOW_TEXT_RANGE -> {
        if (parameters.length > 0 && parameters[0] instanceof Integer from) {
          view.show(Math.clamp(from, 0, text.length()));
        }
      }
      default -> super.executeAccessibleAction(action, parameters);
    }
  }
}
