package dev.agentsafe.core.policy;

import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Loads policy rules from files, in order of evaluation; stateless and thread-safe. */
public final class RuleLoader {
  private static final Set<String> FILE = RuleReader.keys("rules");

  private RuleLoader() {}

  /** The rules of a folder's files, in order of evaluation. */
  public static Loaded<List<Rule>> load(Path folder) {
    List<Problem> problems = new ArrayList<>();
    var sources = SourceFiles.ofFolder(folder, "policies", problems);
    return load(sources, RuleLoader::read, problems);
  }

  /**
   * The rules of these texts, in order of evaluation: higher priority first, then in order of the
   * texts and inside of them.
   */
  public static Loaded<List<Rule>> load(List<Source> sources) {
    return load(sources, RuleLoader::read);
  }

  /** The same, by whoever reads one text as {@link #read} does. */
  public static Loaded<List<Rule>> load(
      List<Source> sources, BiFunction<Source, Problems, List<Rule>> reader) {
    return load(sources, reader, new ArrayList<>());
  }

  /** The rules of one text in the order of the file; what is wrong is noted. */
  public static List<Rule> read(Source source, Problems problems) {
    var root = Document.read(source, problems);
    if (root.isEmpty()) {
      if (!problems.hasErrors()) {
        problems.error(1, 1, "empty", "the file is empty; the key `rules` is expected");
      }
      return List.of();
    }
    var rules = new ArrayList<Rule>();
    for (var node : items(root.get(), problems)) {
      if (problems.isFull()) {
        break;
      }
      rules.add(rule(node, problems));
    }
    return rules;
  }

  /** The rules of a file, not looked into; what is wrong with the file around them is noted. */
  public static List<Node> items(Node root, Problems problems) {
    var file = Section.open(root, "a policy file", FILE, problems);
    if (root instanceof Node.Mapping) {
      file.require("rules");
    }
    return file.items("rules");
  }

  /** One rule; what is wrong with it is noted, and something harmless stands in its place. */
  public static Rule rule(Node node, Problems problems) {
    return RuleReader.read(node, problems);
  }

  private static Loaded<List<Rule>> load(
      List<Source> sources, BiFunction<Source, Problems, List<Rule>> reader, List<Problem> found) {
    var rules = new ArrayList<Rule>();
    for (var source : sources) {
      var problems = new Problems(source.file());
      rules.addAll(reader.apply(source, problems));
      found.addAll(problems.list());
    }
    if (found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR)) {
      return new Loaded.Bad<>(found);
    }
    rules.sort(Comparator.comparing((Rule rule) -> rule.outcome().priority()).reversed());
    return new Loaded.Good<>(List.copyOf(rules), found);
  }
}
