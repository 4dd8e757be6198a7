package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import jfx.incubator.scene.control.richtext.SideDecorator;

/**
 * Line numbers, with a mark and the messages on lines that have problems, and behind them what else
 * is known of a line; FX thread only.
 */
final class Gutter implements SideDecorator {
  private final Around around;
  private Marks marks = Marks.NONE;
  private final IntConsumer chosen;
  private Map<Integer, LineMark> beside = Map.of();

  /**
   * A gutter.
   *
   * @param chosen is given the 1-based line whose mark behind the number was clicked
   */
  Gutter(Around around, IntConsumer chosen) {
    this.around = around;
    this.chosen = chosen;
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
    return !same;
  }

  @Override
  public double getPrefWidth(double viewWidth) {
    return 0;
  }

  @Override
  public Node getMeasurementNode(int index) {
    return row(
        number(Math.max(index, 999)),
        index + 1,
        beside.values().stream().max(Comparator.comparingInt(mark -> mark.sign().length())));
  }

  @Override
  public Node getNode(int index) {
    var label = number(index);
    var problems = marks.at(index);
    if (!problems.isEmpty()) {
      var error = marks.hasError(index);
      label.setText((error ? "\u2716 " : "\u25B2 ") + (index + 1));
      label.getStyleClass().add(error ? "gutter-error" : "gutter-warning");
      label.setAccessibleText(
          around.words(Phrase.LINE_PROBLEMS, String.valueOf(index + 1), said(problems)));
      Tooltip.install(label, new Tooltip(said(problems)));
    }
    return row(label, index + 1, Optional.ofNullable(beside.get(index + 1)));
  }

  private Node row(Label number, int line, Optional<LineMark> mark) {
    if (beside.isEmpty()) {
      return number;
    }
    HBox.setHgrow(number, Priority.ALWAYS);
    var sign = mark.map(m -> sign(m, line)).orElseGet(() -> styled(""));
    var row = new HBox(number, sign);
    row.setAlignment(Pos.CENTER_RIGHT);
    return row;
  }

  private Label sign(LineMark mark, int line) {
    var label = styled(mark.sign());
    label.getStyleClass().add(mark.style());
    label.setAccessibleText(mark.says());
    Tooltip.install(label, new Tooltip(mark.says()));
    label.setOnMouseClicked(e -> chosen.accept(line));
    return label;
  }

  private static Label styled(String sign) {
    var label = new Label(sign);
    label.getStyleClass().add("gutter-mark");
    return label;
  }

  private static String said(List<Problem> problems) {
    return problems.stream().map(Problem::message).collect(Collectors.joining("\n"));
  }

  private static Label number(int index) {
    var label = new Label("  " + (index + 1));
    label.getStyleClass().add("gutter-line");
    label.setAlignment(Pos.CENTER_RIGHT);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }
}
