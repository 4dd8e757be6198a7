package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import jfx.incubator.scene.control.richtext.SideDecorator;

/** Line numbers, with a mark and the messages on lines that have problems; FX thread only. */
final class Gutter implements SideDecorator {
  private Marks marks = Marks.NONE;

  void mark(Marks problems) {
    marks = problems;
  }

  @Override
  public double getPrefWidth(double viewWidth) {
    return 0;
  }

  @Override
  public Node getMeasurementNode(int index) {
    return label(Math.max(index, 999));
  }

  @Override
  public Node getNode(int index) {
    var label = label(index);
    var problems = marks.at(index);
    if (!problems.isEmpty()) {
      var error = marks.hasError(index);
      label.setText((error ? "\u2716 " : "\u25B2 ") + (index + 1));
      label.getStyleClass().add(error ? "gutter-error" : "gutter-warning");
      label.setAccessibleText("line " + (index + 1) + ": " + said(problems));
      Tooltip.install(label, new Tooltip(said(problems)));
    }
    return label;
  }

  private static String said(java.util.List<Problem> problems) {
    return problems.stream().map(Problem::message).collect(Collectors.joining("\n"));
  }

  private static Label label(int index) {
    var label = new Label("  " + (index + 1));
    label.getStyleClass().add("gutter-line");
    label.setAlignment(Pos.CENTER_RIGHT);
    label.setMaxWidth(Double.MAX_VALUE);
    return label;
  }
}
