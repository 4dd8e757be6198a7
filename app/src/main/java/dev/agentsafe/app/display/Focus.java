package dev.agentsafe.app.display;

import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/** Moves the keyboard to a node. */
public final class Focus {
  private Focus() {}

  /** Now, or once, when the node joins its scene: some panes add contents with the first layout. */
  public static void on(Node node) {
    if (node.getScene() != null) {
      node.requestFocus();
      return;
    }
    node.sceneProperty()
        .addListener(
            new ChangeListener<>() {
              @Override
              public void changed(
                  ObservableValue<? extends Scene> scene, @Nullable Scene was, @Nullable Scene is) {
                scene.removeListener(this);
                node.requestFocus();
              }
            });
  }
}
