package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.assist.Patch;
import java.util.Optional;

/**
 * How the author of a document lays it out.
 *
 * @param end of lines
 * @param step how far a mapping is indented below its key
 * @param dashes how far a list is indented below its key
 * @param brackets whether lists of single values stand in brackets
 */
record Style(String end, int step, int dashes, boolean brackets) {
  private static final int USUAL = 2;

  /** The style of a text; where it does not tell, that of the examples. */
  static Style of(String text, Optional<Node> root, Patch patch) {
    var look = new Look(patch);
    root.ifPresent(look::into);
    return new Style(
        text.contains("\r\n") ? "\r\n" : "\n",
        look.step < 1 ? USUAL : look.step,
        look.dashes < 0 ? USUAL : look.dashes,
        look.lists <= look.flows);
  }

  /** Goes through a document and remembers the first of each. */
  private static final class Look {
    private final Patch patch;
    private int step;
    private int dashes = -1;
    private int lists;
    private int flows;

    Look(Patch patch) {
      this.patch = patch;
    }

    void into(Node node) {
      switch (node) {
        case Node.Mapping map -> map.entries().forEach(this::entry);
        case Node.Sequence list -> {
          if (!list.items().isEmpty() && list.items().getFirst() instanceof Node.Scalar) {
            if (patch.isFlow(list)) {
              flows++;
            } else {
              lists++;
            }
          }
          list.items().forEach(this::into);
        }
        case Node.Scalar scalar -> {}
      }
    }

    private void entry(Node.Entry entry) {
      int deeper = entry.value().column() - entry.key().column();
      boolean below = entry.value().line() > entry.key().line() && !patch.isFlow(entry.value());
      if (below && deeper > 0 && step == 0 && entry.value() instanceof Node.Mapping) {
        step = deeper;
      }
      if (below && deeper >= 0 && dashes < 0 && entry.value() instanceof Node.Sequence) {
        dashes = deeper;
      }
      into(entry.value());
    }
  }
}
