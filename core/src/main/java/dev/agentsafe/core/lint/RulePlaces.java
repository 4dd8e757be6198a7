package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.HashMap;
import java.util.List;

/** Where the conditions of rules stand in the texts that they were loaded from; immutable. */
public final class RulePlaces {
  private final RuleSpots spots;

  private RulePlaces(RuleSpots spots) {
    this.spots = spots;
  }

  /** The places of the rules of these texts. */
  public static RulePlaces of(List<Source> sources) {
    var documents = new HashMap<String, Node>();
    for (var source : sources) {
      Document.read(source, new Problems(source.file()))
          .ifPresent(root -> documents.put(source.file(), root));
    }
    return new RulePlaces(new RuleSpots(documents));
  }

  /**
   * The place of a condition of a rule; where it is not written out, the place of what it is part
   * of.
   *
   * @param key below {@code match}, parts joined by a dot
   */
  public Location of(Rule rule, String key) {
    var keys = ("match." + key).split("\\.", -1);
    return spots.of(rule, keys);
  }
}
