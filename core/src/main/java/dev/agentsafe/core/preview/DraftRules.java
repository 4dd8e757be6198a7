package dev.agentsafe.core.preview;

import dev.agentsafe.core.lint.RuleMemory;
import dev.agentsafe.core.lint.RulePlaces;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules of a workspace with a draft in their place; immutable.
 *
 * @param sources the texts that they were loaded from, in order
 * @param places where the conditions of the rules stand
 */
public record DraftRules(List<Source> sources, PolicySet policies, RulePlaces places) {
  public DraftRules {
    sources = List.copyOf(sources);
  }

  /**
   * The rules as they would be with that draft.
   *
   * @param policies the folder of the workspace's policies
   * @param draft a folder that takes their place, or a file that takes the place of the one of the
   *     same name, or joins the others
   */
  public static Loaded<DraftRules> load(Path policies, Path draft) {
    var problems = new ArrayList<Problem>();
    if (Files.isDirectory(draft)) {
      return of(SourceFiles.ofFolder(draft, "policies", problems), problems, new RuleMemory());
    }
    var read = SourceFiles.read(draft, problems);
    return read.isPresent()
        ? with(policies, List.of(read.get()), new RuleMemory())
        : new Loaded.Bad<>(problems);
  }

  /**
   * The rules as they would be if files of theirs held those texts.
   *
   * @param memory what is known of them from the last time
   */
  public static Loaded<DraftRules> with(Path policies, List<Source> drafts, RuleMemory memory) {
    var problems = new ArrayList<Problem>();
    var sources = new ArrayList<>(SourceFiles.ofFolder(policies, "policies", problems));
    var names = drafts.stream().map(DraftRules::name).collect(Collectors.toSet());
    sources.removeIf(source -> names.contains(name(source)));
    sources.addAll(drafts);
    sources.sort(Comparator.comparing(DraftRules::name, DraftRules::byCodePoints));
    return of(sources, problems, memory);
  }

  private static Loaded<DraftRules> of(
      List<Source> sources, List<Problem> unread, RuleMemory memory) {
    if (!unread.isEmpty()) {
      return new Loaded.Bad<>(unread);
    }
    return switch (memory.load(sources)) {
      case Loaded.Good<List<Rule>>(var rules, var warnings) ->
          new Loaded.Good<>(
              new DraftRules(sources, new PolicySet(rules), memory.places()), warnings);
      case Loaded.Bad<List<Rule>>(var problems) -> new Loaded.Bad<>(problems);
    };
  }

  private static String name(Source source) {
    return String.valueOf(Path.of(source.file()).getFileName());
  }

  private static int byCodePoints(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }
}
