package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.LocalOperator;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import dev.agentsafe.core.yaml.Loaded;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people approved is done to what they were shown: where the cluster has changed since,
 * nothing is done to it.
 */
final class ApprovedStateTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop-prod/deployments/web";
  private static final Caller AGENT = Caller.of(new AgentId("deploy-bot"));
  private static final String RULES =
      """
      rules:
        - name: people-decide
          decision: %s
          reason: People decide
          match: {}
      """;

  @TempDir private Path folder = Path.of("");
  private final Bench bench = new Bench();

  @BeforeEach
  void settle() throws IOException {
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    write("agent-safe.yaml", "{registry: ./actions, policies: ./policies, inventory: i.yaml}\n");
    write("i.yaml", Bench.text("inventory.yaml"));
    var actions = Bench.text("actions.yaml").split("\n---\n", -1);
    for (int i = 0; i < actions.length; i++) {
      // What is wanted counts; how many are there by now moves by itself.
      write(
          "actions/" + i + ".yaml",
          actions[i].replace("{name: replicas, type: integer,", REQUIRED_REPLICAS));
    }
    write("policies/rules.yaml", RULES.formatted("require_approval"));
  }

  private static final String REQUIRED_REPLICAS = "{name: replicas, type: integer, required: true,";

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whatIsUnchangedIsDone() throws Exception {
    try (var governor = open(bench.sandbox.api())) {
      var ticket = governor.claim(approved(governor), AGENT).orElseThrow();
      assertThat(run(governor, ticket)).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(replicas()).isEqualTo(5);
    }
  }

  @Test
  void whatChangedBetweenApprovalAndTicketGetsNone() throws Exception {
    try (var governor = open(bench.sandbox.api())) {
      var id = approved(governor);
      somebodyElse("scale-deployment", Map.of("replicas", 9));
      assertThat(governor.claim(id, AGENT)).isEmpty();
      assertThat(governor.standing(id))
          .contains(
              new Standing.Denied(
                  "evidence_changed",
                  "The target has changed since people approved: `replicas` was 3 and is 9"));
      assertThat(replicas()).isEqualTo(9);
    }
  }

  @Test
  void whatChangedBetweenTicketAndRunIsNotTouched() throws Exception {
    try (var governor = open(bench.sandbox.api())) {
      var ticket = governor.claim(approved(governor), AGENT).orElseThrow();
      somebodyElse("scale-deployment", Map.of("replicas", 9));
      assertThat(run(governor, ticket))
          .isInstanceOfSatisfying(
              RunRecord.Skipped.class,
              s ->
                  assertThat(s.why())
                      .startsWith("evidence_changed: ")
                      .contains("`replicas` was 3 and is 9"));
      assertThat(replicas()).isEqualTo(9);
      assertThat(governor.redeem(ticket.token(), AGENT))
          .as("the ticket is spent all the same")
          .isInstanceOf(Governor.Redeemed.Refused.class);
    }
  }

  @Test
  void theSameHoldsForATicketThatOutlivesARestart() throws Exception {
    Ticket ticket;
    try (var governor = open(bench.sandbox.api())) {
      ticket = governor.claim(approved(governor), AGENT).orElseThrow();
    }
    somebodyElse("scale-deployment", Map.of("replicas", 9));
    try (var governor = open(bench.sandbox.api())) {
      assertThat(run(governor, ticket)).isInstanceOf(RunRecord.Skipped.class);
      assertThat(replicas()).isEqualTo(9);
    }
  }

  /** A new version of the object, its annotations and its counters are not what was approved. */
  @Test
  void whatMovesByItselfDoesNotCount() throws Exception {
    try (var governor = open(bench.sandbox.api())) {
      var id = approved(governor);
      var version = version();
      somebodyElse("restart-deployment", Map.of());
      assertThat(version()).isNotEqualTo(version);
      var ticket = governor.claim(id, AGENT).orElseThrow();
      somebodyElse("restart-deployment", Map.of());
      assertThat(run(governor, ticket)).isInstanceOf(RunRecord.Succeeded.class);
    }
  }

  @Test
  void whatCannotBeReadAgainIsNotTakenForUnchanged() throws Exception {
    ApprovalId id;
    try (var governor = open(bench.sandbox.api())) {
      id = approved(governor);
    }
    try (var held = nobody();
        var governor = open(URI.create("http://127.0.0.1:" + held.getLocalPort()))) {
      assertThat(governor.claim(id, AGENT)).isEmpty();
      assertThat(governor.standing(id).orElseThrow())
          .isInstanceOfSatisfying(
              Standing.Denied.class,
              d ->
                  assertThat(d.by() + ": " + d.reason())
                      .startsWith(
                          "evidence_changed: What the approvers were shown cannot be read"));
    }
  }

  @Test
  void rulesThatDenyByNowWinOverApprovalAndTicket() throws Exception {
    ApprovalId id;
    Ticket ticket;
    try (var governor = open(bench.sandbox.api())) {
      id = approved(governor);
      ticket = governor.claim(approved(governor), AGENT).orElseThrow();
    }
    write("policies/rules.yaml", RULES.formatted("deny"));
    try (var governor = open(bench.sandbox.api())) {
      assertThat(governor.claim(id, AGENT)).isEmpty();
      assertThat(governor.standing(id).orElseThrow())
          .isInstanceOfSatisfying(
              Standing.Denied.class, d -> assertThat(d.by()).isEqualTo("policy"));
      assertThat(governor.redeem(ticket.token(), AGENT))
          .isInstanceOfSatisfying(
              Governor.Redeemed.Refused.class,
              r -> assertThat(r.why()).contains("deny this by now"));
      assertThat(replicas()).isEqualTo(3);
    }
  }

  private Governor open(URI api) {
    var executor =
        new KubernetesExecutor(
            new KubernetesExecutor.Config(
                Map.of("demo", Connection.to(api)),
                Optional.empty(),
                Duration.ofSeconds(5),
                InstantSource.system()));
    return Governor.open(new Governor.Config(workspace(), List.of(executor), Clock.systemUTC()));
  }

  private Workspace workspace() {
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace>(var workspace, var warnings) -> workspace;
      case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  /** Where nobody listens: bound, so that nobody else takes the port meanwhile. */
  private static Socket nobody() throws IOException {
    var held = new Socket();
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return held;
  }

  private ApprovalId approved(Governor governor) {
    var id =
        governor
            .submit(
                new Submission(
                    new ActionName("scale-deployment"),
                    Optional.of(new TargetId("prod/web")),
                    Optional.of(AGENT),
                    Value.EMPTY.with("replicas", Value.of(5)),
                    Optional.empty()))
            .approval()
            .orElseThrow();
    while (governor.approval(id).orElseThrow().asked().evidence()
        instanceof Rehearsal.Outcome.Gathering) {
      LockSupport.parkNanos(200_000);
    }
    assertThat(
            governor.vote(
                LocalOperator.hand(governor.workspace(), Optional.empty()),
                id,
                Seen.of(governor.approval(id).orElseThrow()),
                Choice.approve("five"),
                Duration.ofSeconds(3)))
        .isInstanceOf(Voted.Counted.class);
    return id;
  }

  private void somebodyElse(String action, Map<String, Object> params) {
    assertThat(bench.run(action, "prod/web", params)).isInstanceOf(RunRecord.Succeeded.class);
  }

  private static RunRecord run(Governor governor, Ticket ticket) throws InterruptedException {
    var started = (Governor.Redeemed.Started) governor.redeem(ticket.token(), AGENT);
    return governor
        .awaitRun(started.run(), Duration.ofSeconds(20))
        .flatMap(r -> r.record())
        .orElseThrow();
  }

  private int replicas() {
    return bench.object(WEB, Deployment.class).getSpec().getReplicas();
  }

  private String version() {
    return bench.object(WEB, Deployment.class).getMetadata().getResourceVersion();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
