package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Suggestion;
import dev.agentsafe.editors.assist.Caret.Frame;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.schema.Shape;
import dev.agentsafe.editors.schema.Shapes;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What a caret means in a kind of file: where it is and what may stand there.
 *
 * @param shape of what the caret is in: the mapping of a key, the value behind a key, an item
 */
record Place(FileKind kind, Caret caret, Shape shape) {

  /** What the caret means; empty where its path is none of this kind of file. */
  static Optional<Place> of(FileKind kind, Caret caret, Shapes shapes) {
    var shape = Optional.of(shapes.of(kind.schema()));
    for (var frame : caret.frames()) {
      shape =
          switch (frame) {
            case Frame.Item() -> shape.flatMap(Shape::items);
            case Frame.Key(var name, Map<String, String> said) ->
                shape.flatMap(s -> s.at(name, said));
          };
    }
    return shape.map(found -> new Place(kind, caret, found));
  }

  /** The key whose value the caret is in; empty at the root and in items. */
  Optional<Frame.Key> key() {
    return caret.frames().isEmpty() || !(caret.frames().getLast() instanceof Frame.Key key)
        ? Optional.empty()
        : Optional.of(key);
  }

  /** The values of the mapping that is so many mappings around the caret's own. */
  Map<String, String> around() {
    for (int i = caret.frames().size() - 1; i >= 0; i--) {
      if (caret.frames().get(i) instanceof Frame.Key(var name, Map<String, String> said)) {
        return said;
      }
    }
    return Map.of();
  }

  /** The values of the outermost mapping. */
  Map<String, String> outermost() {
    return caret.frames().isEmpty() || !(caret.frames().getFirst() instanceof Frame.Key key)
        ? Map.of()
        : key.said();
  }

  /** Which of these is meant by what is written at the caret. */
  Optional<String> meant(Collection<String> known) {
    return Suggestion.of(caret.word().text(), known);
  }
}
