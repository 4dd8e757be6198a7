package dev.agentsafe.editors.area;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Pane;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Font;

/**
 * A strip as it is drawn: what is lit and selected of it, its text, and what is wrong with it; FX
 * thread only. It is made anew only where it is to look different.
 */
final class Drawn extends Pane {
  private static final double WAVE = 2;
  private static final double LONGEST_WAVE = 4_000;

  private final Ink ink;
  private final Path selection = new Path();
  private final Line line = new Line();
  private final List<Path> lights = new ArrayList<>();
  private final List<Path> waves = new ArrayList<>();
  private Looks looks = Looks.NONE;
  private Chosen chosen = Chosen.NOTHING;
  private Strip strip;
  private double end;

  Drawn(Strip strip, Ink ink) {
    this.strip = strip;
    this.ink = ink;
    setManaged(false);
    setMouseTransparent(true);
    selection.setManaged(false);
    ink.dress(selection, Ink.SELECTION);
    getChildren().addAll(selection, line);
  }

  /** All that says how it looks but for what is selected. */
  record Looks(String text, Window window, Painted painted, Composed composed, Type type) {
    private static final Looks NONE =
        new Looks(
            "",
            new Window(0, 0, 0),
            new Painted(List.of(), List.of(), List.of()),
            Composed.NOTHING,
            Type.of(Font.getDefault()));
  }

  /**
   * What is selected of it.
   *
   * @param isThrough whether the end of the row is
   */
  record Chosen(int from, int to, boolean isThrough) {
    static final Chosen NOTHING = new Chosen(0, 0, false);
  }

  Strip strip() {
    return strip;
  }

  /** The same further up or down in the text. */
  void move(int rows) {
    strip = new Strip(strip.row() + rows, strip.index(), strip.from(), strip.to(), strip.isLast());
  }

  Line line() {
    return line;
  }

  /** Has it look so. */
  void show(Strip next, Looks wanted, boolean isOtherInk) {
    strip = next;
    if (wanted.equals(looks) && !isOtherInk) {
      return;
    }
    looks = wanted;
    line.set(
        runs(wanted),
        wanted.window.from(),
        wanted.window.left(),
        wanted.composed,
        wanted.type,
        ink);
    end = line.x(line.to());
    line.setLayoutY(wanted.type.baseline() - line.getBaselineOffset());
    draw(lights, wanted.painted.lights(), false);
    draw(waves, wanted.painted.waves(), true);
    var known = chosen;
    chosen = Chosen.NOTHING;
    ink.dress(selection, Ink.SELECTION);
    selection.getElements().clear();
    choose(known);
  }

  private static List<Line.Run> runs(Looks looks) {
    var runs = new ArrayList<Line.Run>();
    var made = looks.composed;
    boolean isMade = made.text().isEmpty();
    for (var piece : looks.painted.pieces()) {
      int from = Math.max(piece.from(), looks.window.from());
      int to = Math.min(piece.to(), looks.window.to());
      if (!isMade && made.column() < to) {
        add(runs, looks.text, from, made.column(), piece.style());
        runs.add(new Line.Run(made.text(), piece.style(), true));
        from = Math.max(from, made.column());
        isMade = true;
      }
      add(runs, looks.text, from, to, piece.style());
    }
    if (!isMade) {
      runs.add(new Line.Run(made.text(), "", true));
    }
    return runs;
  }

  private static void add(List<Line.Run> runs, String row, int from, int to, String style) {
    if (from < to) {
      runs.add(new Line.Run(row.substring(from, to), style, false));
    }
  }

  /** What is lit stands below the line in the order of nodes, waves above it. */
  private void draw(List<Path> drawn, List<Painted.Piece> wanted, boolean isAbove) {
    while (drawn.size() > wanted.size()) {
      getChildren().remove(drawn.removeLast());
    }
    for (int i = 0; i < wanted.size(); i++) {
      var piece = wanted.get(i);
      if (i == drawn.size()) {
        var path = new Path();
        path.setManaged(false);
        drawn.add(path);
        getChildren().add(isAbove ? getChildren().size() : 0, path);
      }
      var path = drawn.get(i);
      ink.dress(path, piece.style());
      path.getElements().setAll(isAbove ? wave(piece) : List.of(outline(piece.from(), piece.to())));
    }
  }

  private PathElement[] outline(int from, int to) {
    return line.outline(from, to, looks.type.height());
  }

  private List<PathElement> wave(Painted.Piece piece) {
    if (piece.to() <= line.from() || piece.from() > line.to()) {
      return List.of();
    }
    double begin = line.x(piece.from());
    double end = Math.max(line.x(piece.to()), begin + looks.type.advance());
    double y = Math.min(looks.type.height() - WAVE, looks.type.baseline() + 2 + WAVE / 2);
    var found = new ArrayList<PathElement>();
    found.add(new MoveTo(begin, y + WAVE / 2));
    int steps = (int) Math.ceil(Math.min(LONGEST_WAVE, end - begin) / WAVE);
    for (int i = 1; i <= steps; i++) {
      found.add(new LineTo(Math.min(end, begin + i * WAVE), y + (i % 2 == 0 ? WAVE : -WAVE) / 2));
    }
    return found;
  }

  /** Shows what is selected of it. */
  void choose(Chosen wanted) {
    if (wanted.equals(chosen)) {
      return;
    }
    chosen = wanted;
    selection.getElements().setAll(outline(wanted.from, wanted.to));
    if (wanted.isThrough) {
      // The end of a row is shown as half a letter.
      double end = line.x(strip.to());
      double height = looks.type.height();
      double wide = end + looks.type.advance() / 2;
      selection
          .getElements()
          .addAll(
              new MoveTo(end, 0),
              new LineTo(wide, 0),
              new LineTo(wide, height),
              new LineTo(end, height),
              new LineTo(end, 0));
    }
  }

  /** How far right of its beginning its text ends. */
  double end() {
    return end;
  }
}
