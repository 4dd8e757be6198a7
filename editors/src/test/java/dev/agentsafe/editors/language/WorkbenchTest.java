package dev.agentsafe.editors.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.language.Name.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkbenchTest {
  private static final String RULES =
      """
      rules:
        - name: look
          match: {actions: [get-*, "scale"], targets: {types: [pod], labels: {team: web}}}
          decision: allow
          reason: r
      """;

  @TempDir private Path root;

  @BeforeEach
  void workspace() throws IOException {
    put("agent-safe.yaml", "registry: catalogue\npolicies: policies\ninventory: inventory.yaml\n");
    put(
        "catalogue/scale.yaml",
        """
        name: scale
        parameters: [{name: replicas}]
        rollback_action: scale
        rollback_params: {replicas: {source: params.replicas}}
        """);
    put("policies/a.yaml", RULES);
    put("inventory.yaml", "targets:\n  - {id: prod/web, type: pod, labels: {team: web}}\n");
    put("tests/t.yaml", "tests:\n  - {name: t, action: scale, params: {replicas: 1}}\n");
  }

  private void put(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }

  private Workbench bench() {
    return new Workbench(root.resolve("agent-safe.yaml"));
  }

  @Test
  void everyFileIsKnownByItsKind() {
    assertThat(bench().files())
        .extracting(file -> root.relativize(file.path()) + " " + file.kind())
        .containsExactly(
            "agent-safe.yaml SETTINGS",
            "catalogue/scale.yaml ACTION",
            "inventory.yaml INVENTORY",
            "policies/a.yaml POLICY",
            "tests/t.yaml TESTS");
  }

  @Test
  void anOpenDocumentStandsBeforeTheDisk() {
    var bench = bench();
    var file = root.resolve("policies/a.yaml");
    bench.open(file, RULES.replace("look", "see"), 3);

    assertThat(bench.file(file).orElseThrow().version()).isEqualTo(3);
    assertThat(bench.names(Kind.RULE)).extracting(Name::text).containsExactly("see");
    bench.close(file);
    assertThat(bench.names(Kind.RULE)).extracting(Name::text).containsExactly("look");
  }

  @Test
  void namesAreFoundWhereTheyAreDeclaredAndUsedAcrossFiles() {
    assertThat(bench().names(Kind.ACTION))
        .extracting(
            name -> name.text() + " " + root.relativize(name.file()) + " " + name.declared())
        .containsExactly(
            "scale catalogue/scale.yaml true",
            "scale catalogue/scale.yaml false",
            "get-* policies/a.yaml false",
            "scale policies/a.yaml false",
            "scale tests/t.yaml false");
    assertThat(bench().names(Kind.PARAMETER))
        .hasSize(4)
        .allMatch(name -> name.scope().equals("scale") && name.text().equals("replicas"));
    assertThat(bench().nameAt(root.resolve("catalogue/scale.yaml"), 4, 52).orElseThrow().text())
        .isEqualTo("replicas");
  }

  @Test
  void brokenTextKeepsItsNamesAndItsPlaces() {
    var bench = bench();
    var file = root.resolve("policies/a.yaml");
    bench.open(file, RULES.replace("    decision: allow", "    decis"), 1);

    assertThat(bench.names(Kind.RULE)).extracting(Name::text).containsExactly("look");
    var tree = bench.file(file).orElseThrow().tree();
    assertThat(tree.broken()).hasSize(1);
    assertThat(tree.at(4, 8).orElseThrow().where()).isEqualTo("rules[0].decis");
    assertThat(tree.at(3, 24).orElseThrow().where()).isEqualTo("rules[0].match.actions[0]");
  }

  @Test
  void brokenSettingsStillSayWhereThingsAre() {
    var bench = bench();
    bench.open(
        root.resolve("agent-safe.yaml"), "registry: catalogue\npolicies: policies\n: [\n", 1);

    assertThat(bench.files(FileKind.ACTION)).hasSize(1);
  }

  @Test
  void aFileThatIsReadAlreadyBecomesWhatTheSettingsSay() throws IOException {
    put("stock.yaml", "targets:\n  - {id: prod/api, type: pod}\n");
    var bench = bench();
    var stock = root.resolve("stock.yaml");
    bench.open(stock, "targets:\n  - {id: prod/api, type: pod}\n", 1);
    assertThat(bench.names(Kind.TARGET)).extracting(Name::text).containsExactly("prod/web");

    bench.open(
        root.resolve("agent-safe.yaml"),
        "registry: catalogue\npolicies: policies\ninventory: stock.yaml\n",
        1);

    assertThat(bench.file(stock).orElseThrow().kind()).isEqualTo(FileKind.INVENTORY);
    assertThat(bench.names(Kind.TARGET)).extracting(Name::text).containsExactly("prod/api");
  }

  @Test
  void namesMoveWithTheLinesAboveThem() {
    var bench = bench();
    var file = root.resolve("policies/a.yaml");
    int line = bench.names(Kind.RULE).getFirst().span().line();

    bench.open(file, "# a comment\n\n" + RULES, 1);
    assertThat(bench.names(Kind.RULE)).extracting(n -> n.span().line()).containsExactly(line + 2);
    bench.change(file, RULES + "  - {name: second}\n", 2);
    assertThat(bench.names(Kind.RULE))
        .extracting(n -> n.text() + " " + n.span().line())
        .containsExactly("look " + line, "second " + (line + 4));
    assertThat(bench.nameAt(file, line + 4, 13))
        .hasValueSatisfying(n -> assertThat(n.text()).isEqualTo("second"));
  }
}
