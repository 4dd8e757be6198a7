package dev.agentsafe.editors.schema;

import dev.agentsafe.core.lint.Schemas;
import java.util.HashMap;
import java.util.Map;

/** The shapes of all kinds of files of a workspace; immutable. */
public final class Shapes {
  private final Map<String, Shape> byName;

  private Shapes(Map<String, Shape> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** Those of this build; takes some ten milliseconds. */
  public static Shapes read() {
    var all = new HashMap<String, Shape>();
    for (var name : Schemas.names()) {
      all.put(name, ShapeReader.read(Schemas.text(name).orElseThrow()));
    }
    return new Shapes(all);
  }

  /**
   * The shape of a kind of file.
   *
   * @param name such as {@code policy}; one of {@link Schemas#names()}
   */
  public Shape of(String name) {
    var shape = byName.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("there is no schema `" + name + "`");
    }
    return shape;
  }
}
