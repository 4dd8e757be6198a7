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

/** Loads policy rules from files, in order of evaluation; stateless and thread-safe. */
public final class RuleLoader {
  private static final Set<String> FILE = RuleReader.keys("rules");

  private RuleLoader() {}

  /** The rules of a folder's files, in order of evaluation. */
  public static Loaded<List<Rule>> load(Path folder) {
    List<Problem> problems = new ArrayList<>();
    var sources = SourceFiles.ofFolder(folder, "policies", problems);
    return load(sources, problems);
  }

  /**
   * The rules of these texts, in order of evaluation: higher priority first, then in order of the
   * texts and inside of them.
   */
  public static Loaded<List<Rule>> load(List<Source> sources) {
    return load(sources, new ArrayList<>());
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
    var file = Section.open(root.get(), "a policy file", FILE, problems);
    if (root.get() instanceof Node.Mapping) {
      file.require("rules");
    }
    var rules = new ArrayList<Rule>();
    for (var node : file.items("rules")) {
      if (problems.isFull()) {
        break;
      }
      rules.add(RuleReader.read(node, problems));
    }
    return rules;
  }

  private static Loaded<List<Rule>> load(List<Source> sources, List<Problem> found) {
    var rules = new ArrayList<Rule>();
    for (var source : sources) {
      var problems = new Problems(source.file());
      rules.addAll(read(source, problems));
      found.addAll(problems.list());
    }
    if (found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR)) {
      return new Loaded.Bad<>(found);
    }
    rules.sort(Comparator.comparing((Rule rule) -> rule.outcome().priority()).reversed());
    return new Loaded.Good<>(List.copyOf(rules), found);
  }
}
