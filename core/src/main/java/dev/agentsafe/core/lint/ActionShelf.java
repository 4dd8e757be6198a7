package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The actions of a workspace and what is wrong with them; for one thread. */
final class ActionShelf {
  private List<ReadFile> files = List.of();
  private Catalog catalog = new Catalog(List.of());
  private final TreeSet<String> doubtful = new TreeSet<>();
  private List<Problem> problems = List.of();

  private record Sound(ReadFile file, Node root, Action action) {}

  /** Takes the files as they are now. */
  void read(List<ReadFile> now) {
    if (!now.isEmpty() && ReadFile.areSame(files, now)) {
      return;
    }
    files = List.copyOf(now);
    doubtful.clear();
    var found = new ArrayList<Problem>();
    var sound = new ArrayList<Sound>();
    Map<ActionName, Location> places = new HashMap<>();
    for (var file : files) {
      var wrong = new ArrayList<Problem>();
      var root = file.pieces().root();
      var action = file.whole(root, "an action is", CatalogLoader::action, wrong);
      if (action.isPresent()) {
        place(new Sound(file, root.orElseThrow(), action.get()), places, wrong, sound);
      }
      found.addAll(wrong);
    }
    catalog = new Catalog(sound.stream().map(Sound::action).toList());
    var findings = new Findings();
    for (var each : sound) {
      new ActionLint(each.file().file(), each.root(), each.action(), findings)
          .check(catalog, doubtful);
    }
    found.addAll(findings.list());
    problems = List.copyOf(found);
  }

  private void place(
      Sound read, Map<ActionName, Location> places, List<Problem> wrong, List<Sound> sound) {
    var name = read.action().name();
    if (ReadFile.hasErrors(wrong)) {
      doubtful.add(name.value());
      doubtful.add(stem(read.file().file()));
      return;
    }
    var node = CatalogLoader.nameOf(read.root());
    var at = new Location(read.file().file(), node.line(), node.column());
    var earlier = places.putIfAbsent(name, at);
    if (earlier == null) {
      sound.add(read);
    } else {
      wrong.add(CatalogLoader.twice(read.action(), at, earlier));
    }
  }

  /** Files are named as their actions are: that name is known too where the written one is none. */
  private static String stem(String file) {
    int from = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1;
    int dot = file.lastIndexOf('.');
    return file.substring(from, dot > from ? dot : file.length());
  }

  /** The actions that load; empty where none does and some might. */
  Optional<Catalog> catalog() {
    return catalog.actions().isEmpty() && !doubtful.isEmpty()
        ? Optional.empty()
        : Optional.of(catalog);
  }

  /** The names of those that do not load. */
  Set<String> doubtful() {
    return new TreeSet<>(doubtful);
  }

  List<Problem> problems() {
    return problems;
  }
}
