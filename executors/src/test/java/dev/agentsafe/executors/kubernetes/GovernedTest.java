package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Ruling;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.yaml.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The actions on one object go the whole way: decision, ticket, runner, journal, and back by what
 * the journal recorded of them. Nothing that a roll-back needs is lost or hidden on the way.
 */
final class GovernedTest {
  private static final Caller AGENT = Caller.of(new AgentId("deploy-bot"));

  @TempDir private Path folder = Path.of("");
  private final Bench bench = Shelf.STARTER.bench();

  @BeforeEach
  void settle() throws IOException {
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    write("agent-safe.yaml", "{registry: ./actions, policies: ./policies, inventory: i.yaml}\n");
    write("i.yaml", Bench.text("objects-inventory.yaml"));
    for (var action : Shelf.STARTER.actions()) {
      write("actions/" + action.file(), action.text());
    }
    write(
        "policies/rules.yaml",
        "rules:\n  - {name: all, decision: allow, reason: It is a test, match: {}}\n");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Governor open() {
    var workspace =
        switch (Workspace.load(folder)) {
          case Loaded.Good<Workspace>(var loaded, var warnings) -> loaded;
          case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems.toString());
        };
    return Governor.open(
        new Governor.Config(workspace, List.of(bench.executor()), Clock.systemUTC()));
  }

  private static RunRecord.Succeeded run(Governor governor, Ruling ruling)
      throws InterruptedException {
    var begun = governor.execute(ruling);
    assertThat(begun).as(ruling.toString()).isInstanceOf(Governor.Redeemed.Started.class);
    var record =
        governor
            .awaitRun(((Governor.Redeemed.Started) begun).run(), Duration.ofSeconds(30))
            .flatMap(view -> view.record())
            .orElseThrow();
    assertThat(record).isInstanceOf(RunRecord.Succeeded.class);
    return (RunRecord.Succeeded) record;
  }

  private static Ruling submit(
      Governor governor, String action, String target, Value.Fields params) {
    return governor.submit(
        new Submission(
            new ActionName(action),
            Optional.of(new TargetId(target)),
            Optional.of(AGENT),
            params,
            Optional.empty()));
  }

  private static Value.Fields decisive(Governor governor, String action, Value.Fields state) {
    var names =
        governor
            .workspace()
            .catalog()
            .find(new ActionName(action))
            .orElseThrow()
            .effects()
            .decisive();
    var kept = Value.EMPTY;
    for (var name : names) {
      kept = kept.with(name, state.get(name).orElseThrow());
    }
    return kept;
  }

  private static void thereAndBack(
      Governor governor, String action, String target, Value.Fields params)
      throws InterruptedException {
    var ruling = submit(governor, action, target, params);
    var there = run(governor, ruling);
    var undone = governor.rollback(ruling.auditId(), AGENT);
    assertThat(undone).as(action).isInstanceOf(Governor.RolledBack.Submitted.class);
    var back = run(governor, ((Governor.RolledBack.Submitted) undone).ruling());

    var before = decisive(governor, action, there.account().before());
    assertThat(decisive(governor, action, there.account().after())).isNotEqualTo(before);
    assertThat(decisive(governor, action, back.account().after())).as(action).isEqualTo(before);
    var recorded = new ArrayList<Value.Fields>();
    governor.history(
        0,
        entry -> {
          if (entry.chain().type().equals(EntryType.STATE_CAPTURE)) {
            recorded.add(entry.context());
          }
        });
    assertThat(
            recorded.getLast().get("after_state").map(s -> decisive(governor, action, fields(s))))
        .contains(before);
  }

  private static Value.Fields fields(Value value) {
    return (Value.Fields) value;
  }

  @Test
  void whatIsDoneComesBackFromTheJournalAlone() throws Exception {
    try (var governor = open()) {
      var image =
          Value.EMPTY
              .with("container", Value.of("web"))
              .with("image", Value.of("registry.example/web:2"));
      run(governor, submit(governor, "update-image", "prod/web", image));
      thereAndBack(governor, "rollout-undo", "prod/web", Value.EMPTY);
      thereAndBack(
          governor,
          "scale-hpa",
          "prod/web-hpa",
          Value.EMPTY.with("min_replicas", Value.of(1)).with("max_replicas", Value.of(4)));
      thereAndBack(
          governor,
          "update-hpa-limits",
          "prod/web-hpa",
          Value.EMPTY.with("target_cpu_percent", Value.of(40)));
      for (var policy : List.of("web-in", "new-one")) {
        thereAndBack(
            governor,
            "apply-network-policy",
            "prod/shop",
            Value.EMPTY
                .with("policy_name", Value.of(policy))
                .with("pod_selector", Value.of("app=api")));
      }
      thereAndBack(governor, "create-namespace", "prod/new", Value.EMPTY);
      thereAndBack(governor, "cordon-node", "prod/node-1", Value.EMPTY);
      thereAndBack(governor, "uncordon-node", "prod/node-3", Value.EMPTY);
    }
  }

