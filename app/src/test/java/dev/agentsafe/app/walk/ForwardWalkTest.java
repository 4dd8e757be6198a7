package dev.agentsafe.app.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.app.Main;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Ports that agents leave open, through gateway, ticket, runner and journal, with real bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForwardWalkTest {
  private static final Operator ANNA =
      new Operator(new OperatorId("anna"), "Anna", List.of("operator"), List.of());

  @TempDir private static Path folder;
  private Grounds grounds;

  @BeforeAll
  void begin() throws Exception {
    grounds = new Grounds(folder.resolve("ws"));
  }

  @AfterAll
  void end() {
    grounds.close();
  }

  /** The execution that left a port of the pod open. */
  private Value.Fields opened(String pod, int port, int seconds) {
    var walk =
        new Walk(
            "port-forward",
            "shop",
            "{\"pod\": \"%s\", \"remote_port\": %d, \"duration\": %d}"
                .formatted(pod, port, seconds));
    var decision = grounds.agent("/v1/check", walk.request());
    var ticket = decision.object("ticket").text("token").orElseThrow();
    var begun = grounds.agent("/v1/executions", "{\"ticket\": \"" + ticket + "\"}");
    var run =
        grounds.agent("/v1/executions/" + begun.text("run_id").orElseThrow() + "?wait=60", "");
    assertThat(run.text("status")).as(run.toString()).hasValue("succeeded");
    return run;
  }

  private static String id(Value.Fields run) {
    return run.textOrEmpty("run_id");
  }

  /** Where the agent is told to go. */
  private static Socket connect(Value.Fields run) throws IOException {
    var address = run.object("result").textOrEmpty("address");
    assertThat(address).startsWith("127.0.0.1:");
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String echoed(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
  }

  private static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      // Reset: it has ended.
      return true;
    }
  }

  private List<Value.Fields> listed() {
    return grounds.operator("/v1/operator/forwards", "").objects("forwards");
  }

  private AuditEntry closing(Value.Fields run) {
    await(() -> entries(run).size() == 2);
    return entries(run).getLast();
  }

  private List<AuditEntry> entries(Value.Fields run) {
    var found = new ArrayList<AuditEntry>();
    grounds.governor.history(
        0,
        entry -> {
          var type = entry.chain().type();
          if ((type.equals(EntryType.FORWARD_OPENED) || type.equals(EntryType.FORWARD_CLOSED))
              && entry.context().text("run_id").orElse("").equals(id(run))) {
            found.add(entry);
          }
        });
    return found;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void theAgentSpeaksWithThePodThroughTwoAtOnceAndPeopleSeeWhatGoesThrough() throws Exception {
    var pod = grounds.pod("web");
    var echo = opened(pod, 7, 60);
    var http = opened(pod, 80, 60);
    try (var one = connect(echo);
        var two = connect(http)) {
      assertThat(echoed(one, "hello pod")).isEqualTo("hello pod");
      two.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(two.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");

      await(() ->
          listed().stream()
              .allMatch(f -> !f.get("bytes_received").equals(java.util.Optional.of(Value.of(0)))));
      assertThat(listed())
          .filteredOn(f -> f.textOrEmpty("run_id").equals(id(echo)))
          .singleElement()
          .satisfies(f -> {
            assertThat(f.text("caller")).hasValue("walker");
            assertThat(f.text("leads_to")).hasValue("pod shop/" + pod + " port 7");
            assertThat(f.get("bytes_sent")).hasValue(Value.of(9));
            assertThat(f.get("bytes_received")).hasValue(Value.of(9));
            assertThat(f.get("connections")).hasValue(Value.of(1));
          });

      var stopped =
          grounds.operator(
              "/v1/operator/executions/" + id(echo) + "/stop", "{\"reason\": \"enough\"}");

      assertThat(stopped.object("forward").text("closed").orElseThrow()).contains("enough");
      assertThat(ends(one)).isTrue();
      assertThatThrownBy(() -> connect(echo)).isInstanceOf(IOException.class);
      assertThat(closing(echo).context().text("end")).hasValue("stopped");
      assertThat(listed())
          .singleElement()
          .satisfies(f -> assertThat(f.textOrEmpty("run_id")).isEqualTo(id(http)));
    }
    assertThat(grounds.takeBack(id(http)).object("forward").text("closed")).isPresent();
    assertThat(closing(http).context().text("by")).hasValue("walker");
  }

  /** A command of the operator, which goes through the gateway that runs. */
  private static String said(int status, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("ws").toString()));
    var out = new ByteArrayOutputStream();
    var to = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(all.toArray(String[]::new), to, to)).isEqualTo(status);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theCommandLineListsItAndClosesIt() throws Exception {
    var pod = grounds.pod("web");
    var run = opened(pod, 7, 60);
    var address = run.object("result").textOrEmpty("address");

    assertThat(said(0, "runner", "forwards"))
        .contains(address + " -> pod shop/" + pod + " port 7 (" + id(run) + ")")
        .contains("walker, target shop");
    assertThat(said(0, "runner", "stop", id(run), "--reason", "enough of it"))
        .contains("closed: Stopped by")
        .contains("enough of it");
    assertThat(said(1, "runner", "stop", id(run), "--reason", "again")).contains("no port open");
    assertThat(closing(run).context().text("end")).hasValue("stopped");
    assertThat(said(0, "runner", "forwards")).doesNotContain(address);
  }

  @Test
  void itsTimeEndsIt() throws Exception {
    var run = opened(grounds.pod("web"), 7, 30);
    try (var socket = connect(run)) {
      assertThat(echoed(socket, "x")).isEqualTo("x");

      grounds.clock.advance(Duration.ofSeconds(30));

      assertThat(ends(socket)).isTrue();
      assertThat(closing(run).context().text("end")).hasValue("expired");
    }
  }

  @Test
  void aPodThatDiesEndsIt() throws Exception {
    var pod = grounds.pod("web");
    var run = opened(pod, 7, 60);
    try (var socket = connect(run)) {
      assertThat(echoed(socket, "x")).isEqualTo("x");
      var walk = new Walk("delete-pod", "shop", "{\"pod\": \"" + pod + "\"}");
      var ticket =
          grounds.agent("/v1/check", walk.request()).object("ticket").text("token").orElseThrow();
      grounds.agent("/v1/executions", "{\"ticket\": \"" + ticket + "\"}");

      assertThat(ends(socket)).isTrue();
      assertThat(closing(run).context().text("end")).hasValue("broken");
      assertThat(closing(run).ruling().reason()).startsWith("pod shop/" + pod);
    }
  }

  @Test
  void aFreezeEndsItBeforeItReturns() throws Exception {
    var run = opened(grounds.pod("web"), 7, 60);
    try (var socket = connect(run)) {
      assertThat(echoed(socket, "x")).isEqualTo("x");

      grounds.governor.holds().freeze(ANNA, "look first");
      grounds.governor.holds().unfreeze(ANNA, "looked");

      assertThat(entries(run).getLast().context().text("end")).hasValue("held");
      assertThat(ends(socket)).isTrue();
      assertThatThrownBy(() -> connect(run)).isInstanceOf(IOException.class);
    }
  }
}
