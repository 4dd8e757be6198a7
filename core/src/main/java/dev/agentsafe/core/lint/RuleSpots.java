package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the parts of loaded rules stand in their files. */
final class RuleSpots {
  private final Map<Location, Node> rules = new HashMap<>();

  /** The rules of the documents, by file name. */
  RuleSpots(Map<String, Node> documents) {
    documents.forEach((file, root) -> {
      if (Spot.key(root, "rules") instanceof Node.Sequence list) {
        list.items()
            .forEach(rule -> rules.put(new Location(file, rule.line(), rule.column()), rule));
      }
    });
  }

  /** The place of what those keys lead to; where they lead nowhere, the place they led to last. */
  Location of(Rule rule, String... keys) {
    var at = node(rule, keys);
    return at.isPresent() ? locate(rule, at.get()) : rule.origin();
  }

  /** The place of a text in the list that those keys lead to. */
  Location text(Rule rule, String text, String... keys) {
    if (node(rule, keys).orElse(null) instanceof Node.Sequence list) {
      for (var item : list.items()) {
        if (item instanceof Node.Scalar scalar && scalar.text().equals(text)) {
          return locate(rule, item);
        }
      }
    }
    return of(rule, keys);
  }

  /** The place of a text in a list of one clause of a quorum; the clause's where there is none. */
  Location clause(Rule rule, int index, String key, String text) {
    var at = node(rule, "approval", "quorum").map(list -> Spot.item(list, index));
    if (at.isEmpty()) {
      return rule.origin();
    }
    var found = Spot.key(at.get(), key);
    if (found instanceof Node.Sequence list) {
      for (var item : list.items()) {
        if (item instanceof Node.Scalar scalar && scalar.text().equals(text)) {
          return locate(rule, item);
        }
      }
    }
    return locate(rule, found);
  }

  private Optional<Node> node(Rule rule, String... keys) {
    var found = Optional.ofNullable(rules.get(rule.origin()));
    for (var key : keys) {
      found = found.map(at -> Spot.key(at, key));
    }
    return found;
  }

  private static Location locate(Rule rule, Node at) {
    return new Location(rule.origin().file(), at.line(), at.column());
  }
}
