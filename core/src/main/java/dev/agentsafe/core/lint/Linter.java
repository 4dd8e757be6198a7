package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.identity.OperatorsLoader;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what is wrong with the files of a workspace, and what an author should look at; stateless
 * and thread-safe.
 */
public final class Linter {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem p) -> p.location().file())
          .thenComparingInt(p -> p.location().line())
          .thenComparingInt(p -> p.location().column());

  private final WorkspaceFiles files;
  private final List<Problem> found = new ArrayList<>();
  private final Findings findings = new Findings();

  private Linter(WorkspaceFiles files) {
    this.files = files;
  }

  /** Every problem, by file, line and column; what keeps files from loading are errors. */
  public static List<Problem> check(WorkspaceFiles files) {
    var linter = new Linter(files);
    linter.run();
    linter.found.addAll(linter.findings.list());
    linter.found.sort(BY_PLACE);
    return List.copyOf(linter.found);
  }

  private void run() {
    var catalog = take(CatalogLoader.load(files.actions()));
    var rules = take(RuleLoader.load(files.policies()));
    var inventory = files.inventory().flatMap(source -> take(InventoryLoader.load(source)));
    var tests = take(PolicyTests.load(files.tests()));
    var operators = files.operators().flatMap(source -> take(OperatorsLoader.load(source)));
    files.actions().forEach(source -> action(source, catalog));
    files
        .inventory()
        .ifPresent(source ->
            documents(List.of(source))
                .forEach((file, root) ->
                    inventory.ifPresent(i -> TargetLint.check(file, root, i, findings))));
    var spots = new RuleSpots(documents(files.policies()));
    rules.ifPresent(all -> {
      new RuleLint(spots, catalog, inventory, findings).check(all);
      new OrderLint(spots, findings).check(all);
      operators.ifPresent(people -> new QuorumLint(spots, people, findings).check(all));
    });
    documents(files.operators().stream().toList());
    var testDocuments = documents(files.tests());
    tests.ifPresent(
        all -> new TestLint(testDocuments, findings).check(all, rules, catalog, inventory));
    promoteBadPatterns();
  }

  private void action(Source source, Optional<Catalog> catalog) {
    var unheard = new Problems(source.file());
    var action = CatalogLoader.read(source, unheard);
    documents(List.of(source))
        .forEach((file, root) ->
            action.ifPresent(a -> new ActionLint(file, root, a, findings).check(catalog)));
  }

  /** What can be read of these files, each looked through for values that need quotes. */
  private Map<String, Node> documents(List<Source> sources) {
    var roots = new LinkedHashMap<String, Node>();
    for (var source : sources) {
      var unheard = new Problems(source.file());
      Document.read(source, unheard)
          .ifPresent(root -> {
            new ScalarLint(source.file(), findings).check(root);
            roots.put(source.file(), root);
          });
    }
    return roots;
  }

  private <T> Optional<T> take(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T>(T value, List<Problem> warnings) -> {
        found.addAll(warnings);
        yield Optional.of(value);
      }
      case Loaded.Bad<T>(List<Problem> problems) -> {
        found.addAll(problems);
        yield Optional.empty();
      }
    };
  }

  private void promoteBadPatterns() {
    found.replaceAll(p ->
        p.code().equals(CatalogLoader.BAD_PATTERN)
            ? Problem.error(p.location(), p.code(), p.message())
            : p);
  }
}
