package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.editors.area.Beside;
import dev.agentsafe.editors.area.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

/**
 * Line numbers, with a mark and the messages on lines that have problems, and behind them what else
 * is known of a line; FX thread only. Only the lines in sight are there.
 */
final class Gutter extends Pane implements Beside {
  private static final int FEWEST_DIGITS = 4;
  private static final double EDGE = 6;
  private static final double GAP = 10;

  private final Around around;
  private final IntConsumer chosen;
  private final List<GutterRow> rows = new ArrayList<>();
  private final Tooltip tooltip = new Tooltip();
  private final Rectangle clip = new Rectangle();
  private final Bulb bulb;
  private Marks marks = Marks.NONE;
  private Map<Integer, LineMark> beside = Map.of();
  private int longestSign;
  private boolean isExplaining;

  /**
   * A gutter.
   *
   * @param chosen is given the 1-based line whose mark behind the number was clicked
   */
  Gutter(Around around, IntConsumer chosen) {
    this.around = around;
    this.chosen = chosen;
    bulb = new Bulb(around);
    getStyleClass().add("gutter");
    setClip(clip);
    getChildren().add(bulb);
    addEventHandler(MouseEvent.MOUSE_MOVED, this::over);
  }

  void mark(Marks problems) {
    marks = problems;
  }

  /**
   * What stands behind the numbers, by 1-based line; nothing: there is no room left for it.
   *
   * @return whether that is something else than before
   */
  boolean beside(Map<Integer, LineMark> known) {
    var same = beside.equals(known);
    beside = Map.copyOf(known);
    longestSign = beside.values().stream().mapToInt(mark -> mark.sign().length()).max().orElse(0);
    return !same;
  }

  Bulb bulb() {
    return bulb;
  }

  @Override
  public Node node() {
    return this;
  }

  @Override
  public double width(Type type, int count) {
    return Bulb.width(type) + EDGE + numbers(type, count) + GAP + signs(type);
  }

  /** Room for a sign, a blank and the longest number. */
  private static double numbers(Type type, int count) {
    int digits = Math.max(FEWEST_DIGITS, String.valueOf(count).length());
    return Math.ceil((digits + 2) * type.advance());
  }

  private double signs(Type type) {
    return longestSign == 0 ? 0 : Math.ceil((longestSign + 1) * type.advance()) + EDGE;
  }

  @Override
  public void place(List<Place> places, Type type, double height) {
    clip.setWidth(getWidth());
    clip.setHeight(height);
    while (rows.size() < places.size()) {
      rows.add(new GutterRow(this, chosen));
    }
    while (rows.size() > places.size() + 1) {
      rows.removeLast().remove();
    }
    // The same row keeps its nodes as it moves up and down.
    var free = new ArrayList<>(rows);
    var known = rows.stream().collect(Collectors.toMap(GutterRow::row, row -> row, (a, b) -> a));
    var next = new ArrayList<GutterRow>();
    places.forEach(place -> free.remove(known.get(place.row())));
    double behind = getWidth() - signs(type);
    for (var place : places) {
      var row = known.get(place.row());
      if (row == null) {
        row = free.removeLast();
      }
      next.add(row);
      show(row, place, type);
      row.place(place.y(), behind - GAP, behind, type);
    }
    free.forEach(GutterRow::hide);
    next.addAll(free);
    rows.clear();
    rows.addAll(next);
    bulb.place(places, type);
  }

  private void show(GutterRow row, Place place, Type type) {
    var problems = marks.at(place.row());
    var trouble =
        problems.isEmpty()
            ? Optional.<GutterRow.Trouble>empty()
            : Optional.of(
                new GutterRow.Trouble(
                    marks.hasError(place.row()),
                    around.words(
                        Phrase.LINE_PROBLEMS, String.valueOf(place.row() + 1), said(problems))));
    row.show(
        new GutterRow.Looks(
            place.row(), trouble, Optional.ofNullable(beside.get(place.row() + 1)), type.font()));
  }

  /** Says what is under the pointer. */
  private void over(MouseEvent event) {
    var said =
        rows.stream()
            .filter(row -> row.holds(event.getY()))
            .map(row -> said(row.row(), event.getX()))
            .findFirst()
            .orElse("");
    if (!said.isEmpty()) {
      tooltip.setText(said);
    }
    if (said.isEmpty() == isExplaining) {
      isExplaining = !said.isEmpty();
      if (isExplaining) {
        Tooltip.install(this, tooltip);
      } else {
        Tooltip.uninstall(this, tooltip);
      }
    }
  }

  private String said(int row, double x) {
    if (bulb.isAt(row, x)) {
      return bulb.says();
    }
    var mark = beside.get(row + 1);
    boolean isOnMark = mark != null && rows.stream().anyMatch(r -> r.row() == row && r.isOnMark(x));
    return isOnMark && mark != null ? mark.says() : said(marks.at(row));
  }

  private static String said(List<Problem> problems) {
    return problems.stream().map(Problem::message).collect(Collectors.joining("\n"));
  }
}
