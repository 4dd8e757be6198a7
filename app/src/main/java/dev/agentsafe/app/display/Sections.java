package dev.agentsafe.app.display;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/**
 * Parts one below the other. What did not change keeps its node; what did is built a part per
 * pulse, the uppermost first, so that nothing takes long.
 */
public final class Sections extends VBox {
  /**
   * One part.
   *
   * @param slot tells it from the others
   * @param key what its node shows; an equal key keeps the node
   */
  public record Part(String slot, Object key, Supplier<? extends Node> make) {}

  private record Kept(Object key, Node node) {}

  private final Map<String, Kept> kept = new HashMap<>();
  private final AnimationTimer rest =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          advance(1);
        }
      };
  private List<Part> wanted = List.of();
  private int at;

  /** No parts yet. */
  public Sections() {
    getStyleClass().addAll("question", "sections");
    setMinWidth(0);
  }

  /** Forgets all parts, because something else is shown from now on. */
  public void clear() {
    rest.stop();
    kept.clear();
    wanted = List.of();
    getChildren().clear();
  }

  /** Shows these parts. */
  public void show(List<Part> parts) {
    rest.stop();
    wanted = List.copyOf(parts);
    at = 0;
    advance(0);
    if (at < wanted.size()) {
      rest.start();
    }
  }

  /** Whether all of its parts are in place. */
  public boolean isWhole() {
    return at >= wanted.size();
  }

  private void advance(int most) {
    for (var built = 0; at < wanted.size(); at++) {
      var part = wanted.get(at);
      var known = kept.get(part.slot());
      if (known == null || !known.key().equals(part.key())) {
        if (built++ == most) {
          return;
        }
        known = new Kept(part.key(), part.make().get());
        kept.put(part.slot(), known);
      }
      place(known.node());
    }
    rest.stop();
    var slots = wanted.stream().map(Part::slot).collect(Collectors.toSet());
    kept.keySet().retainAll(slots);
    getChildren().remove(wanted.size(), getChildren().size());
  }

  private void place(Node node) {
    var children = getChildren();
    if (at < children.size() && children.get(at).equals(node)) {
      return;
    }
    children.remove(node);
    if (at < children.size() && !isKept(children.get(at))) {
      children.set(at, node);
    } else {
      children.add(Math.min(at, children.size()), node);
    }
  }

  private boolean isKept(Node child) {
    return kept.values().stream().anyMatch(k -> k.node().equals(child));
  }
}
