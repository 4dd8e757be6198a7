package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Forward;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.Ledger;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left open leads to the pod, to nothing else, and no longer than it may. */
final class ForwardTest {
  private static final Catalog CATALOG = Shelf.STARTER.catalog();

  private final Bench bench =
      new Bench(
          CATALOG,
          Bench.text("objects.yaml") + Bench.text("ports-pod.yaml"),
          "objects-inventory.yaml");
  private final List<Forward> left = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();

  @AfterEach
  void close() {
    bench.close();
  }

  private Order order(int port, Map<String, Object> more) {
    var params = new HashMap<>(more);
    params.put("pod", "ports");
    params.put("remote_port", port);
    return bench.order("port-forward", "prod/shop", params);
  }

  private RunRecord run(Order order) {
    var watch =
        new Runner.Watch(
            bench.progress::add,
            state -> Optional.empty(),
            Optional::empty,
            secrets -> {},
            this::keep);
    return new Runner(List.of(bench.executor()), InstantSource.system()).run(order, "n", watch);
  }

  private Optional<String> keep(Forward forward) {
    left.add(forward);
    refusal.ifPresent(why -> forward.close());
    return refusal;
  }

  private Value.Fields opened(int port) {
    var run = run(order(port, Map.of()));
    assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
    return (Value.Fields) ((RunRecord.Succeeded) run).output();
  }

