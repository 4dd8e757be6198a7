package dev.agentsafe.app.display;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

/** The table of effective risks, with one cell marked. */
public final class RiskMatrix extends GridPane {

  /** The matrix with the cell of that action risk on that sensitivity marked. */
  public RiskMatrix(RiskClass action, Sensitivity target) {
    getStyleClass().add("risk-matrix");
    for (var sensitivity : Sensitivity.values()) {
      var head = new Label(sensitivity.label());
      head.getStyleClass().add(sensitivity == target ? "matrix-head-on" : "matrix-head");
      GridPane.setHalignment(head, HPos.CENTER);
      add(head, sensitivity.ordinal() + 1, 0);
    }
    for (var risk : RiskClass.values()) {
      var head = new Label(Badge.word(risk));
      head.getStyleClass().add(risk == action ? "matrix-head-on" : "matrix-head");
      add(head, 0, risk.ordinal() + 1);
      for (var sensitivity : Sensitivity.values()) {
        var effective = risk.on(sensitivity);
        var cell = new Label(Badge.word(effective).substring(0, 1));
        cell.getStyleClass().addAll("matrix-cell", "risk-" + effective.label());
        if (risk == action && sensitivity == target) {
          cell.getStyleClass().add("matrix-mark");
        }
        cell.setMaxWidth(Double.MAX_VALUE);
        add(cell, sensitivity.ordinal() + 1, risk.ordinal() + 1);
      }
    }
    setAccessibleText(
        Words.of("risk.matrix", Badge.word(action), target.label(), Badge.word(action.on(target))));
  }
}
