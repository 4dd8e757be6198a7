package dev.agentsafe.editors.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.language.Name;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other names for actions, targets and rules, in all files at once. */
final class RenamingTest {
  @TempDir private Path folder;
  private Example example;

  @BeforeEach
  void workspace() {
    example = Example.in(folder);
  }

  private Name name(Name.Kind kind, String text) {
    return example.bench().names(kind).stream()
        .filter(n -> n.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private Renamed renamed(Name.Kind kind, String from, String to) {
    return example.assistant().rename(name(kind, from), to);
  }

  private Renamed.Done done(Name.Kind kind, String from, String to) {
    var renamed = renamed(kind, from, to);
    assertThat(renamed).isInstanceOf(Renamed.Done.class);
    return (Renamed.Done) renamed;
  }

  private String refused(Name.Kind kind, String from, String to) {
    var renamed = renamed(kind, from, to);
    assertThat(renamed).isInstanceOf(Renamed.Refused.class);
    return ((Renamed.Refused) renamed).why();
  }

  private void apply(Renamed.Done done) {
    done.files()
        .forEach((file, in) -> {
          assertThat(in.text()).isEqualTo(example.text(file));
          example.edit(file, Edit.apply(in.text(), in.edits()));
        });
  }

  private List<Name> all(Name.Kind kind, String text) {
    return example.bench().names(kind).stream().filter(n -> n.text().equals(text)).toList();
  }

  @Test
  void anActionIsRenamedWhereverItIsWritten() {
    var before = all(Name.Kind.ACTION, "restart-deployment");
    var problems = example.problems();
    var done = done(Name.Kind.ACTION, "restart-deployment", "roll-deployment");
    assertThat(done.files()).hasSizeGreaterThan(2);
    apply(done);
    assertThat(all(Name.Kind.ACTION, "restart-deployment")).isEmpty();
    assertThat(all(Name.Kind.ACTION, "roll-deployment")).hasSameSizeAs(before);
    assertThat(example.problems()).hasSameSizeAs(problems);
  }

  @Test
  void aTargetAndARuleAreRenamedInTests() {
    apply(done(Name.Kind.TARGET, "prod/web", "prod/store"));
    apply(done(Name.Kind.RULE, "look-at-production", "see production: #1"));
    assertThat(example.problems()).noneMatch(p -> p.code().startsWith("unknown-"));
    assertThat(example.text(example.file("tests/production.yaml")))
        .contains("prod/store", "\"see production: #1\"")
        .doesNotContain("look-at-production");
  }

  @Test
  void whoServesCredentialsIsToldToo() {
    var file = example.file("agent-safe.yaml");
    example.edit(
        file,
        example.text(file)
            + "credentials:\n  serve:\n    - {type: t, actions: ['cordon-node'], source: s}\n");
    apply(done(Name.Kind.ACTION, "cordon-node", "close-node"));
    assertThat(example.text(file)).contains("actions: ['close-node']");
  }

  @Test
  void globsAreLeftAloneAndToldOf() {
    var done = done(Name.Kind.ACTION, "scale-deployment", "resize-deployment");
    assertThat(done.globs()).extracting(Name::text).contains("scale-*");
    apply(done);
    assertThat(example.text(example.file("policies/20-production.yaml"))).contains("- scale-*");
    var same = done(Name.Kind.ACTION, "resize-deployment", "resize-deployments");
    assertThat(same.globs()).isEmpty();
  }

  @Test
  void aNameThatIsTakenOrNoneIsRefused() {
    assertThat(refused(Name.Kind.ACTION, "cordon-node", "drain-node"))
        .contains("`drain-node` is a name already", "drain-node.yaml");
    assertThat(refused(Name.Kind.ACTION, "cordon-node", "Cordon Node")).contains("lower-case");
    assertThat(refused(Name.Kind.TARGET, "prod/web", " ")).contains("is no name");
    assertThat(refused(Name.Kind.RULE, "look-at-production", "a\nb")).contains("one line");
    assertThat(refused(Name.Kind.AGENT_ROLE, "deployer", "x")).contains("only these");
    assertThat(refused(Name.Kind.ACTION, "scale-*", "x")).contains("stands for several");
  }

  @Test
  void aFileThatCannotBeReadAndMayNameItKeepsItsName() {
    example.replace("tests/dev.yaml", "action: restart-deployment", "action: [restart-deployment");
    assertThat(refused(Name.Kind.ACTION, "restart-deployment", "roll-deployment"))
        .contains("`dev.yaml` is no YAML", "correct it first");
  }

  @Test
  void whatWouldBeWrittenAtAWrongPlaceIsRefused() {
    var file = example.file("tests/dev.yaml");
    var text = example.text(file);
    for (var strange : List.of("\ufeff" + text, text.replaceFirst("\n", "\r"))) {
      example.edit(file, strange);
      assertThat(refused(Name.Kind.ACTION, "restart-deployment", "roll-deployment"))
          .contains("`dev.yaml` has a byte order mark or unusual line breaks");
    }
    example.edit(file, text.replace("\n", "\r\n"));
    apply(done(Name.Kind.ACTION, "restart-deployment", "roll-deployment"));
    assertThat(example.text(file)).contains("action: roll-deployment\r\n");

    example.replace(
        "policies/20-production.yaml",
        "name: look-at-production\n",
        "name: >-\n      look-at-production\n");
    assertThat(refused(Name.Kind.RULE, "look-at-production", "watch"))
        .contains("`20-production.yaml` does not write `look-at-production` plainly");
  }

  @Test
  void aNameOfManyPartsIsWritten() {
    var many = "a" + "-a".repeat(100_000);
    apply(done(Name.Kind.TARGET, "prod/web", many));
    assertThat(all(Name.Kind.TARGET, many)).isNotEmpty();
  }

  @Test
  void referencesAreDeclarationUsesAndGlobs() {
    var found = example.assistant().references(name(Name.Kind.ACTION, "scale-deployment"));
    assertThat(found).extracting(Name::text).contains("scale-deployment", "scale-*");
    assertThat(found).filteredOn(Name::declared).hasSize(1);
    assertThat(example.assistant().references(name(Name.Kind.RULE, "look-at-production")))
        .extracting(n -> folder.relativize(n.file()).toString())
        .contains("policies/20-production.yaml", "tests/production.yaml");
  }
}
