package dev.agentsafe.editors.assist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of what stands at a place. */
final class HoverTest {
  private static final String PRODUCTION = "policies/20-production.yaml";

  @TempDir private Path folder;
  private Example example;

  @BeforeEach
  void workspace() {
    example = Example.in(folder);
  }

  private Meaning over(String name, String piece) {
    var file = example.file(name);
    var at = example.text(file).indexOf(piece);
    assertThat(at).as(piece).isNotNegative();
    return example.assistant().hover(file, at + 1).orElseThrow();
  }

  private String said(String name, String piece) {
    return String.join("\n", over(name, piece).lines());
  }

  @Test
  void aKeySaysWhatItMeansAndWhatMayStandThere() {
    assertThat(said(PRODUCTION, "ttl: 900"))
        .contains("in seconds", "a whole number, at least 1, at most 2592000");
    assertThat(said(PRODUCTION, "decision: allow"))
        .contains("one of `allow`, `deny`, `require_approval`", "required");
    assertThat(said("agent-safe.yaml", "max_requests")).contains("left out: `100`");
    assertThat(over(PRODUCTION, "decision: allow").title()).isEqualTo("decision");
  }

  @Test
  void aNameSaysWhatItStandsFor() {
    assertThat(said(PRODUCTION, "get-configmap"))
        .contains("an action", "risk: low", "takes: namespace: string", "undone by: nothing");
    assertThat(said("tests/dev.yaml", "dev/web"))
        .contains("a target", "environment: dev", "bound to: kubernetes");
    assertThat(said("tests/production.yaml", "look-at-production"))
        .contains("a rule", "decision: allow", "priority: 600");
    assertThat(said(PRODUCTION, "deployer, operator")).contains("a role of agents", "used in");
    assertThat(said("operators.yaml", "sam@example.com")).contains("an operator", "Sam");
    assertThat(said("actions/scale-deployment.yaml", "namespace}"))
        .contains("a parameter of `scale-deployment`", "type: string");
  }

  @Test
  void theWholeNameIsMarked() {
    var text = example.text(example.file(PRODUCTION));
    var meaning = over(PRODUCTION, "get-configmap");
    assertThat(text.substring(meaning.from(), meaning.to())).isEqualTo("get-configmap");
  }

  @Test
  void ofCommentsAndFreeTextsNothingIsSaid() {
    var file = example.file(PRODUCTION);
    var text = example.text(file);
    assertThat(example.assistant().hover(file, text.indexOf("# Production") + 3)).isEmpty();
    assertThat(example.assistant().hover(example.file("README.md"), 0)).isEmpty();
  }

  @Test
  void aPlaceOutsideOfTheTextIsNoError() {
    var file = example.file(PRODUCTION);
    assertThat(example.assistant().hover(file, -5)).isEmpty();
    assertThat(example.assistant().hover(file, 1_000_000)).isEmpty();
  }
}
