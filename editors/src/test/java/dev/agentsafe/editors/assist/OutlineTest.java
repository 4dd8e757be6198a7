package dev.agentsafe.editors.assist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file holds, at a glance. */
final class OutlineTest {
  @TempDir private Path folder;
  private Example example;

  @BeforeEach
  void workspace() {
    example = Example.in(folder);
  }

  @Test
  void rulesStandInTheOrderInWhichTheyAreLookedAt() {
    var file =
        example.edit(
            "policies/new.yaml",
            """
            rules:
              - {name: last, decision: deny}
              - {name: second, priority: 5, decision: allow}
              - {name: first, priority: 90, decision: deny}
              - {name: third, priority: 5, decision: allow}
            """);
    assertThat(example.assistant().outline(file))
        .extracting(o -> o.label() + " " + o.detail())
        .containsExactly("first 90 · deny", "second 5 · allow", "third 5 · allow", "last 0 · deny");
  }

  @Test
  void otherFilesStandInTheirOwnOrder() {
    assertThat(example.assistant().outline(example.file("inventory.yaml")))
        .first()
        .extracting(Outline::label, Outline::detail)
        .containsExactly("prod/web", "prod");
    var action = example.assistant().outline(example.file("actions/scale-deployment.yaml"));
    assertThat(action).extracting(Outline::label).startsWith("name", "version");
    assertThat(action)
        .filteredOn(o -> o.label().equals("parameters"))
        .flatExtracting(Outline::inner)
        .extracting(Outline::label)
        .contains("replicas");
  }

  @Test
  void aBrokenRuleHidesNoOther() {
    var file =
        example.edit("policies/new.yaml", "rules:\n  - name: a\n    decision: [\n  - name: b\n");
    assertThat(example.assistant().outline(file)).extracting(Outline::label).contains("b");
  }
}