  /** What approvers and auditors may want to read later, not only the fields that are compared. */
  @Test
  void theWholeObjectBeforeAndAfterIsKeptBesideTheRecord() throws Exception {
    var image =
        Value.EMPTY
            .with("container", Value.of("web"))
            .with("image", Value.of("registry.example/web:2"));
    LookbackTest.send(
        bench,
        "PATCH",
        "/apis/apps/v1/namespaces/shop/deployments/web",
        "application/merge-patch+json",
        "{\"metadata\": {\"annotations\": {\"example.com/long\": \"%s\"}}}"
            .formatted("x".repeat(1025)));
    String auditId;
    try (var governor = open()) {
      var ruling = submit(governor, "update-image", "prod/web", image);
      run(governor, ruling);
      auditId = ruling.auditId();
    }
    try (var governor = open()) {
      var objects = governor.care().objects(auditId);

      var before = objects.before().orElseThrow();
      assertThat(before.text("kind")).contains("Deployment");
      assertThat(before.toString()).contains("registry.example/web:1");
      assertThat(fields(before.get("metadata").orElseThrow()).values())
          .containsKey("resourceVersion")
          .doesNotContainKey("managedFields");
      assertThat(metadata(before, "annotations").values())
          .containsEntry("example.com/team", Value.of("shop-team"))
          .containsEntry("kapp.k14s.io/original", Value.of("not kept: repeats the object"))
          .containsEntry("example.com/long", Value.of("not kept: 1025 characters"));
      assertThat(objects.after().orElseThrow().toString()).contains("registry.example/web:2");
      assertThat(governor.care().objects("evt-000000000000").isEmpty()).isTrue();
    }
    var names = new ArrayList<String>();
    try (var blobs = Files.list(folder.resolve("blobs/sha256"))) {
      blobs.forEach(blob -> names.add(blob.getFileName().toString()));
      assertThat(Files.readString(folder.resolve("audit.jsonl")))
          .contains(names.stream().map(name -> "\"blob\": \"sha256:" + name + "\"").toList());
    }
    assertThat(names).hasSize(2);
  }

  private static Value.Fields metadata(Value.Fields object, String name) {
    return fields(fields(object.get("metadata").orElseThrow()).get(name).orElseThrow());
  }

  /** Nobody learns the password, and everybody sees that it is another one. */
  @Test
  void aSecretThatChangedIsSeenToHaveAndTheRestOfItNot() throws Exception {
    try (var governor = open()) {
      var was = data(governor);
      LookbackTest.send(
          bench,
          "PATCH",
          "/api/v1/namespaces/shop/secrets/web-key",
          "application/merge-patch+json",
          // As long as the one before.
          "{\"data\": {\"password\": \"aHVudGVyMy1vZi1zaG9wLTQ3MTE=\"}}");
      var is = data(governor);

      assertThat(was.get("password")).isPresent().isNotEqualTo(is.get("password"));
      assertThat(was.get("user")).isPresent().isEqualTo(is.get("user"));
      assertThat(is.values().values())
          .allSatisfy(mark -> assertThat(fields(mark).values()).containsOnlyKeys("redacted"));
    }
  }

  /** Of the secret, as it is kept of a run that reads it. */
  private static Value.Fields data(Governor governor) throws InterruptedException {
    var ruling = submit(governor, "get-secret", "prod/web-key", Value.EMPTY);
    run(governor, ruling);
    return fields(
        governor
            .care()
            .objects(ruling.auditId())
            .before()
            .flatMap(whole -> whole.get("data"))
            .orElseThrow());
  }

  /** What only the caller is to know is in no file of the workspace. */
  @Test
  void aSecretIsToldToItsReaderAndWrittenNowhere() throws Exception {
    try (var governor = open()) {
      var begun =
          (Governor.Redeemed.Started)
              governor.execute(submit(governor, "get-secret", "prod/web-key", Value.EMPTY));
      var run = governor.awaitRun(begun.run(), Duration.ofSeconds(30)).orElseThrow();
      var other = Caller.of(new AgentId("other-bot"));
      var whole = governor.care().objects(run.order().auditId()).before().orElseThrow();
      assertThat(whole.get("data").map(d -> fields(d).values().keySet()).orElseThrow())
          .contains("password");
      assertThat(metadata(whole, "annotations").values())
          .containsOnlyKeys("kapp.k14s.io/original", "objectset.rio.cattle.io/applied")
          .allSatisfy((name, kept) -> assertThat(kept).isEqualTo(Value.of("not kept")));

      assertThat(run.toString()).contains("told to the caller alone").doesNotContain("hunter2");
      assertThat(governor.care().takeConfidence(begun.run(), other)).isEmpty();
      assertThat(governor.care().takeConfidence(begun.run(), AGENT).orElseThrow().values())
          .containsAllEntriesOf(Map.of("password", Value.of("hunter2-of-shop-4711")));
      assertThat(governor.care().takeConfidence(begun.run(), AGENT)).isEmpty();
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("hunter2")
            .doesNotContain("aHVudGVy");
      }
    }
  }
}
