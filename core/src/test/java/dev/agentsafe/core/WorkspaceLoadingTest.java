package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceLoadingTest {
  private static final String SETTINGS =
      """
      registry: actions
      policies: policies
      inventory: inventory.yaml
      tickets: {ttl: 120}
      operator: {id: sam, roles: [operator]}
      rate_limit: {max_requests: 7}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void aWorkspace() throws IOException {
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    write("agent-safe.yaml", SETTINGS);
    write(
        "actions/look.yaml",
        "{name: look, version: 1.0.0, description: d, risk_class: low, target_types: [vm],"
            + " parameters: [{name: id, type: string, constraints: {pattern: '[a-z]+'}}]}");
    write("policies/all.yaml", "rules: []\n");
    write("inventory.yaml", "targets: []\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Workspace loads() {
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace> good -> good.value();
      case Loaded.Bad<Workspace> bad -> throw new AssertionError(bad.problems().toString());
    };
  }

  private List<String> refused() {
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace> good -> throw new AssertionError("loaded");
      case Loaded.Bad<Workspace> bad -> bad.problems().stream().map(Problem::toString).toList();
    };
  }

  @Test
  void settingsResolveAgainstTheirFolder() {
    var settings = loads().settings();

    assertThat(settings.paths().auditLog()).isEqualTo(folder.resolve("audit.jsonl"));
    assertThat(settings.tokens().ticketLife()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.approvals().operator().orElseThrow().roles()).containsExactly("operator");
    assertThat(settings.limits().rate().orElseThrow().maxRequests()).isEqualTo(7);
    assertThat(settings.limits().risk()).isEmpty();
  }

  @Test
  void aTicketNeverLivesLongerThanTenMinutes() throws IOException {
    write("agent-safe.yaml", SETTINGS.replace("ttl: 120", "ttl: 601"));

    assertThat(refused()).singleElement().asString().contains("agent-safe.yaml:4:16: `ttl`");
  }

  @Test
  void problemsOfAllPartsComeTogether() throws IOException {
    write("actions/look.yaml", "name: look\n");
    write("policies/all.yaml", "rule: []\n");
    Files.delete(folder.resolve("inventory.yaml"));

    assertThat(refused())
        .anyMatch(p -> p.contains("look.yaml:1:1: an action needs the key `version`"))
        .anyMatch(p -> p.contains("all.yaml:1:1: a policy file has no key `rule`; did you mean"))
        .anyMatch(p -> p.contains("there is no file"));
  }

  @Test
  void aWorkspaceInForceHasNoPatternThatIsNone() throws IOException {
    var action = Files.readString(folder.resolve("actions/look.yaml"));
    write("actions/look.yaml", action.replace("[a-z]+", "["));

    assertThat(refused()).singleElement().asString().contains("is no pattern");
  }

  @Test
  void theVersionFollowsThePolicies() throws IOException {
    var before = loads().policyVersion();
    write("policies/all.yaml", "rules: [] # more\n");

    assertThat(loads().policyVersion()).hasSize(64).isNotEqualTo(before);
  }

  @Test
  void aLogThatIsNoneIsRefusedAndATornOneIsLeftToRecovery() throws IOException {
    write("audit.jsonl", "{\"entry_hash\": \"x\"}\n");
    assertThat(refused()).singleElement().asString().contains("no journal entry");

    write("audit.jsonl", "{\"entry_hash\": \"" + "0".repeat(64) + "\"}\n{\"ent");
    assertThat(loads().settings().paths().auditLog()).exists();
  }

  @Test
  void aWorkspaceIsFoundFromBelow() {
    assertThat(Workspace.find(folder.resolve("policies"))).contains(folder);
  }
}
