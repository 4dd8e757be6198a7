package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the record says of saved files, and what can be had again from it. */
final class FileDeskTest {
  @TempDir Path folder;
  private SmallWorld world;
  private Path rules;

  @BeforeEach
  void settle() throws Exception {
    world = new SmallWorld(folder);
    rules = folder.resolve("policies/rules.yaml");
  }

  private static List<AuditEntry> saves(Governor governor) {
    var found = new ArrayList<AuditEntry>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(EntryType.FILE_SAVED)) {
            found.add(entry);
          }
        });
    return found;
  }

  private static void save(Authoring authoring, Path file, String text) {
    assertThat(authoring.save(file, authoring.read(file), text))
        .isInstanceOf(Authoring.Saved.Done.class);
  }

  @Test
  void aSaveIsAnEntryWithItsAuthorAndBothHashes() throws Exception {
    try (var governor = world.open()) {
      var first = Files.readString(rules);
      save(governor.files().authoring(SmallWorld.ANNA), rules, first + "# reviewed\n");

      var entry = saves(governor).getFirst();
      assertThat(entry.subject().caller()).isEqualTo("operator/anna");
      assertThat(entry.context().text("file")).contains("policies/rules.yaml");
      var versions = governor.files().versions(rules);
      assertThat(versions).hasSize(2);
      assertThat(entry.context().text("after_sha256")).contains(versions.getFirst().sha256());
      assertThat(entry.context().text("before_sha256")).contains(versions.getLast().sha256());
      assertThat(versions.getFirst().by()).contains("operator/anna");
      assertThat(versions.getFirst().text()).contains(first + "# reviewed\n");
      assertThat(versions.getLast().by()).as("it was found like that").isEmpty();
      assertThat(versions.getLast().text()).contains(first);
    }
  }

  @Test
  void everyVersionCanBeHadAgainAlsoWhatSomebodyWrotePastTheConsole() throws Exception {
    var texts = new ArrayList<String>();
    try (var governor = world.open()) {
      texts.add(Files.readString(rules));
      texts.add(texts.getFirst() + "# anna\n");
      save(governor.files().authoring(SmallWorld.ANNA), rules, texts.get(1));
      texts.add(texts.get(1) + "# with another editor\n");
      Files.writeString(rules, texts.get(2));
      // Too large for a line: it goes to a blob beside the log.
      texts.add(texts.get(2) + "# ben, at length\n".repeat(5_000));
      save(governor.files().authoring(SmallWorld.BEN), rules, texts.get(3));
    }
    try (var governor = world.open()) {
      var versions = governor.files().versions(rules);
      assertThat(versions)
          .extracting(FileDesk.Version::text)
          .containsExactlyElementsOf(texts.reversed().stream().map(Optional::of).toList());
      assertThat(versions)
          .extracting(FileDesk.Version::by)
          .containsExactly(
              Optional.of("operator/ben"),
              Optional.empty(),
              Optional.of("operator/anna"),
              Optional.empty());
      save(
          governor.files().authoring(SmallWorld.ANNA),
          rules,
          versions.getLast().text().orElseThrow());
      assertThat(rules).content().isEqualTo(texts.getFirst());
    }
  }

  @Test
  void aValueGivenToASecretIsInNoEntryAndAFlagIsInOne() throws Exception {
    var action = folder.resolve("actions/rotate-key.yaml");
    Files.writeString(
        action, Files.readString(action(folder)).replaceFirst("name: [a-z-]+", "name: rotate-key"));
    try (var governor = world.open()) {
      var authoring = governor.files().authoring(SmallWorld.ANNA);
      var base = Files.readString(action);
      var flagged =
          base.replace(
              "parameters:\n", "parameters:\n  - name: note\n    type: string\n    secret: true\n");
      assertThat(flagged).isNotEqualTo(base);
      save(authoring, action, flagged);
      save(
          authoring,
          action,
          flagged.replace("secret: true\n", "secret: true\n    default: hunter22-x\n"));
      save(authoring, action, base);

      var versions = governor.files().versions(action);
      assertThat(versions).extracting(FileDesk.Version::text).contains(Optional.of(flagged));
      assertThat(versions).extracting(FileDesk.Version::text).contains(Optional.empty());
    }
    assertThat(world.log()).content().doesNotContain("hunter22-x");
  }

  @Test
  void theKeyInSettingsAndWhatATestGivesToASecretAreInNoEntry() throws Exception {
    var action = action(folder);
    Files.writeString(
        action,
        Files.readString(action)
            .replace(
                "parameters:\n", "parameters:\n  - {name: pass, type: string, secret: true}\n"));
    var tests = Files.createDirectories(folder.resolve("tests")).resolve("all.yaml");
    Files.writeString(tests, "tests: []\n");
    var settings = folder.resolve("agent-safe.yaml");
    var plain = Files.readString(settings) + "issuer: shop\n";
    try (var governor = world.open()) {
      var authoring = governor.files().authoring(SmallWorld.ANNA);
      save(authoring, settings, plain);
      save(authoring, settings, plain + "\"signing\\x5fkey\": elephantine-x\n");
      save(authoring, settings, plain);
      save(
          authoring,
          tests,
          """
          tests:
            - name: a secret
              action: scale-deployment
              target: dev/web
              params: {replicas: 2, pass: hunter22-x}
              expect: allow
          """);
      assertThat(governor.files().versions(settings))
          .extracting(version -> version.text().isPresent())
          .containsExactly(true, false, true, true);
      assertThat(governor.files().versions(tests).getFirst().text()).isEmpty();
    }
    assertThat(world.log()).content().doesNotContain("elephantine-x", "hunter22-x");
  }

  private static Path action(Path folder) throws Exception {
    try (var files = Files.list(folder.resolve("actions"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  @Test
  void whatDoesNotLoadIsNeitherWrittenNorRecorded() throws Exception {
    try (var governor = world.open()) {
      var base = Files.readString(rules);
      var authoring = governor.files().authoring(SmallWorld.ANNA);
      assertThat(authoring.save(rules, base, base.replace("decision: allow", "decison: allow")))
          .isInstanceOf(Authoring.Saved.Refused.class);
      assertThat(authoring.save(rules, "another text", base + "# mine\n"))
          .isInstanceOf(Authoring.Saved.Changed.class);
      assertThat(saves(governor)).isEmpty();
      assertThat(rules).content().isEqualTo(base);
    }
  }

  @Test
  void aFileThatCouldNotBeWrittenIsNoVersion() throws Exception {
    try (var governor = world.open()) {
      var base = Files.readString(rules);
      var authoring = governor.files().authoring(SmallWorld.ANNA);
      save(authoring, rules, base + "# one\n");
      Files.createDirectories(folder.resolve("policies/rules.yaml.tmp"));

      assertThatThrownBy(() -> authoring.save(rules, base + "# one\n", base + "# two\n"))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("was not saved: it is as it was");

      assertThat(rules).content().isEqualTo(base + "# one\n");
      assertThat(saves(governor).getLast().ruling().reason()).contains("was not written");
      assertThat(governor.files().versions(rules).getFirst().text()).contains(base + "# one\n");
    }
  }

  @Test
  void whatLooksLikeASecretIsNotInTheRecordAndThatVersionIsNamedOnly() throws Exception {
    try (var governor = world.open()) {
      var base = Files.readString(rules);
      var key = "AKIA" + "IOSFODNN7EXAMPLQ";
      save(governor.files().authoring(SmallWorld.ANNA), rules, base + "# key " + key + "\n");
      var entry = saves(governor).getFirst();
      assertThat(entry.line().toString()).doesNotContain(key);
      assertThat(entry.context().get("text").orElse(Value.NULL).toString()).contains("redacted");
      var version = governor.files().versions(rules).getFirst();
      assertThat(version.text()).isEmpty();
      assertThat(version.sha256()).hasSize(64);
    }
  }
}
