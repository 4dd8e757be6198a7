package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.executors.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each action on AWS through decision, ticket, runner and journal: rehearsed, executed, verified,
 * its state fields there in their types, rolled back, its state as before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AwsJourneyTest {
  private static final Caller AGENT = Caller.of(new AgentId("ops-bot"));
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SECRET = "hunter2-of-the-environment";

  @TempDir private static Path folder;
  private final Map<String, Writing> writings = new HashMap<>();
  private Seeds seeds;
  private Cloud cloud;
  private Governor governor;

  @BeforeAll
  void begin() throws IOException {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
    seeds = new Seeds(Moto.shared().endpoint());
    cloud = new Cloud(Catalogue.STARTER, Moto.shared().endpoint());
    Writing.ALL.forEach((action, put) -> {
      var writing = put.apply(seeds);
      writings.put(action, writing);
      cloud.target("prod/" + action, writing.type(), writing.ids());
    });
    var function = seeds.function(Map.of("PASSPHRASE", "of-before"));
    cloud.target("prod/secretive", "aws-lambda-function", Map.of("function_name", function));
    governor = Governor.open(new Governor.Config(workspace(), executors(), Clock.systemUTC()));
  }

  private List<Executor> executors() {
    return List.of(cloud.executor());
  }

  private Workspace workspace() throws IOException {
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    for (Source action : Catalogue.STARTER.actions()) {
      Files.writeString(folder.resolve("actions").resolve(action.file()), action.text());
    }
    Files.writeString(
        folder.resolve("policies/rules.yaml"),
        "rules: [{name: all, decision: allow, reason: trusted, match: {}}]\n");
    Files.writeString(folder.resolve("i.yaml"), cloud.inventory());
    Files.writeString(
        folder.resolve("agent-safe.yaml"),
        "{registry: ./actions, policies: ./policies, inventory: i.yaml}\n");
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace>(var workspace, var warnings) -> workspace;
      case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @AfterAll
  void end() {
    if (governor != null) {
      governor.close();
      cloud.close();
      seeds.close();
    }
  }

  static Stream<String> actions() {
    return Writing.ALL.keySet().stream();
  }

  private Ruling submit(String action, String target, Map<String, Object> params) {
    return governor.submit(
        new Submission(
            new ActionName(action),
            Optional.of(new TargetId(target)),
            Optional.of(AGENT),
            Cloud.params(params),
            Optional.empty()));
  }

  private RunRecord.Succeeded run(Ruling ruling) throws InterruptedException {
    var started = (Governor.Redeemed.Started) governor.execute(ruling);
    var record =
        governor.awaitRun(started.run(), PATIENCE).flatMap(view -> view.record()).orElseThrow();
    assertThat(record).isInstanceOf(RunRecord.Succeeded.class);
    return (RunRecord.Succeeded) record;
  }

  @ParameterizedTest
  @MethodSource("actions")
  void isRehearsedExecutedVerifiedAndRolledBack(String name) throws InterruptedException {
    var writing = Objects.requireNonNull(writings.get(name));
    var target = "prod/" + name;
    var action = governor.workspace().catalog().find(new ActionName(name)).orElseThrow();
    var rehearsal =
        (Rehearsal.Outcome.Done)
            cloud.executor().rehearse(cloud.order(name, target, Cloud.params(writing.params())));
    assertThat(rehearsal.rehearsal().affected()).isNotEmpty();
    writing.isDone().ifPresent(isDone -> assertThat(isDone.getAsBoolean()).isFalse());
    Ledger.note(name, "rehearse");

    var ruling = submit(name, target, writing.params());
    var run = run(ruling);
    writing.isDone().ifPresent(isDone -> assertThat(isDone.getAsBoolean()).isTrue());
    assertThat(run.account().after()).isEqualTo(rehearsal.rehearsal().after());
    Ledger.note(name, "execute");
    Ledger.note(name, "verify");

    // What a deletion leaves, and what a delete marker hides, has no fields.
    allThere(
        action, name.equals("s3-restore-object") ? run.account().after() : run.account().before());
    if (!name.startsWith("s3-delete") && !name.startsWith("s3-restore")) {
      allThere(action, run.account().after());
    }
    Ledger.note(name, "state");

    if (cloud.executor().manual(action.name()).orElseThrow().undoing()
        instanceof Manual.Undoing.Irreversible) {
      assertThat(governor.previewRollback(ruling.auditId(), AGENT))
          .isInstanceOf(RollbackPreview.Impossible.class);
      return;
    }
    rollBack(ruling, run);
    writing.isDone().ifPresent(isDone -> assertThat(isDone.getAsBoolean()).isFalse());
    Ledger.note(name, "roll back");
  }

  private void rollBack(Ruling ruling, RunRecord.Succeeded run) throws InterruptedException {
    assertThat(governor.previewRollback(ruling.auditId(), AGENT))
        .isInstanceOf(RollbackPreview.Ready.class);
    var back = (Governor.RolledBack.Submitted) governor.rollback(ruling.auditId(), AGENT);
    var undone = run(back.ruling());
    // The inverse may declare other fields than what it undoes.
    var common = new HashMap<>(run.account().before().values());
    common.keySet().retainAll(undone.account().after().values().keySet());
    assertThat(undone.account().after().values()).containsAllEntriesOf(common);
    assertThat(common.isEmpty()).isEqualTo(run.account().before().values().isEmpty());
  }

  private static void allThere(Action action, Value.Fields state) {
    for (var field : action.effects().stateFields()) {
      var value = state.get(field.name());
      assertThat(value).as(action.name() + " " + field.name()).isPresent();
      assertThat(
              switch (field.type()) {
                case "integer" -> value.get() instanceof Value.Int;
                case "array" -> value.get() instanceof Value.Items;
                default -> value.get() instanceof Value.Text;
              })
          .as(action.name() + " " + field.name() + " " + value.get())
          .isTrue();
    }
  }

  /** What a roll-back does not bring back is seen to be other than it was, by marks alone. */
  @Test
  void theEnvironmentOfAFunctionIsInTheJournalAsMarks() throws Exception {
    var ruling =
        submit(
            "lambda-update-function-config",
            "prod/secretive",
            Map.of("environment_variables", "{\"PASSPHRASE\": \"" + SECRET + "\"}"));
    var run = run(ruling);

    var journal = Files.readString(folder.resolve("audit.jsonl"));
    assertThat(journal).contains("PASSPHRASE").doesNotContain(SECRET).doesNotContain("of-before");
    assertThat(run.account().before().get("env"))
        .isPresent()
        .isNotEqualTo(run.account().after().get("env"));
    assertThat(run.account().after().toString()).doesNotContain(SECRET);
  }
}
