package dev.agentsafe.app.display;

import javafx.scene.Node;

/** Moves the keyboard to a node. */
public final class Focus {
  private Focus() {}

  /** Now, or when the node joins its scene: some panes add their contents with the first layout. */
  public static void on(Node node) {
    if (node.getScene() != null) {
      node.requestFocus();
      return;
    }
    node.sceneProperty()
        .subscribe((was, is) -> {
          if (was == null) {
            node.requestFocus();
          }
        });
  }
}
