package dev.agentsafe.editors.area;

import java.util.List;
import javafx.scene.Node;

/** What stands left of the text, row by row; FX thread only. */
public interface Beside {

  /** A row that is in sight, and where its first line is. */
  record Place(int row, double y) {}

  /** What is shown; it is placed and sized by the area. */
  Node node();

  /** How wide it wants to be. */
  double width(Type type, int rows);

  /** Shows those rows and no others. */
  void place(List<Place> rows, Type type, double height);
}
