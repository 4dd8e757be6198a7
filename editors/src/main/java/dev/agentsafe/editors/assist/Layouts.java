package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.assist.Offer.Insertion;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.schema.Shape;

/** How keys are written: with what has to follow them. */
final class Layouts {
  private Layouts() {}

  /** A key, with what its value begins with; the name alone where a colon is there already. */
  static Insertion key(Caret caret, String name, Shape shape) {
    var written = caret.layout().lead() + Written.text(name);
    int from = caret.word().from();
    int to = caret.word().to();
    if (caret.role() == Caret.Role.KEY && !caret.layout().flow()) {
      return new Insertion(new Edit(from, to, written), written.length());
    }
    var value = value(shape, caret.layout());
    var text = written + ":" + value.text();
    return new Insertion(new Edit(from, to, text), written.length() + 1 + value.caret());
  }

  private record Value(String text, int caret) {
    static Value of(String text) {
      return new Value(text, text.length());
    }
  }

  private static Value value(Shape shape, Caret.Layout layout) {
    var types = shape.values().types();
    boolean single = types.contains(Shape.Type.TEXT) || types.isEmpty();
    var deeper = "\n" + " ".repeat(layout.column() + 2);
    if (types.contains(Shape.Type.MAPPING) && !single) {
      return layout.flow() ? new Value(" {}", 2) : Value.of(deeper);
    }
    if (types.contains(Shape.Type.LIST) && !single) {
      boolean deep =
          shape.items().map(i -> i.values().types().contains(Shape.Type.MAPPING)).orElse(false);
      return deep && !layout.flow() ? Value.of(deeper + "- ") : new Value(" []", 2);
    }
    return Value.of(" ");
  }
}
