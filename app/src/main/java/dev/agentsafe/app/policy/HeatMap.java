package dev.agentsafe.app.policy;

import dev.agentsafe.core.preview.MapSpace;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * Actions by targets, drawn: what is allowed fills its cell, what is asked for half of it, what is
 * denied is a dot. Moved by arrow keys; FX thread only.
 */
final class HeatMap extends Region {
  private static final double CELL = MapInk.CELL;
  private static final double NAMES = 148;
  private static final double HEAD = 104;
  private static final double BAR = 12;
  private static final int LONGEST = 20;
  private static final int PAGE = 8;

  private final MapViewModel model;
  private final Runnable enter;
  private final Canvas canvas = new Canvas();
  private final ScrollBar across = new ScrollBar();
  private final ScrollBar down = new ScrollBar();
  private final MapInk inks = new MapInk();

  /**
   * A map of that model.
   *
   * @param enter what the Enter key does
   */
  HeatMap(MapViewModel model, Runnable enter) {
    this.model = model;
    this.enter = enter;
    setId("map-cells");
    getStyleClass().add("heat-map");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TABLE_VIEW);
    down.setOrientation(Orientation.VERTICAL);
    getChildren().addAll(canvas, across, down);
    getChildren().addAll(inks.nodes());
    across.valueProperty().subscribe(value -> draw());
    down.valueProperty().subscribe(value -> draw());
    focusedProperty().subscribe(focused -> draw());
    inks.changed(this::draw);
    model.maps().subscribe(maps -> requestLayout());
    for (var what : List.of(model.subject(), model.hour())) {
      what.subscribe(now -> draw());
    }
    model.row().subscribe(now -> reveal());
    model.column().subscribe(now -> reveal());
    setOnKeyPressed(this::key);
    setOnMousePressed(this::press);
    setOnScroll(this::scroll);
  }

  private Optional<MapSpace> space() {
    return model.maps().get().map(maps -> maps.after().space());
  }

  private int rows() {
    return space().map(s -> s.actions().size()).orElse(0);
  }

  private int columns() {
    return space().map(s -> s.targets().size()).orElse(0);
  }

  private int shownRows() {
    return Math.max(1, (int) ((getHeight() - HEAD - BAR) / CELL));
  }

  private int shownColumns() {
    return Math.max(1, (int) ((getWidth() - NAMES - BAR) / CELL));
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    across.resizeRelocate(NAMES, getHeight() - BAR, Math.max(0, getWidth() - NAMES - BAR), BAR);
    down.resizeRelocate(getWidth() - BAR, HEAD, BAR, Math.max(0, getHeight() - HEAD - BAR));
    range(across, columns(), shownColumns());
    range(down, rows(), shownRows());
    reveal();
  }

  private static void range(ScrollBar bar, int all, int shown) {
    bar.setMax(Math.max(0, all - shown));
    bar.setVisibleAmount(bar.getMax() * shown / Math.max(1, all));
    bar.setBlockIncrement(shown);
    bar.setVisible(all > shown);
    bar.setValue(Math.min(bar.getValue(), bar.getMax()));
  }

  @Override
  protected double computePrefHeight(double width) {
    return HEAD + BAR + Math.clamp(rows(), 8, 24) * CELL;
  }

  private int firstRow() {
    return (int) Math.round(down.getValue());
  }

  private int firstColumn() {
    return (int) Math.round(across.getValue());
  }

  /** Scrolls to the selected cell. */
  private void reveal() {
    reveal(down, model.row().get(), shownRows());
    reveal(across, model.column().get(), shownColumns());
    setAccessibleText(model.words());
    draw();
  }

  private static void reveal(ScrollBar bar, int at, int shown) {
    if (at < bar.getValue()) {
      bar.setValue(at);
    } else if (at >= bar.getValue() + shown) {
      bar.setValue(Math.min(bar.getMax(), at - shown + 1.0));
    }
  }

  private void key(KeyEvent event) {
    var moved =
        switch (event.getCode()) {
          case UP -> move(-1, 0);
          case DOWN -> move(1, 0);
          case LEFT -> move(0, -1);
          case RIGHT -> move(0, 1);
          case PAGE_UP -> move(-PAGE, 0);
          case PAGE_DOWN -> move(PAGE, 0);
          case HOME -> move(0, -columns());
          case END -> move(0, columns());
          default -> false;
        };
    if (event.getCode() == KeyCode.ENTER) {
      enter.run();
      moved = true;
    }
    if (moved) {
      event.consume();
    }
  }

  private boolean move(int rows, int columns) {
    if (rows() == 0 || columns() == 0) {
      return false;
    }
    model.row().set(Math.clamp(model.row().get() + rows, 0, rows() - 1));
    model.column().set(Math.clamp(model.column().get() + columns, 0, columns() - 1));
    return true;
  }

  private void press(MouseEvent event) {
    requestFocus();
    int row = firstRow() + (int) Math.floor((event.getY() - HEAD) / CELL);
    int column = firstColumn() + (int) Math.floor((event.getX() - NAMES) / CELL);
    if (event.getY() >= HEAD && event.getX() >= NAMES && row < rows() && column < columns()) {
      model.row().set(row);
      model.column().set(column);
      if (event.getClickCount() == 2) {
        enter.run();
      }
    }
  }

  private void scroll(ScrollEvent event) {
    var bar = event.isShiftDown() || event.getDeltaX() != 0 ? across : down;
    double delta = event.getDeltaX() == 0 ? event.getDeltaY() : event.getDeltaX();
    bar.setValue(Math.clamp(bar.getValue() - Math.signum(delta) * 2, 0, bar.getMax()));
    event.consume();
  }

  private void draw() {
    var pen = canvas.getGraphicsContext2D();
    pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    var space = space();
    if (space.isEmpty()) {
      return;
    }
    pen.setTextBaseline(VPos.CENTER);
    int rows = Math.min(shownRows(), rows() - firstRow());
    int columns = Math.min(shownColumns(), columns() - firstColumn());
    for (int r = 0; r < rows; r++) {
      int action = firstRow() + r;
      name(pen, space.get().actions().get(action).name().value(), action == model.row().get(), r);
      for (int c = 0; c < columns; c++) {
        cell(pen, action, firstColumn() + c, NAMES + c * CELL, HEAD + r * CELL);
      }
    }
    for (int c = 0; c < columns; c++) {
      int target = firstColumn() + c;
      head(pen, space.get().targets().get(target).id().value(), target == model.column().get(), c);
    }
  }

  private void name(GraphicsContext pen, String name, boolean selected, int row) {
    pen.setFont(font(selected));
    pen.setFill(inks.of(selected ? MapInk.Ink.STRONG : MapInk.Ink.FAINT));
    pen.setTextAlign(TextAlignment.RIGHT);
    pen.fillText(brief(name), NAMES - 8, HEAD + row * CELL + CELL / 2);
  }

  private void head(GraphicsContext pen, String name, boolean selected, int column) {
    pen.save();
    pen.setFont(font(selected));
    pen.setFill(inks.of(selected ? MapInk.Ink.STRONG : MapInk.Ink.FAINT));
    pen.setTextAlign(TextAlignment.LEFT);
    pen.translate(NAMES + column * CELL + CELL / 2, HEAD - 6);
    pen.rotate(-90);
    pen.fillText(brief(name), 0, 0, HEAD - 8);
    pen.restore();
  }

  private static Font font(boolean selected) {
    return Font.font(selected ? "Inter Semi Bold" : "Inter", 11);
  }

  private static String brief(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
  }

  private void cell(GraphicsContext pen, int action, int target, double x, double y) {
    model.cell(action, target).ifPresent(cell -> inks.paint(pen, cell, x, y));
    if (action == model.row().get() && target == model.column().get()) {
      pen.setStroke(inks.of(isFocused() ? MapInk.Ink.FOCUS : MapInk.Ink.STRONG));
      pen.setLineWidth(2);
      pen.strokeRect(x, y, CELL, CELL);
    }
  }
}
