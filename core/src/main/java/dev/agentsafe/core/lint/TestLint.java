package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at policy tests beside what they name. */
final class TestLint {
  private final Map<Location, Node> nodes = new HashMap<>();
  private final Findings findings;

  TestLint(Map<String, Node> documents, Findings findings) {
    this.findings = findings;
    documents.forEach((file, root) -> {
      if (Spot.key(root, "tests") instanceof Node.Sequence list) {
        list.items().forEach(test -> nodes.put(place(file, test), test));
      }
    });
  }

  void check(
      List<PolicyTest> tests,
      Optional<List<Rule>> rules,
      Optional<Catalog> catalog,
      Optional<Inventory> inventory) {
    Map<String, Location> seen = new HashMap<>();
    for (var test : tests) {
      var earlier = seen.putIfAbsent(test.name(), test.origin());
      if (earlier != null) {
        findings.add(
            at(test, "name"),
            Code.DUPLICATE_TEST,
            "the test `" + test.name() + "` has the name of the one at " + earlier + "; rename it");
      }
      rules.ifPresent(known -> rule(test, known));
      catalog.ifPresent(known -> action(test, known));
      inventory.ifPresent(known -> target(test, known));
    }
  }

  private void rule(PolicyTest test, List<Rule> known) {
    var wanted = test.expectation().rule();
    if (wanted.isPresent() && known.stream().noneMatch(r -> r.name().equals(wanted.get()))) {
      var names = known.stream().map(r -> r.name().value()).toList();
      unknown(test, "expect_rule", Code.UNKNOWN_RULE, "rule", wanted.get().value(), names);
    }
  }

  private void action(PolicyTest test, Catalog known) {
    var name = test.submission().action();
    if (known.find(name).isEmpty()) {
      var names = known.actions().stream().map(a -> a.name().value()).toList();
      unknown(test, "action", Code.UNKNOWN_ACTION, "action", name.value(), names);
    }
  }

  private void target(PolicyTest test, Inventory known) {
    var id = test.submission().target();
    if (id.isPresent() && known.find(id.get()).isEmpty()) {
      var ids = known.targets().stream().map(t -> t.id().value()).toList();
      unknown(test, "target", Code.UNKNOWN_TARGET, "target", id.get().value(), ids);
    }
  }

  /** A test that expects a denial may mean what there is not, unless it looks like a slip. */
  private void unknown(
      PolicyTest test, String key, Code code, String what, String word, List<String> known) {
    var near = Suggestion.of(word, known);
    var meant = code != Code.UNKNOWN_RULE && test.expectation().effect() == Effect.DENY;
    if (near.isPresent() || !meant) {
      findings.add(
          at(test, key),
          code,
          "the test `"
              + test.name()
              + "` names the "
              + what
              + " `"
              + word
              + "`, which there is not; "
              + near.map(one -> "did you mean `" + one + "`?").orElse("correct it"));
    }
  }

  private Location at(PolicyTest test, String key) {
    var node = nodes.get(test.origin());
    return node == null ? test.origin() : place(test.origin().file(), Spot.key(node, key));
  }

  private static Location place(String file, Node node) {
    return new Location(file, node.line(), node.column());
  }
}
