package dev.agentsafe.app.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.app.walk.Matrix.Cell;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.state.Drift;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each action through gateway, ticket, runner and journal on the sandbox's cluster: rehearsed,
 * executed, verified, its state fields all there in their type, rolled back, its state as before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WalkTest {
  @TempDir private static Path folder;
  private Grounds grounds;
  private Matrix matrix;

  @BeforeAll
  void begin() throws Exception {
    grounds = new Grounds(folder.resolve("ws"));
    matrix = new Matrix(Shipped.executors());
  }

  @AfterAll
  void end() {
    var catalog = grounds.workspace.catalog();
    System.out.println(matrix.text(catalog));
    grounds.close();
    assertThat(matrix.holes(catalog))
        .as("cells without a word why; `executors/target/matrix.txt` has what executors' tests saw")
        .isEmpty();
  }

  static Stream<Walk> walks() {
    return Stream.of(
        new Walk("scale-deployment", "web", "{\"replicas\": 5}"),
        new Walk("restart-deployment", "web", "{}"),
        new Walk(
            "update-image",
            "web",
            "{\"container\": \"web\", \"image\": \"registry.example/web:2\"}"),
        new Walk("rollout-status", "web", "{}"),
        new Walk("rollout-undo", "web", "{}"),
        new Walk("scale-hpa", "scaler", "{\"min_replicas\": 2, \"max_replicas\": 8}"),
        new Walk(
            "update-hpa-limits",
            "scaler",
            "{\"target_cpu_percent\": 70, \"target_memory_percent\": 60}"),
        new Walk("update-configmap", "config", "{\"key\": \"banner\", \"value\": \"Winter sale\"}"),
        new Walk("get-configmap", "config", "{}"),
        new Walk("create-namespace", "fresh", "{}"),
        new Walk("delete-namespace", "old", "{}"),
        new Walk(
            "apply-network-policy",
            "shop",
            "{\"policy_name\": \"quiet\", \"pod_selector\": \"app=web\"}",
            Set.of("policy")),
        new Walk("cordon-node", "node-1", "{}"),
        new Walk("uncordon-node", "node-2", "{}"),
        new Walk("get-secret", "secret", "{}"),
        new Walk("get-pod-logs", "shop", "{\"pod\": \"POD\"}"),
        new Walk("port-forward", "shop", "{\"pod\": \"POD\", \"remote_port\": 80}"),
        new Walk("exec-pod", "shop", "{\"pod\": \"POD\", \"command\": [\"hostname\"]}"),
        new Walk("delete-pod", "shop", "{\"pod\": \"POD\"}"),
        new Walk("drain-node", "node-1", "{\"timeout\": 60}"));
  }

  @ParameterizedTest
  @MethodSource("walks")
  void walk(Walk planned) {
    var walk = planned.on(planned.params().contains("POD") ? grounds.pod("web") : "");
    var action = grounds.workspace.catalog().find(new ActionName(walk.action())).orElseThrow();
    rehearse(walk);
    var decision = grounds.agent("/v1/check", walk.request());
    assertThat(decision.text("result")).as(decision.toString()).hasValue("allow");
    var run = execute(decision);
    assertThat(run.text("status")).as(run.toString()).hasValue("succeeded");
    matrix.saw(walk.action(), Cell.EXECUTE, "yes");
    matrix.saw(walk.action(), Cell.VERIFY, "yes");
    state(walk, action, run);
    if (action.effects().reversible()) {
      rollBack(walk, action, decision);
    } else {
      var refused = grounds.agent("/v1/rollbacks", "{\"audit_id\": \"" + auditId(decision) + "\"}");
      assertThat(refused.object("error").text("code")).hasValue("not_reversible");
    }
  }

  private void rehearse(Walk walk) {
    var rehearsed = grounds.operator("/v1/operator/dry-runs", walk.request());
    assertThat(rehearsed.get("unknown")).as(rehearsed.toString()).hasValue(Value.NULL);
    assertThat(
            rehearsed.objects("prechecks").stream()
                .filter(c -> !c.get("advisory").orElseThrow().equals(Value.of(true))))
        .allSatisfy(check -> assertThat(check.get("passed")).hasValue(Value.of(true)));
    matrix.saw(walk.action(), Cell.REHEARSE, "yes");
  }

  private Value.Fields execute(Value.Fields decision) {
    var ticket = decision.object("ticket").text("token").orElseThrow();
    var begun = grounds.agent("/v1/executions", "{\"ticket\": \"" + ticket + "\"}");
    var id = begun.text("run_id").orElseThrow();
    return grounds.agent("/v1/executions/" + id + "?wait=60", "");
  }

  private void state(Walk walk, Action action, Value.Fields run) {
    for (var field : action.effects().stateFields()) {
      for (var side : List.of("before", "after")) {
        var value = run.object(side).get(field.name());
        if (value.isEmpty()) {
          assertThat(walk.gone()).as(side + " " + run).contains(field.name());
        } else {
          assertThat(isOf(field.type(), value.get())).as(field + " " + value).isTrue();
        }
      }
    }
    matrix.saw(
        walk.action(),
        Cell.STATE,
        action.effects().stateFields().isEmpty() ? "declares none" : "yes");
  }

  private static boolean isOf(String type, Value value) {
    return switch (type) {
      case "string" -> value instanceof Value.Text;
      case "integer" -> value instanceof Value.Int;
      case "number" -> value instanceof Value.Int || value instanceof Value.Real;
      case "boolean" -> value instanceof Value.Bool;
      case "array" -> value instanceof Value.Items;
      case "object" -> value instanceof Value.Fields;
      default -> false;
    };
  }

  private void rollBack(Walk walk, Action action, Value.Fields decision) {
    var undo = grounds.agent("/v1/rollbacks", "{\"audit_id\": \"" + auditId(decision) + "\"}");
    assertThat(undo.object("decision").text("result")).as(undo.toString()).hasValue("allow");
    var run = execute(undo.object("decision"));
    assertThat(run.text("status")).as(run.toString()).hasValue("succeeded");
    assertThat(run.text("rollback_of")).hasValue(auditId(decision));
    var preview =
        (RollbackPreview.Ready)
            grounds.governor.previewRollback(auditId(decision), Caller.of(new AgentId("walker")));
    var decisive = action.effects().decisive();
    assertThat(preview.since().drift().fields())
        .as(walk.action())
        .filteredOn(field -> decisive.contains(field.name()))
        .isNotEmpty()
        .allSatisfy(field ->
            assertThat(field.standing())
                .as(field.toString())
                .isIn(Drift.Standing.UNDONE, Drift.Standing.UNTOUCHED));
    matrix.saw(walk.action(), Cell.ROLL_BACK, "yes");
  }

  private static String auditId(Value.Fields decision) {
    return decision.text("audit_id").orElseThrow();
  }
}
