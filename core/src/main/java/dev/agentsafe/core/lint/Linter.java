package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  private final List<Problem> found = new ArrayList<>();

  private Linter() {}

  /** Every problem, by file, line and column; what keeps files from loading are errors. */
  public static List<Problem> check(WorkspaceFiles files) {
    var linter = new Linter();
    linter.run(files);
    linter.found.sort(BY_PLACE);
    return List.copyOf(linter.found);
  }

  private void run(WorkspaceFiles files) {
    var catalog = take(CatalogLoader.load(files.actions()));
    var rules = take(RuleLoader.load(files.policies()));
    var inventory = files.inventory().flatMap(source -> take(InventoryLoader.load(source)));
    files.actions().forEach(source -> each(source, catalog));
    files.policies().forEach(this::scalars);
    files
        .inventory()
        .ifPresent(source -> {
          scalars(source);
          inventory.ifPresent(i -> found.addAll(TargetLint.check(source, i)));
        });
    rules.ifPresent(r -> found.addAll(RuleLint.check(r, catalog, inventory)));
    promoteBadPatterns();
  }

  private void each(Source source, Optional<Catalog> catalog) {
    scalars(source);
    var problems = new Problems(source.file());
    var root = Document.read(source, problems);
    var action = CatalogLoader.read(source, problems);
    if (root.isPresent() && action.isPresent()) {
      var noted = new Problems(source.file());
      new ActionLint(root.get(), action.get(), noted).check(catalog);
      found.addAll(noted.list());
    }
  }

  private void scalars(Source source) {
    var unheard = new Problems(source.file());
    Document.read(source, unheard)
        .ifPresent(root -> {
          var noted = new Problems(source.file());
          ScalarLint.check(root, noted);
          found.addAll(noted.list());
        });
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
