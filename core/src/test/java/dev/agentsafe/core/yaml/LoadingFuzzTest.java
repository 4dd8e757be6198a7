package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.lint.Linter;
import dev.agentsafe.core.lint.WorkspaceFiles;
import dev.agentsafe.core.policy.RuleLoader;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text is: it loads or is refused with places, and nothing is thrown. */
final class LoadingFuzzTest {
  private static final String[] SEEDS = {
    """
    name: scale-deployment
    version: 1.0.0
    description: >
      Sets the number
    risk_class: medium
    target_types: [k8s-deployment]
    parameters:
      - {name: replicas, type: integer, constraints: {min_value: 0, pattern: "^[a-z]+$"}}
    rollback_action: scale-deployment
    rollback_params: {replicas: {source: before_state.replicas}}
    credentials: {type: kubernetes, fields: {verbs: ["get"], x: 0x1F}, ttl: 1:30}
    """,
    """
    rules:
      - name: night
        priority: 10
        match:
          actions: ["get-*", '*']
          targets: {environments: [prod], labels: {app: api}}
          time_windows: [{days: [0, 6], start_hour: 22, end_hour: 6, timezone: UTC}]
        decision: require_approval
        approval: {quorum: [{roles: [sre], count: 2}], ttl: 60}
        reason: |
          two
          lines
    """,
    """
    targets:
      - id: prod/api
        type: k8s-deployment
        environment: prod
        sensitivity: critical
        labels: {app: api}
        binding: {kubernetes: {context: c, namespace: n, name: api}}
    """,
  };

  @Test
  void mutatedFilesNeverThrow() {
    var random = new Random(20_260_101L);
    for (var round = 0; round < 500; round++) {
      check(Noise.changed(SEEDS[random.nextInt(SEEDS.length)], random));
    }
  }

  @Test
  void noiseNeverThrows() {
    var random = new Random(7);
    for (var round = 0; round < 600; round++) {
      check(Noise.text(random));
    }
  }

  @Test
  void noiseAsPatternNeverThrows() {
    var random = new Random(11);
    var alphabet = "()[]{}?*+|\\^$.-,:<>=!#&PiLmsxau0123abcdDwWsSbBAZN \n\u00e9";
    for (var round = 0; round < 4_000; round++) {
      var source = new StringBuilder();
      for (var i = random.nextInt(14); i > 0; i--) {
        source.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      var pattern = Parameter.Pattern.of(source.toString());
      assertThat(pattern.compiled().isPresent()).isNotEqualTo(pattern.defect().isPresent());
      assertThat(pattern.defect().isPresent() && pattern.matches("ab1\n")).isFalse();
      assertThat(pattern.matches("ab1\n")).isEqualTo(pattern.matches("ab1\n"));
    }
  }

  private static void check(String text) {
    var source = List.of(new Source("f.yaml", text));
    placed(CatalogLoader.load(source));
    placed(RuleLoader.load(source));
    placed(InventoryLoader.load(source.getFirst()));
    Linter.check(new WorkspaceFiles(source, source, Optional.of(source.getFirst()), source));
  }

  private static void placed(Loaded<?> loaded) {
    if (loaded instanceof Loaded.Bad<?>(List<Problem> problems)) {
      assertThat(problems).isNotEmpty().allMatch(p -> p.location().line() > 0);
    }
  }
}
