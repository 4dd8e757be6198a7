package dev.agentsafe.executors.kubernetes;

import static dev.agentsafe.executors.kubernetes.ForwardTest.connect;
import static dev.agentsafe.executors.kubernetes.ForwardTest.ends;
import static dev.agentsafe.executors.kubernetes.ForwardTest.heard;
import static dev.agentsafe.executors.kubernetes.ForwardTest.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An open port ends by itself, and lets nobody through to what it cannot see. */
final class LocalForwardTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofMillis(10);

  private final Bench bench =
      new Bench(
          Shelf.STARTER.catalog(),
          Bench.text("objects.yaml") + Bench.text("ports-pod.yaml"),
          "objects-inventory.yaml");
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /** Runs that before the API hears of each connection to the pod. */
  private final BrokenLine api =
      new BrokenLine(bench.sandbox.api(), new Fault.Meanwhile(() -> meanwhile.get().run()));

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(Config.empty())
                  .withMasterUrl(api.address().toString())
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final CountDownLatch ended = new CountDownLatch(1);

  @AfterEach
  void close() {
    client.close();
    api.close();
    bench.close();
  }

  private LocalForward forward(Duration life, Duration pulse) throws IOException {
    return forward(life, pulse, ended::countDown);
  }

  private LocalForward forward(Duration life, Duration pulse, Runnable after) throws IOException {
    var pod = client.pods().inNamespace("shop").withName("ports").get();
    var line =
        new Line(client, new Place("demo", Kind.POD, "shop", "ports"), bench.callTimeout, () -> {});
    var lead = new LocalForward.Lead(line, pod.getMetadata().getUid(), 7, pulse);
    return new LocalForward(0, lead, life, after);
  }

  /** Nobody closes it here: neither a console that hangs nor its clock keeps it open. */
  @Test
  void itsOwnTimeEndsItAndWhoeverUsesIt() throws Exception {
    var forward = forward(Duration.ofMillis(100), LONG);
    try (var socket = connect(forward.port())) {
      forward.open();

      ended.await();

      assertThat(ends(socket)).isTrue();
      assertThat(forward.isOpen()).isFalse();
    }
  }

  @Test
  void whereThePodCannotBeReadNobodyIsLetInAndTheOthersStay() throws Exception {
    var forward = forward(LONG, LONG);
    forward.open();
    try (var inside = connect(forward.port())) {
      say(inside, "x");
      assertThat(heard(inside, 1)).isEqualTo("x");

      api.blind(500);

      try (var next = connect(forward.port())) {
        assertThat(ends(next)).isTrue();
      }
      assertThat(api.writes()).isEqualTo(1);
      say(inside, "y");
      assertThat(heard(inside, 1)).isEqualTo("y");
      assertThat(forward.broken()).isEmpty();
    } finally {
      forward.close();
    }
  }

  @Test
  void whereThePodCannotBeReadForLongThePortEnds() throws Exception {
    var forward = forward(LONG, SOON);
    api.blind(500);
    forward.open();

    ended.await();

    assertThat(forward.broken().orElseThrow()).contains("could not be read");
  }

  @Test
  void whoMayNotReadThePodAnyMoreHasNoPortToItEither() throws Exception {
    var forward = forward(LONG, SOON);
    forward.open();
    try (var inside = connect(forward.port())) {
      say(inside, "x");
      assertThat(heard(inside, 1)).isEqualTo("x");

      api.blind(403);

      assertThat(ends(inside)).isTrue();
      assertThat(forward.broken().orElseThrow()).contains("may not be read any more");
    }
  }

  /** Between the look and the connection another pod can take the name. */
  @Test
  void beforeThePodIsKnownAgainNothingGoesThroughAConnectionThatWasMade() throws Exception {
    var forward = forward(LONG, LONG);
    meanwhile.set(() -> api.blind(500));
    forward.open();
    try (var socket = connect(forward.port())) {
      say(socket, "x");

      assertThat(ends(socket)).isTrue();

      assertThat(api.writes()).isEqualTo(1);
      assertThat(forward.traffic().sent()).isZero();
    } finally {
      forward.close();
    }
  }

  /** A freeze that comes while it ends by itself has not returned before it has ended. */
  @Test
  void whoeverClosesItTooWaitsUntilItIsClosed() throws Exception {
    var held = new CountDownLatch(1);
    var closing = new CountDownLatch(1);
    var forward =
        forward(
            LONG,
            LONG,
            () -> {
              closing.countDown();
              awaited(held);
            });
    forward.open();
    var first = Thread.ofPlatform().start(forward::close);
    closing.await();

    var second = Thread.ofPlatform().start(forward::close);
    while (second.getState() != Thread.State.TIMED_WAITING && second.isAlive()) {
      Thread.onSpinWait();
    }

    assertThat(second.isAlive()).isTrue();
    held.countDown();
    first.join();
    second.join();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** After a freeze has returned nothing goes on to the pod, also what was read already. */
  @Test
  void whatIsCutCarriesNothingOn() throws Exception {
    var channels =
        new Channels(client, Paths.forward(new Place("demo", Kind.POD, "shop", "ports"), 7), LONG);

    channels.close();

    assertThatThrownBy(() -> channels.send(0, new byte[] {1}, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has ended");
  }
}
