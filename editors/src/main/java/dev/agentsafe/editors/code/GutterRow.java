package dev.agentsafe.editors.code;

import dev.agentsafe.editors.area.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** The number of a line and its marks, as they are drawn; FX thread only. */
final class GutterRow {
  private final Pane gutter;
  private final IntConsumer chosen;
  private final Text number = new Text();
  private Optional<Label> sign = Optional.empty();
  private Looks looks = new Looks(-1, Optional.empty(), Optional.empty(), Font.getDefault());
  private double top;
  private double height;

  GutterRow(Pane gutter, IntConsumer chosen) {
    this.gutter = gutter;
    this.chosen = chosen;
    number.setManaged(false);
    number.setTextOrigin(VPos.BASELINE);
    number.getStyleClass().setAll("gutter-line");
    gutter.getChildren().add(number);
  }

  /**
   * What is wrong with a line.
   *
   * @param isError whether it is more than a warning
   */
  record Trouble(boolean isError, String says) {}

  /** All that says how it looks. */
  record Looks(int row, Optional<Trouble> trouble, Optional<LineMark> mark, Font font) {}

  int row() {
    return looks.row;
  }

  void show(Looks wanted) {
    number.setVisible(true);
    if (wanted.equals(looks)) {
      return;
    }
    looks = wanted;
    var line = String.valueOf(wanted.row + 1);
    number.setFont(wanted.font);
    number.setText(
        wanted.trouble.map(t -> (t.isError ? "\u2716 " : "\u25B2 ") + line).orElse(line));
    style(
        wanted
            .trouble
            .map(t -> List.of("gutter-line", t.isError ? "gutter-error" : "gutter-warning"))
            .orElse(List.of("gutter-line")));
    number.setAccessibleText(wanted.trouble.map(Trouble::says).orElse(line));
    wanted.mark.ifPresentOrElse(this::mark, this::unmark);
  }

  private void style(List<String> classes) {
    if (!number.getStyleClass().equals(classes)) {
      number.getStyleClass().setAll(classes);
    }
  }

  private void mark(LineMark mark) {
    var label = sign.orElseGet(this::label);
    sign = Optional.of(label);
    label.setVisible(true);
    label.setText(mark.sign());
    label.getStyleClass().setAll("label", "gutter-mark", mark.style());
    label.setAccessibleText(mark.says());
  }

  private Label label() {
    var label = new Label();
    label.setManaged(false);
    label.setOnMouseClicked(e -> chosen.accept(looks.row + 1));
    gutter.getChildren().add(label);
    return label;
  }

  private void unmark() {
    sign.ifPresent(label -> gutter.getChildren().remove(label));
    sign = Optional.empty();
  }

  /**
   * Puts it there.
   *
   * @param right where the number ends
   * @param behind where the mark begins
   */
  void place(double y, double right, double behind, Type type) {
    top = y;
    height = type.height();
    double wide = number.getText().length() * type.advance();
    number.setX(Math.rint(right - wide));
    number.setY(y + type.baseline());
    sign.ifPresent(label -> label.resizeRelocate(behind, y, gutter.getWidth() - behind, height));
  }

  boolean holds(double y) {
    return number.isVisible() && y >= top && y < top + height;
  }

  boolean isOnMark(double x) {
    return sign.filter(label -> x >= label.getLayoutX()).isPresent();
  }

  void hide() {
    looks = new Looks(-1, Optional.empty(), Optional.empty(), looks.font);
    number.setVisible(false);
    unmark();
  }

  void remove() {
    unmark();
    gutter.getChildren().remove(number);
  }
}
