package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.executors.Ledger;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * T16: every action that writes meets every fault of the wire. No effect is doubled, and what
 * nobody knows is never called a failure.
 */
@org.junit.jupiter.api.Order(1)
final class FaultTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop/deployments/web";
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** Read once for all benches. */
  private static final Catalog CATALOG = Shelf.STARTER.catalog();

  static Stream<Deed> deeds() {
    return Deed.all();
  }

  private static Bench bench() {
    var objects = Bench.text("objects.yaml") + Bench.text("tools-pod.yaml");
    var bench = new Bench(CATALOG, objects, "objects-inventory.yaml");
    bench.commands = new CommandRules(List.of(List.of("touch", "*")));
    return bench;
  }

  private static Bench bench(Deed deed) {
    var bench = bench();
    deed.first()
        .ifPresent(first -> {
          var order = bench.order(first.action(), first.target(), first.params());
          Round.done(bench, new Order(order.request(), "evt-000000000000", order.deadline()));
        });
    return bench;
  }

  /** How often something may be sent. */
  private record Range(int least, int most) {
    static final Range ONCE = new Range(1, 1);
  }

  /** A run through a wire that spoils what it writes. */
  private static RunRecord spoilt(Bench bench, Deed deed, Fault fault, Range writes) {
    try (var wire = deed.manner().between(bench.sandbox.api(), fault)) {
      bench.through(wire.address());
      var run = bench.run(deed.action(), deed.target(), deed.params());
      assertThat(wire.writes())
          .as("writes of " + deed + " at " + fault)
          .isBetween(writes.least(), writes.most());
      Ledger.note(deed.action(), "fault");
      return run;
    } finally {
      bench.through(bench.sandbox.api());
    }
  }

  private static void isUnknown(Bench bench, Deed deed, Fault fault, boolean done) {
    var run = spoilt(bench, deed, fault, Range.ONCE);
    assertThat(run).as(deed + " at " + fault).isInstanceOf(RunRecord.Unknown.class);
    assertThat(((RunRecord.Unknown) run).why())
        .doesNotContain("Exception")
        .doesNotContain("java.")
        .contains(deed.manner().words(done));
    assertThat(deed.happened().test(bench)).as(deed + " at " + fault).isEqualTo(done);
    var order = bench.order(deed.action(), deed.target(), deed.params());
    var found = bench.executor().readBack(order, run.account().before());
    assertThat(deed.manner().found(done))
        .as(deed + " at " + fault + " is read back as " + found)
        .contains(found.getClass());
  }

  private static void failed(Bench bench, Deed deed, Fault.Answer fault, Range writes) {
    var run = spoilt(bench, deed, fault, writes);
    assertThat(run).as(deed + " at " + fault).isInstanceOf(RunRecord.Failed.class);
    assertThat(((RunRecord.Failed) run).error())
        .doesNotContain("Exception")
        .doesNotContain("PATCH");
    assertThat(deed.happened().test(bench)).as(deed + " at " + fault).isFalse();
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void whatTheApiNeverDidIsAFailureOrUnknownAndIsNotTriedAgain(Deed deed) {
    try (var bench = bench(deed)) {
      assertThat(deed.happened().test(bench)).isFalse();
      isUnknown(bench, deed, new Fault.DropBefore(), false);
      isUnknown(bench, deed, new Fault.Answer(500, "etcd is slow"), false);
      failed(bench, deed, new Fault.Answer(403, "agent-safe may not"), Range.ONCE);
      failed(bench, deed, new Fault.Answer(422, "an admission hook refuses it"), Range.ONCE);
      slow(bench, deed);
      isUnknown(bench, deed, new Fault.DropAfter(), true);
    }
  }

  /** Only an eviction is asked for again: 429 is how the API says that a budget holds it back. */
  private static void slow(Bench bench, Deed deed) {
    var fault = new Fault.Answer(429, "slow down");
    if (deed.manner() == Deed.Manner.EVICTS) {
      var patience = bench.deadline;
      bench.deadline = Duration.ofMillis(600);
      failed(bench, deed, fault, new Range(2, 60));
      bench.deadline = patience;
    } else {
      failed(bench, deed, fault, Range.ONCE);
    }
  }

  /** A conflict is a refusal: the change is made anew for what is there, a few times at most. */
  @ParameterizedTest
  @MethodSource("deeds")
  void aConflictThatNeverEndsIsAFailureAndNothingIsDone(Deed deed) {
    try (var bench = bench(deed);
        var wire = deed.manner().between(bench.sandbox.api(), new Fault.Answer(409, "modified"))) {
      boolean asksAgain = deed.manner() == Deed.Manner.EVICTS;
      bench.deadline = asksAgain ? Duration.ofMillis(600) : bench.deadline;
      bench.through(wire.address());
      var run = bench.run(deed.action(), deed.target(), deed.params());

      assertThat(run).isInstanceOf(RunRecord.Failed.class);
      assertThat(((RunRecord.Failed) run).error()).contains(deed.manner().conflict());
      assertThat(wire.writes()).isBetween(1, asksAgain ? 60 : 5);
      assertThat(deed.happened().test(bench)).isFalse();
    }
  }

  /** Several at once, because each waits for an answer that does not come. */
  @Test
  void anAnswerThatHangsOrComesInHalfIsUnknownAtTheDeadline() throws Exception {
    try (var threads = Executors.newFixedThreadPool(14, Thread.ofVirtual().factory())) {
      var looks = new ArrayList<Future<?>>();
      for (var fault : List.of(new Fault.HangAfter(), new Fault.HalfAnAnswer())) {
        Deed.all().forEach(deed -> looks.add(threads.submit(() -> hangs(deed, fault))));
      }
      for (var look : looks) {
        look.get();
      }
    }
  }

  private static void hangs(Deed deed, Fault fault) {
    try (var bench = bench(deed)) {
      bench.callTimeout = SHORT;
      if (deed.manner() == Deed.Manner.COMMANDS) {
        // A command may take as long as the deadline lets it.
        bench.deadline = SHORT;
      }
      isUnknown(bench, deed, fault, true);
    }
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
    try (var bench = bench()) {
      var fault = new Fault.Meanwhile(() -> merge(bench, "{\"spec\":{\"replicas\":7}}"));
      var run = spoilt(bench, Deed.all().findFirst().orElseThrow(), fault, Range.ONCE);

      assertThat(((RunRecord.Failed) run).error()).contains("changed meanwhile; nothing was done");
      assertThat(bench.object(WEB, Deployment.class).getSpec().getReplicas()).isEqualTo(7);
    }
  }

  @Test
  void aNewerVersionThatDiffersInNothingThatMattersIsNoObstacle() {
    try (var bench = bench()) {
      var once = new AtomicBoolean();
      var fault =
          new Fault.Meanwhile(() -> {
            if (once.compareAndSet(false, true)) {
              merge(bench, "{\"metadata\":{\"annotations\":{\"somebody\":\"else\"}}}");
            }
          });
      try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
        bench.through(wire.address());
        assertThat(bench.run("scale-deployment", "prod/web", Map.of("replicas", 3)))
            .isInstanceOf(RunRecord.Succeeded.class);
      }
      var annotations = bench.object(WEB, Deployment.class).getMetadata().getAnnotations();
      assertThat(annotations).containsKeys("somebody", "agent-safe.dev/audit-id");
    }
  }

  /** Whatever was made meanwhile under the name is another's. */
  @Test
  void whatSomebodyElseMadeMeanwhileIsNotTakenForOurs() {
    try (var bench = bench()) {
      var fault =
          new Fault.Meanwhile(() ->
              send(
                  bench,
                  "POST",
                  "/api/v1/namespaces",
                  "application/json",
                  "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"new\"}}"));
      var make =
          Deed.all().filter(d -> d.action().equals("create-namespace")).findFirst().orElseThrow();
      var run = spoilt(bench, make, fault, Range.ONCE);

      assertThat(((RunRecord.Failed) run).error()).contains("changed meanwhile; nothing was done");
      assertThat(make.happened().test(bench)).isFalse();
    }
  }

  /** What was deleted and made anew under its name is another object, and stays. */
  @Test
  void whatTookThePlaceOfTheObjectMeanwhileIsNotDeleted() {
    try (var bench = bench()) {
      var path = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
      var fault =
          new Fault.Meanwhile(() -> {
            send(bench, "DELETE", path + "/web-in", "application/json", "{}");
            send(
                bench,
                "POST",
                path,
                "application/json",
                "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":"
                    + "{\"name\":\"web-in\",\"namespace\":\"shop\"},\"spec\":{\"podSelector\":{}}}");
          });
      var delete =
          Deed.all().filter(d -> "none".equals(d.params().get("policy"))).findFirst().orElseThrow();
      var run = spoilt(bench, delete, fault, Range.ONCE);

      assertThat(((RunRecord.Failed) run).error()).contains("changed meanwhile; nothing was done");
      assertThat(delete.happened().test(bench)).isFalse();
    }
  }

  @Test
  void anApiThatTakesNoConnectionsIsAFailure() {
    try (var bench = bench()) {
      bench.sandbox.close();
      var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 3));

      assertThat(((RunRecord.Failed) run).error())
          .contains("Cluster `demo` could not be read: it does not take connections");
    }
  }

  private static void merge(Bench bench, String patch) {
    send(bench, "PATCH", WEB, "application/merge-patch+json", patch);
  }

  private static void send(Bench bench, String method, String path, String type, String body) {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(bench.sandbox.api().resolve(path))
              .header("Content-Type", type)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
