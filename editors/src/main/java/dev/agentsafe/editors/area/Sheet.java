package dev.agentsafe.editors.area;

import dev.agentsafe.editors.document.Graphemes;
import dev.agentsafe.editors.document.LineText;
import dev.agentsafe.editors.typing.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Group;

/**
 * The lines that are in sight as they are drawn, and where what is on them; FX thread only. Pixels
 * are those of the view.
 */
final class Sheet extends Group {
  private final LineText text;
  private final Paint paint;
  private final Ink ink;
  private List<Drawn> drawn = new ArrayList<>();
  private double shift;

  Sheet(LineText text, Paint paint, Ink ink) {
    this.text = text;
    this.paint = paint;
    this.ink = ink;
    setManaged(false);
    setAutoSizeChildren(false);
    setMouseTransparent(true);
  }

  /** Rows behind that one are further up or down in the text. */
  void moved(int last, int more) {
    drawn.stream().filter(d -> d.strip().row() > last).forEach(d -> d.move(more));
  }

  /**
   * What is drawn.
   *
   * @param strips from the top to the bottom
   * @param y where the first of them begins
   * @param shift how far they are moved to the left
   * @param width how much of them is in sight
   */
  record Sight(List<Strip> strips, double y, double shift, double width) {}

  /** Draws those lines and no others; a line that was in sight keeps its nodes. */
  void draw(Sight sight, Composed composed, boolean isOtherInk) {
    shift = sight.shift;
    var type = ink.type();
    var known = new HashMap<Long, Drawn>();
    drawn.forEach(d -> known.put(key(d.strip()), d));
    var free = new ArrayList<>(drawn);
    sight.strips.forEach(strip -> free.remove(known.get(key(strip))));
    var next = new ArrayList<Drawn>();
    double y = sight.y;
    for (var strip : sight.strips) {
      var line = known.get(key(strip));
      if (line == null) {
        line = free.isEmpty() ? new Drawn(strip, ink) : free.removeLast();
        if (line.getParent() == null) {
          getChildren().add(line);
        }
      }
      line.show(strip, looks(strip, type, sight.width, composed), isOtherInk);
      line.relocate(-shift, y);
      next.add(line);
      y += type.height();
    }
    getChildren().removeAll(free);
    drawn = next;
  }

  private static long key(Strip strip) {
    return ((long) strip.row() << 32) | strip.index();
  }

  private Drawn.Looks looks(Strip strip, Type type, double width, Composed composed) {
    var window = Window.of(strip, text, type, shift, width);
    return new Drawn.Looks(
        text.line(strip.row()),
        window,
        paint.of(strip.row(), window.from(), window.to()),
        composed.isIn(strip) ? composed : Composed.NOTHING,
        type);
  }

  /** Shows what is selected. */
  void choose(Selection selection) {
    for (var line : drawn) {
      var strip = line.strip();
      int start = text.start(strip.row());
      int from = Math.max(selection.from() - start, strip.from());
      int to = Math.min(selection.to() - start, strip.to());
      boolean isThrough =
          strip.isLast()
              && selection.from() - start <= strip.to()
              && selection.to() - start > strip.to();
      line.choose(
          from < to || isThrough ? new Drawn.Chosen(from, to, isThrough) : Drawn.Chosen.NOTHING);
    }
  }

  /** How far right the longest line in sight ends. */
  double widest() {
    return drawn.stream().mapToDouble(Drawn::end).max().orElse(0);
  }

  /** The lines of a row that are in sight. */
  List<Drawn> of(int row) {
    return drawn.stream().filter(d -> d.strip().row() == row).toList();
  }

  /** The place of the text that a caret is before where somebody points there. */
  int offset(double x, double y) {
    if (drawn.isEmpty()) {
      return 0;
    }
    double height = ink.type().height();
    int index = (int) Math.floor((y - drawn.getFirst().getLayoutY()) / height);
    var line = drawn.get(Math.clamp(index, 0, drawn.size() - 1));
    var strip = line.strip();
    int column = Graphemes.floor(text.line(strip.row()), line.line().column(x + shift));
    // Behind a piece that goes on is the beginning of the next one, which is another line.
    if (!strip.isLast() && column == strip.to()) {
      column = Graphemes.previous(text.line(strip.row()), column);
    }
    return text.start(strip.row()) + column;
  }

  /** The place of the text that is drawn there; nothing where no text is. */
  OptionalInt drawnAt(double x, double y) {
    for (var line : drawn) {
      double top = line.getLayoutY();
      if (y >= top && y < top + ink.type().height() && x >= 0) {
        int column = line.line().columnDrawn(x + shift);
        return column < line.line().to()
            ? OptionalInt.of(text.start(line.strip().row()) + column)
            : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** Where each row in sight begins. */
  List<Beside.Place> places() {
    var found = new ArrayList<Beside.Place>();
    int known = -1;
    for (var line : drawn) {
      if (line.strip().row() != known) {
        known = line.strip().row();
        double above = line.strip().index() * ink.type().height();
        found.add(new Beside.Place(known, line.getLayoutY() - above));
      }
    }
    return found;
  }

  /** Where a stretch of the text is, line by line, as far as it is in sight. */
  List<Bounds> placesOf(Selection range) {
    var found = new ArrayList<Bounds>();
    for (var line : drawn) {
      int start = text.start(line.strip().row());
      int from = Math.max(range.from() - start, line.strip().from());
      int to = Math.min(range.to() - start, line.strip().to());
      if (from < to) {
        double a = line.line().x(from) - shift;
        double b = line.line().x(to) - shift;
        found.add(
            new BoundingBox(
                Math.min(a, b), line.getLayoutY(), Math.abs(b - a), ink.type().height()));
      }
    }
    return found;
  }

  /** Where a caret before a place of the text stands; nothing where it is out of sight. */
  Optional<Bounds> caretAt(int offset) {
    int row = text.rowOf(offset);
    int column = text.columnOf(offset);
    return drawn.stream()
        .filter(d -> d.strip().holds(row, column))
        .<Bounds>map(d -> {
          double x = d.line().x(column) - shift;
          return new BoundingBox(x, d.getLayoutY(), 1, ink.type().height());
        })
        .findFirst();
  }
}
