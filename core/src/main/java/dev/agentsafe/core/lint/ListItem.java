package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Pieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An item of the list that a file is about.
 *
 * @param node its lines counted from the piece it was read in
 * @param above how many lines are before that piece
 * @param piece where it is a piece of its own
 * @param broken whether something of that piece was passed over
 */
record ListItem(Node node, int above, Optional<Piece> piece, boolean broken) {

  /** The items under that key, in the order of the file. */
  static List<ListItem> of(Pieces pieces, String key) {
    var items = new ArrayList<ListItem>();
    for (var placed : pieces.placed()) {
      var piece = placed.piece();
      boolean broken = !piece.broken().isEmpty();
      var node = piece.node().orElse(null);
      if (piece.shape() == Piece.Shape.ITEM) {
        if (placed.key().equals(key) && node instanceof Node.Sequence list) {
          items.add(
              new ListItem(list.items().getFirst(), placed.above(), Optional.of(piece), broken));
        }
      } else if (node instanceof Node.Mapping map) {
        for (var entry : map.entries()) {
          if (entry.key().text().equals(key) && entry.value() instanceof Node.Sequence list) {
            list.items()
                .forEach(item ->
                    items.add(new ListItem(item, placed.above(), Optional.empty(), broken)));
          }
        }
      }
    }
    return items;
  }
}