  private static int port(Value.Fields output) {
    var address = output.textOrEmpty("address");
    assertThat(address).startsWith("127.0.0.1:");
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void bytesGoBothWaysAndNoneIsLostHoweverFastTheyCome() throws Exception {
    int port = port(opened(7));
    var bytes = new byte[2_000_000];
    new Random(7).nextBytes(bytes);

    try (var socket = connect(port)) {
      var back = new FutureTask<>(() -> socket.getInputStream().readNBytes(bytes.length));
      Thread.ofVirtual().start(back);
      socket.getOutputStream().write(bytes);
      assertThat(back.get()).isEqualTo(bytes);
    }
    assertThat(left)
        .singleElement()
        .satisfies(forward -> {
          assertThat(forward.traffic().connections()).isEqualTo(1);
          assertThat(forward.traffic().sent()).isEqualTo(bytes.length);
          assertThat(forward.traffic().received()).isEqualTo(bytes.length);
          assertThat(forward.leadsTo()).isEqualTo("pod shop/ports port 7");
        });
  }

  @Test
  void twoAreOpenAtOnceAndSeveralConnectionsGoThroughEach() throws Exception {
    int echo = port(opened(7));
    int http = port(opened(80));

    try (var one = connect(echo);
        var two = connect(echo);
        var three = connect(http)) {
      say(one, "one");
      say(two, "two");
      say(three, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(heard(two, 3)).isEqualTo("two");
      assertThat(heard(one, 3)).isEqualTo("one");
      assertThat(heard(three, 15)).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(left).hasSize(2).allMatch(f -> f.broken().isEmpty());
  }

  static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  static String heard(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
  }

  @Test
  void aFirstConnectionThatIsRefusedIsAFailureAndNothingStaysOpen() {
    var run = run(order(81, Map.of()));

    assertThat(((RunRecord.Failed) run).error())
        .contains("pod shop/ports port 81 takes no connections")
        .contains("connection refused");
    assertThat(left).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsRefusedBeforeAndAtTheTime() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var order = order(7, Map.of("local_port", taken.getLocalPort()));
      var rehearsed = bench.executor().rehearse(order);
      var run = run(order);

      assertThat(((Rehearsal.Outcome.NotPossible) rehearsed).why())
          .contains("port `" + taken.getLocalPort() + "` of this machine is taken");
      assertThat(((RunRecord.Skipped) run).why())
          .contains("Precheck `port-available` failed")
          .contains("name another");
    }
    assertThat(left).isEmpty();
  }

  @Test
  void theWantedPortIsOpenForTheWantedTimeAndShutAfterwards() {
    int port = free();
    var run = run(order(7, Map.of("local_port", port, "duration", 60)));

    var output = (Value.Fields) ((RunRecord.Succeeded) run).output();
    assertThat(port(output)).isEqualTo(port);
    assertThat(left.getFirst().life()).isEqualTo(Duration.ofMinutes(1));
    left.getFirst().close();
    assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
  }

  /** One below those that the system hands out to others meanwhile, each process its own. */
  private static int free() {
    int first = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
    for (int port = first; port < first + 1_000; port++) {
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        // Somebody has it; the next one.
      }
    }
    throw new AssertionError("no port is free");
  }

  @Test
  void whoeverUsesItWhenItIsClosedSeesTheEnd() throws Exception {
    int port = port(opened(7));
    try (var socket = connect(port)) {
      say(socket, "x");
      assertThat(heard(socket, 1)).isEqualTo("x");

      left.getFirst().close();

      assertThat(ends(socket)).isTrue();
    }
  }

  static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      // Reset: it has ended.
      return true;
    }
  }

  @Test
  void aPodThatDiesTakesThePortAlong() throws Exception {
    int port = port(opened(7));
    try (var socket = connect(port)) {
      say(socket, "x");
      assertThat(heard(socket, 1)).isEqualTo("x");

      bench.run("delete-pod", "prod/shop", Map.of("pod", "ports"));

      assertThat(ends(socket)).isTrue();
    }
    // Whoever comes next finds that out, where the end of the connection did not.
    try (var next = connect(port)) {
      assertThat(ends(next)).isTrue();
    } catch (IOException closed) {
      assertThat(left.getFirst().broken()).isPresent();
    }
    assertThat(left.getFirst().broken().orElseThrow()).startsWith("pod shop/ports ");
  }

  @Test
  void whatMustNotStayOpenIsAFailure() {
    refusal = Optional.of("All agents are frozen");

    var run = run(order(7, Map.of()));

    assertThat(((RunRecord.Failed) run).error())
        .isEqualTo("It must not stay open: All agents are frozen");
  }

  /** Of a port that was used nobody says that it did not happen. */
  @Test
  void itIsReadBackAsOpenAsClosedAndAfterItsProcessAsUnknown() {
    var order = order(7, Map.of());
    assertThat(readBack(order)).isInstanceOf(Readback.Open.class);
    run(order);

    assertThat(readBack(order)).isInstanceOf(Readback.Happened.class);
    left.getFirst().close();
    assertThat(readBack(order))
        .isEqualTo(new Readback.Happened("The port was open, and is closed."));
    bench.through(bench.sandbox.api());
    assertThat(readBack(order).words()).contains("`forward_opened`");
    assertThat(readBack(order)).isInstanceOf(Readback.Open.class);
  }

  private Readback readBack(Order order) {
    return bench.executor().readBack(order, Value.EMPTY);
  }

  @Test
  void whatWasNeverOpenedIsReadBackSo() {
    var order = order(81, Map.of());
    run(order);

    assertThat(readBack(order)).isInstanceOf(Readback.Absent.class);
  }

  @Test
  void anExecutorThatClosesLeavesNothingOpen() throws Exception {
    int port = port(opened(7));
    try (var socket = connect(port)) {
      say(socket, "x");
      assertThat(heard(socket, 1)).isEqualTo("x");
      bench.executor().close();
      assertThat(ends(socket)).isTrue();
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault.Answer(403, "no"),
        new Fault.Answer(404, "no"),
        new Fault.Answer(409, "no"),
        new Fault.Answer(429, "no"),
        new Fault.Answer(500, "no"),
        new Fault.DropBefore(),
        new Fault.HangAfter());
  }

  /**
   * Nothing is changed in the cluster, so that nothing can be doubled: a fault of the wire means
   * that nothing is opened, or that it could not be tried. A connection that is lost after it was
   * made, or half way, is one that hangs: nothing comes of it that could be half.
   */
  @ParameterizedTest
  @MethodSource("faults")
  void aFaultOfTheWireOpensNothingOrSaysThatItCouldNotBeTried(Fault fault) {
    try (var line = new BrokenLine(bench.sandbox.api(), fault)) {
      if (fault instanceof Fault.HangAfter) {
        // Waited for in full; the others answer, and must not fail for a slow machine.
        bench.callTimeout = Duration.ofMillis(700);
      }
      bench.through(line.address());

      var run = run(order(7, Map.of()));

      boolean refused = fault instanceof Fault.Answer(int code, var _) && code < 500;
      switch (run) {
        case RunRecord.Succeeded(var account, var output) -> {
          assertThat(refused).isFalse();
          assertThat(((Value.Fields) output).textOrEmpty("first_connection"))
              .startsWith("could not be tried: ")
              .doesNotContain("Exception");
        }
        case RunRecord.Failed failed -> {
          assertThat(refused).isTrue();
          assertThat(failed.error()).contains("takes no connections").doesNotContain("Exception");
          assertThat(left).isEmpty();
        }
        case RunRecord.Unknown unknown -> throw new AssertionError(unknown.why());
        case RunRecord.Skipped skipped -> throw new AssertionError(skipped.why());
      }
      Ledger.note("port-forward", "fault");
    }
  }
}
