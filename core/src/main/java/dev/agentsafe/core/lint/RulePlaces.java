package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the conditions of rules stand in the texts that they were loaded from; immutable. */
public final class RulePlaces {
  private final Map<Location, Node> rules;

  private RulePlaces(Map<Location, Node> rules) {
    this.rules = Map.copyOf(rules);
  }

  /** The places of the rules of these texts. */
  public static RulePlaces of(List<Source> sources) {
    var rules = new HashMap<Location, Node>();
    for (var source : sources) {
      for (var item : ListItem.of(Pieces.of(source.text()), "rules")) {
        var rule = item.node().moved(item.above());
        rules.put(new Location(source.file(), rule.line(), rule.column()), rule);
      }
    }
    return new RulePlaces(rules);
  }

  /**
   * The place of a condition of a rule; where it is not written out, the place of what it is part
   * of.
   *
   * @param key below {@code match}, parts joined by a dot
   */
  public Location of(Rule rule, String key) {
    var node = rules.get(rule.origin());
    return node == null
        ? rule.origin()
        : new Stated(rule, node, 0).of(("match." + key).split("\\.", -1));
  }
}
