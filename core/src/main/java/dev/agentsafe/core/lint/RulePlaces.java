package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the conditions of rules stand in the texts that they were loaded from; immutable. */
public final class RulePlaces {
  private final Map<String, List<ListItem>> files;

  /** The places of the rules of files, by the name of each. */
  RulePlaces(Map<String, List<ListItem>> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * The place of a condition of a rule; where it is not written out, the place of what it is part
   * of.
   *
   * @param key below {@code match}, parts joined by a dot
   */
  public Location of(Rule rule, String key) {
    return item(rule.origin())
        .map(item ->
            new Stated(rule, item.node(), item.above()).of(("match." + key).split("\\.", -1)))
        .orElse(rule.origin());
  }

  /** The item that begins there; a file's items are in the order of their lines. */
  private Optional<ListItem> item(Location begin) {
    var items = files.getOrDefault(begin.file(), List.of());
    int from = 0;
    int to = items.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (line(items.get(middle)) < begin.line()) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    for (int i = from; i < items.size() && line(items.get(i)) == begin.line(); i++) {
      if (items.get(i).node().column() == begin.column()) {
        return Optional.of(items.get(i));
      }
    }
    return Optional.empty();
  }

  private static int line(ListItem item) {
    return item.node().line() + item.above();
  }
}
