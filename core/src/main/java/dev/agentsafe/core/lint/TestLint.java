package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at policy tests beside what they name. */
final class TestLint {
  private final Findings findings;

  TestLint(Findings findings) {
    this.findings = findings;
  }

  /**
   * A test beside the text it was read from.
   *
   * @param node its lines counted from the piece of the file that it was read in
   * @param above how many lines are before that piece
   */
  record Placed(PolicyTest test, Node node, int above) {

    Location of(String key) {
      var at = key.isEmpty() ? node : Spot.key(node, key);
      return new Location(test.origin().file(), at.line() + above, at.column());
    }
  }

  void check(List<Placed> tests, TestShelf.Named named) {
    Map<String, Location> seen = new HashMap<>();
    var rules = named.rules().map(HashSet::new);
    var actions = named.actions().map(HashSet::new);
    var targets = named.targets().map(HashSet::new);
    for (var placed : tests) {
      var test = placed.test();
      var earlier = seen.putIfAbsent(test.name(), placed.of(""));
      if (earlier != null) {
        findings.add(
            placed.of("name"),
            Code.DUPLICATE_TEST,
            "the test `" + test.name() + "` has the name of the one at " + earlier + "; rename it");
      }
      test.expectation()
          .rule()
          .ifPresent(rule -> known(placed, Asked.RULE, rule.value(), rules, named.rules()));
      known(placed, Asked.ACTION, test.submission().action().value(), actions, named.actions());
      test.submission()
          .target()
          .ifPresent(id -> known(placed, Asked.TARGET, id.value(), targets, named.targets()));
    }
  }

  private enum Asked {
    RULE("rule", "expect_rule", Code.UNKNOWN_RULE),
    ACTION("action", "action", Code.UNKNOWN_ACTION),
    TARGET("target", "target", Code.UNKNOWN_TARGET);

    private final String what;
    private final String key;
    private final Code code;

    Asked(String what, String key, Code code) {
      this.what = what;
      this.key = key;
      this.code = code;
    }
  }

  private void known(
      Placed placed,
      Asked asked,
      String word,
      Optional<? extends Set<String>> known,
      Optional<List<String>> all) {
    if (known.isPresent() && !known.get().contains(word)) {
      unknown(placed, asked, word, all.orElse(List.of()));
    }
  }

  /** A test that expects a denial may mean what there is not, unless it looks like a slip. */
  private void unknown(Placed placed, Asked asked, String word, List<String> known) {
    var near = Suggestion.of(word, known);
    var meant = asked != Asked.RULE && placed.test().expectation().effect() == Effect.DENY;
    if (near.isPresent() || !meant) {
      findings.add(
          placed.of(asked.key),
          asked.code,
          "the test `"
              + placed.test().name()
              + "` names the "
              + asked.what
              + " `"
              + word
              + "`, which there is not; "
              + near.map(one -> "did you mean `" + one + "`?").orElse("correct it"));
    }
  }
}
