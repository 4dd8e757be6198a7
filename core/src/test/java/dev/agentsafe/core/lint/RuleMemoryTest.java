package dev.agentsafe.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Noise;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules that are loaded again after a change are those that are loaded for the first time. */
final class RuleMemoryTest {
  private static final Path POLICIES =
      Path.of("../app/src/main/resources/dev/agentsafe/app/starter/policies");

  private static final String TWO =
      """
      rules:
        - name: first
          priority: 500
          decision: allow
          reason: Because
          match:
            actions: [get-*]
        - name: second
          priority: 400
          decision: deny
          reason: Never
          match:
            actions: [delete-*]
            risk_classes: [high]
      """;

  private final Random random = new Random(112);
  private final RuleMemory memory = new RuleMemory();

  private static List<Source> starter() {
    return new ArrayList<>(SourceFiles.ofFolder(POLICIES, "policies", new ArrayList<>()));
  }

  private String edited(String text) {
    if (random.nextInt(3) == 0) {
      return Noise.changed(text, random);
    }
    var lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.add(at, lines.remove(random.nextInt(lines.size())));
      case 1 -> lines.add(at, "");
      case 2 -> lines.remove(at);
      default -> lines.set(at, lines.get(at).replace("prod", "staging").replace("1", "2"));
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void loadingAgainSaysWhatLoadingForTheFirstTimeDoes() {
    int good = 0;
    int bad = 0;
    for (int round = 0; round < 30; round++) {
      var sources = starter();
      for (int change = 0; change < 12; change++) {
        int at = random.nextInt(sources.size());
        var before = sources.get(at);
        sources.set(at, new Source(before.file(), edited(before.text())));
        var again = memory.load(sources);
        assertThat(again).hasToString(RuleLoader.load(sources).toString());
        if (again instanceof Loaded.Good<List<Rule>>(var rules, var warnings)) {
          good++;
          assertThat(places(memory, rules)).isEqualTo(places(first(sources), rules));
        } else {
          bad++;
          // As somebody does who sees that it is wrong.
          sources.set(at, before);
        }
      }
    }
    assertThat(good).isGreaterThan(50);
    assertThat(bad).isGreaterThan(50);
  }

  private static RuleMemory first(List<Source> sources) {
    var fresh = new RuleMemory();
    assertThat(fresh.load(sources)).isInstanceOf(Loaded.Good.class);
    return fresh;
  }

  private static List<Location> places(RuleMemory memory, List<Rule> rules) {
    var places = memory.places();
    return rules.stream().map(rule -> places.of(rule, "actions")).toList();
  }

  @Test
  void aRuleThatMovedIsAtItsNewPlaceAndOnlyAChangedOneIsReadAgain() {
    var before = good(memory.load(List.of(new Source("p.yaml", TWO))));
    var text = "# Said before.\n" + TWO.replace("reason: Because", "reason: Why not");

    var after = good(memory.load(List.of(new Source("p.yaml", text))));

    assertThat(after)
        .extracting(rule -> rule.outcome().reason())
        .containsExactly("Why not", "Never");
    assertThat(after).extracting(rule -> rule.origin().line()).containsExactly(3, 9);
    assertThat(after.get(1).match()).isSameAs(before.get(1).match());
    assertThat(memory.places().of(after.get(1), "risk_classes"))
        .isEqualTo(new Location("p.yaml", 15, 21));
  }

  @Test
  void aFileThatIsGoneIsForgotten() {
    memory.load(List.of(new Source("p.yaml", TWO), new Source("q.yaml", TWO)));

    var left = good(memory.load(List.of(new Source("q.yaml", TWO))));

    assertThat(left).extracting(rule -> rule.origin().file()).containsOnly("q.yaml");
    var gone = new Location("p.yaml", 2, 5);
    var rule = left.getFirst();
    var elsewhere = new Rule(rule.name(), rule.outcome(), rule.match(), rule.approval(), gone);
    assertThat(memory.places().of(elsewhere, "actions")).isEqualTo(gone);
  }

  private static List<Rule> good(Loaded<List<Rule>> loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Good.class);
    return ((Loaded.Good<List<Rule>>) loaded).value();
  }
}
