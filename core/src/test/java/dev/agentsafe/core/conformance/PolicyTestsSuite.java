package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.lint.PolicyTest;
import dev.agentsafe.core.lint.PolicyTests;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Policy tests: what loads, and what every test says. */
final class PolicyTestsSuite implements Suite {
  @Override
  public String name() {
    return "policy_tests";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("cases.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> compare(dir, c));
    }
    return tally;
  }

  private static String compare(Path dir, Value.Fields c) {
    var expected = Cases.fields(c, "expected");
    var refused =
        Cases.optText(expected, "load_error").isPresent()
            || Cases.value(expected, "raises") instanceof Value.Fields;
    return switch (PolicyTests.load(dir.resolve(Cases.text(c, "tests")))) {
      case Loaded.Bad<List<PolicyTest>> bad -> refused ? "" : "refused: " + bad.problems();
      case Loaded.Good<List<PolicyTest>> good ->
          refused ? "loaded" : results(dir, c, expected, good.value());
    };
  }

  private static String results(
      Path dir, Value.Fields c, Value.Fields expected, List<PolicyTest> tests) {
    var runner = runner(dir, c);
    var wanted = Cases.items(expected, "results");
    if (wanted.size() != tests.size()) {
      return tests.size() + " tests";
    }
    var now = Facts.When.of(Instant.EPOCH);
    for (var i = 0; i < tests.size(); i++) {
      var result = runner.run(tests.get(i), now);
      var want = (Value.Fields) wanted.get(i);
      var same =
          result.test().name().equals(Cases.text(want, "name"))
              && result.test().origin().file().endsWith(Cases.text(want, "source_file"))
              && result.test().expectation().effect().label().equals(Cases.text(want, "expect"))
              && result.passed() == Cases.flag(want, "passed")
              && result.actual().label().equals(Cases.text(want, "actual"));
      if (!same) {
        return "got " + result + " instead of " + want;
      }
    }
    return "";
  }

  private static PolicyTests runner(Path dir, Value.Fields c) {
    var inventory =
        Cases.optText(c, "inventory")
            .map(path -> good(InventoryLoader.load(dir.resolve(path))))
            .orElseGet(() -> new Inventory(List.of()));
    Catalog catalog = good(CatalogLoader.load(dir.resolve(Cases.text(c, "registry"))));
    List<Rule> rules = good(RuleLoader.load(dir.resolve(Cases.text(c, "policies"))));
    return new PolicyTests(catalog, inventory, new PolicySet(rules));
  }

  private static <T> T good(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T> g -> g.value();
      case Loaded.Bad<T> bad -> throw new AssertionError(bad.problems().toString());
    };
  }
}
