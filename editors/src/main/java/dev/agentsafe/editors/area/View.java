package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

/**
 * The lines that are in sight, and no others, with caret and selection; FX thread only.
 *
 * <p>Whatever changes only asks for a layout. That says of each line in sight how it is to look,
 * and touches those that look otherwise. Nothing here makes the window around lay itself out.
 */
final class View extends Pane {
  private static final double CARET_WIDTH = 1.5;

  private final LineText text;
  private final Ink ink;
  private final Strips strips;
  private final Scroll scroll;
  private final Ruler ruler;
  private final Caret caret = new Caret();
  private final Rectangle caretLine = new Rectangle();
  private final Rectangle clip = new Rectangle();
  private final Sheet sheet;
  private Selection selection = Selection.at(0);
  private Composed composed = Composed.NOTHING;
  private OptionalInt wanted = OptionalInt.empty();
  private int widest = -1;
  private double widestSeen;
  private boolean isOtherInk;
  private boolean isWrapping;
  private Consumer<List<Beside.Place>> laidOut = places -> {};

  View(LineText text, Paint paint, Ink ink) {
    this.text = text;
    this.ink = ink;
    strips = new Strips(text);
    scroll = new Scroll(strips);
    ruler = new Ruler(text, ink);
    sheet = new Sheet(text, paint, ink);
    getStyleClass().add("code-lines");
    setManaged(false);
    setClip(clip);
    caretLine.setManaged(false);
    getChildren().addAll(caretLine, sheet, caret);
  }

  /** Calls this after each layout, with where the rows in sight begin. */
  void onLaidOut(Consumer<List<Beside.Place>> listener) {
    laidOut = listener;
  }

  Strips strips() {
    return strips;
  }

  Ruler ruler() {
    return ruler;
  }

  Caret caret() {
    return caret;
  }

  Scroll scroll() {
    return scroll;
  }

  boolean isWrapping() {
    return isWrapping;
  }

  void wrap(boolean wraps) {
    isWrapping = wraps;
    scroll.across(0, 0, 0);
    wanted = OptionalInt.of(selection.caret());
    requestLayout();
  }

  /** Colours or type are others. */
  void inkChanged() {
    widestSeen = 0;
    isOtherInk = true;
    requestLayout();
  }

  /** Another text altogether is shown from its beginning. */
  void textReplaced() {
    scroll.reset();
    textChanged(0, 0);
  }

  /** Rows changed, and those behind the last of them are more or fewer than before. */
  void textChanged(int last, int more) {
    widest = -1;
    widestSeen = 0;
    if (more != 0) {
      sheet.moved(last, more);
      if (scroll.top().row() > last) {
        scroll.moved(more);
      }
    }
    requestLayout();
  }

  /** Shows what is selected, with its caret in sight. */
  void select(Selection selected) {
    selection = selected;
    wanted = OptionalInt.of(selected.caret());
    requestLayout();
  }

  /** Brings a place of the text into sight. */
  void show(int offset) {
    wanted = OptionalInt.of(offset);
    requestLayout();
  }

  /** Shows what an input method makes up. */
  void compose(Composed made) {
    composed = made;
    requestLayout();
  }

  /** Scrolls by so many pixels to the left and up. */
  void scrollBy(double x, double y) {
    layout();
    scroll.by(y, ink.type().height());
    scroll.across(scroll.shift() + x, contentWidth(), getWidth());
    requestLayout();
  }

  void scrollTo(double row) {
    scroll.to(row, ink.type().height());
    requestLayout();
  }

  void scrollAcross(double to) {
    scroll.across(to, contentWidth(), getWidth());
    requestLayout();
  }

  /**
   * How wide the text is, as far as that is known without setting all of it. A line that was in
   * sight counts when it is not any more: else a bar that covers it would come and go for ever.
   */
  double contentWidth() {
    if (isWrapping) {
      return getWidth();
    }
    if (widest < 0) {
      for (int row = 0; row < text.count(); row++) {
        widest = Math.max(widest, text.line(row).length());
      }
    }
    widestSeen = Math.max(widestSeen, sheet.widest());
    return Math.max(widestSeen, widest * ink.type().advance()) + 2 * ink.type().advance();
  }

  /** How many lines fit. */
  int fit() {
    return Math.max(1, (int) Math.floor(getHeight() / ink.type().height()));
  }

  @Override
  protected void layoutChildren() {
    var type = ink.type();
    double height = getHeight();
    clip.setWidth(getWidth());
    clip.setHeight(height);
    int fitting = (int) Math.floor((getWidth() - 2 * CARET_WIDTH) / type.advance());
    strips.wrap(isWrapping ? Math.max(8, fitting - 1) : 0);
    scroll.settle(height, type.height());
    wanted.ifPresent(offset -> {
      var strip = strips.of(offset);
      scroll.show(strip, height, type.height());
      scroll.settle(height, type.height());
      if (!isWrapping) {
        scroll.showAcross(ruler.x(strip, text.columnOf(offset)), getWidth(), type.advance());
      }
    });
    wanted = OptionalInt.empty();
    sheet.draw(
        new Sheet.Sight(inSight(height, type), -scroll.hidden(), scroll.shift(), getWidth()),
        composed,
        isOtherInk);
    isOtherInk = false;
    sheet.choose(selection);
    placeCaret(type);
    laidOut.accept(sheet.places());
  }

  private List<Strip> inSight(double height, Type type) {
    var found = new ArrayList<Strip>();
    var at = scroll.top();
    for (double y = -scroll.hidden(); y < height; y += type.height()) {
      found.add(at);
      var next = strips.next(at);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    return found;
  }

  private void placeCaret(Type type) {
    int row = text.rowOf(selection.caret());
    int column = text.columnOf(selection.caret());
    var lines = sheet.of(row);
    var line = lines.stream().filter(d -> d.strip().holds(row, column)).findFirst();
    line.ifPresent(d -> {
      double x = composed.isIn(d.strip()) ? d.line().composedX() : d.line().x(column);
      caret.place(x - scroll.shift(), d.getLayoutY(), CARET_WIDTH, type.height());
    });
    caret.inSight(line.isPresent());
    ink.dress(caret.shape(), Ink.CARET);
    ink.dress(caretLine, Ink.CARET_LINE);
    caretLine.setVisible(!lines.isEmpty() && selection.isEmpty());
    if (!lines.isEmpty()) {
      caretLine.setY(lines.getFirst().getLayoutY());
      caretLine.setWidth(getWidth());
      caretLine.setHeight(lines.size() * type.height());
    }
  }

  /** The lines in sight, as the text is now. */
  Sheet sheet() {
    layout();
    return sheet;
  }
}
