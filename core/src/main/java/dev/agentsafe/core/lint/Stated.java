package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;

/**
 * A rule beside the text it was read from.
 *
 * @param node its lines counted from the piece of the file that it was read in
 * @param above how many lines are before that piece
 */
record Stated(Rule rule, Node node, int above) {

  /** The place of what those keys lead to; where they lead nowhere, the place they led to last. */
  Location of(String... keys) {
    return locate(at(keys));
  }

  /** The place of a text in the list that those keys lead to. */
  Location text(String text, String... keys) {
    return in(at(keys), text);
  }

  /** The place of a text in a list of one clause of a quorum; the clause's where there is none. */
  Location clause(int index, String key, String text) {
    var clause = Spot.item(at("approval", "quorum"), index);
    return in(Spot.key(clause, key), text);
  }

  private Location in(Node list, String text) {
    if (list instanceof Node.Sequence items) {
      for (var item : items.items()) {
        if (item instanceof Node.Scalar scalar && scalar.text().equals(text)) {
          return locate(item);
        }
      }
    }
    return locate(list);
  }

  private Node at(String... keys) {
    var found = node;
    for (var key : keys) {
      found = Spot.key(found, key);
    }
    return found;
  }

  private Location locate(Node at) {
    return new Location(rule.origin().file(), at.line() + above, at.column());
  }
}
