package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets of a workspace and what is wrong with them; for one thread. */
final class TargetShelf {
  private static final String KEY = "targets";

  private Optional<ReadFile> file = Optional.empty();
  private Optional<Inventory> inventory = Optional.empty();
  private final List<String> ids = new ArrayList<>();
  private boolean named;
  private List<Problem> problems = List.of();

  /** Takes the file as it is now. */
  void read(Optional<ReadFile> now) {
    if (now.isPresent() && file.isPresent() && now.get().isSame(file.get())) {
      return;
    }
    file = now;
    ids.clear();
    var found = new ArrayList<Problem>();
    inventory = now.flatMap(each -> targets(each, found));
    problems = List.copyOf(found);
  }

  private Optional<Inventory> targets(ReadFile read, List<Problem> found) {
    read.whole(
        read.pieces().root(),
        "the key `targets` is",
        (root, problems) -> InventoryLoader.items(ReadFile.without(root, KEY), problems),
        found);
    int wrong = 0;
    boolean doubtful = ReadFile.hasErrors(found);
    named = !doubtful || !read.pieces().isSound();
    var targets = new ArrayList<Target>();
    Map<TargetId, Location> places = new HashMap<>();
    for (var item : ListItem.of(read.pieces(), KEY)) {
      var heard = new Problems("");
      var target = InventoryLoader.target(item.node(), heard);
      named &= !target.id().value().isEmpty();
      ids.add(target.id().value());
      if (!item.broken()) {
        heard.list().forEach(p -> found.add(p.placed(read.file(), item.above())));
      }
      if (item.broken() || heard.hasErrors()) {
        doubtful = true;
      } else if (place(read, item, target, places, found)) {
        targets.add(target);
      } else {
        doubtful = true;
      }
      wrong += heard.hasErrors() ? 1 : 0;
      if (wrong > ReadRules.MOST) {
        return Optional.empty();
      }
    }
    return doubtful ? Optional.empty() : Optional.of(new Inventory(targets));
  }

  private static boolean place(
      ReadFile read,
      ListItem item,
      Target target,
      Map<TargetId, Location> places,
      List<Problem> found) {
    var findings = new Findings();
    var at = InventoryLoader.idOf(item.node());
    var place = new Location(read.file(), at.line() + item.above(), at.column());
    var earlier = places.putIfAbsent(target.id(), place);
    if (earlier != null) {
      found.add(
          Problem.error(place, InventoryLoader.DUPLICATE, InventoryLoader.twice(target, earlier)));
      return false;
    }
    TargetLint.check(
        new Location(read.file(), item.node().line() + item.above(), item.node().column()),
        target,
        findings);
    found.addAll(findings.list());
    return true;
  }

  /** The targets; empty where there is no list of them or not all of it loads. */
  Optional<Inventory> inventory() {
    return inventory;
  }

  /** The ids of all targets, also of those that do not load; empty where they are not known. */
  Optional<List<String>> ids() {
    return file.filter(f -> named).map(f -> List.copyOf(ids));
  }

  List<Problem> problems() {
    return problems;
  }
}
