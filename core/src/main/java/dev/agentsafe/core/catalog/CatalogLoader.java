package dev.agentsafe.core.catalog;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads actions from files, one each; stateless and thread-safe. */
public final class CatalogLoader {
  /**
   * The code of a warning that a pattern is none; the action loads and refuses every value of that
   * parameter, a workspace with such an action does not load.
   */
  public static final String BAD_PATTERN = "bad-pattern";

  private CatalogLoader() {}

  /** The actions of a folder, in order of file names. */
  public static Loaded<Catalog> load(Path folder) {
    List<Problem> problems = new ArrayList<>();
    var sources = SourceFiles.ofFolder(folder, "actions", problems);
    return load(sources, problems);
  }

  /** The actions of these texts, one each, in this order. */
  public static Loaded<Catalog> load(List<Source> sources) {
    return load(sources, new ArrayList<>());
  }

  /** The action of a text; empty where it is none, and why is noted. */
  public static Optional<Action> read(Source source, Problems problems) {
    return readLocated(source, problems).map(Located::action);
  }

  private record Located(Action action, Location at) {}

  private static Loaded<Catalog> load(List<Source> sources, List<Problem> found) {
    var actions = new ArrayList<Action>();
    Map<ActionName, Location> places = new HashMap<>();
    for (var source : sources) {
      var problems = new Problems(source.file());
      var read = readLocated(source, problems);
      found.addAll(problems.list());
      if (read.isEmpty()) {
        continue;
      }
      var located = read.get();
      var earlier = places.putIfAbsent(located.action().name(), located.at());
      if (earlier == null) {
        actions.add(located.action());
      } else {
        found.add(twice(located.action(), located.at(), earlier));
      }
    }
    return found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR)
        ? new Loaded.Bad<>(found)
        : new Loaded.Good<>(new Catalog(actions), found);
  }

  /** What is said of the second of two actions of one name. */
  public static Problem twice(Action action, Location at, Location earlier) {
    return Problem.error(
        at,
        "duplicate-action",
        "the action `"
            + action.name()
            + "` is already defined at "
            + earlier
            + "; rename one of them");
  }

  /** The action of a file; what is wrong is noted, and something harmless stands in its place. */
  public static Action action(Node root, Problems problems) {
    return ActionReader.read(root, problems);
  }

  private static Optional<Located> readLocated(Source source, Problems problems) {
    var root = Document.read(source, problems);
    if (root.isEmpty()) {
      if (!problems.hasErrors()) {
        problems.error(1, 1, "empty", "the file is empty; an action is expected");
      }
      return Optional.empty();
    }
    var action = ActionReader.read(root.get(), problems);
    return problems.hasErrors()
        ? Optional.empty()
        : Optional.of(new Located(action, problems.locate(nameOf(root.get()))));
  }

  /** Where the name of an action stands. */
  public static Node nameOf(Node root) {
    if (root instanceof Node.Mapping mapping) {
      for (var entry : mapping.entries()) {
        if (entry.key().text().equals("name")) {
          return entry.value();
        }
      }
    }
    return root;
  }
}
