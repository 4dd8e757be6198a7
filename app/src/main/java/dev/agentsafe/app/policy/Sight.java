package dev.agentsafe.app.policy;

import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;

/** What of a list can be seen; FX thread only. */
final class Sight {
  private Sight() {}

  /** Whether all of a row is on the screen, as far as the list has been laid out. */
  static boolean holds(Control list, int row) {
    return list.lookupAll(".cell").stream()
        .filter(IndexedCell.class::isInstance)
        .map(node -> (IndexedCell<?>) node)
        .filter(cell -> cell.getIndex() == row && cell.isVisible())
        .anyMatch(cell ->
            list.getLayoutBounds()
                .contains(list.sceneToLocal(cell.localToScene(cell.getLayoutBounds()))));
  }
}
