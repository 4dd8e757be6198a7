package dev.agentsafe.executors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody but this program comes through to kubectl, and nothing of its own goes along. */
final class GateTest {
  private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  @TempDir private Path folder;
  private ServerSocketChannel kubectl = closed();
  private Gate gate = before(Path.of("nowhere"));
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile String answer = GOOD;
  private Thread serving = Thread.currentThread();

  private static Gate before(Path socket) {
    return Gate.before("demo", new Way(socket, () -> {}));
  }

  private static ServerSocketChannel closed() {
    try {
      var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      channel.close();
      return channel;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void open() throws IOException {
    gate.close();
    var socket = folder.resolve("s");
    kubectl = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    kubectl.bind(UnixDomainSocketAddress.of(socket));
    serving = Thread.startVirtualThread(this::serve);
    gate = before(socket);
  }

  @AfterEach
  void close() throws IOException {
    gate.close();
    kubectl.close();
  }

  private void serve() {
    while (kubectl.isOpen()) {
      try (var caller = kubectl.accept()) {
        var head = Head.read(new BufferedInputStream(Channels.newInputStream(caller)));
        head.ifPresent(h -> heard.add(new String(h.bytes(), StandardCharsets.ISO_8859_1)));
        Channels.newOutputStream(caller).write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }

  private String ask(String authorization, String more) throws IOException {
    try (var socket = caller()) {
      var request =
          "GET /api/v1/pods HTTP/1.1\r\nHost: 127.0.0.1:80\r\n" + authorization + more + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      // Cut off in the middle of what it said.
      return "";
    }
  }

  private Socket caller() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), gate.address().getPort());
  }

  private String own() {
    return "Authorization: Bearer " + gate.token() + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Authorization: Bearer \r\n", "Authorization: Bearer 0123\r\n", "X: y\r\n"})
  void whoDoesNotBringTheTokenIsNotLetThrough(String header) throws IOException {
    assertThat(ask(header, "")).startsWith("HTTP/1.1 401 ");
    assertThat(heard).isEmpty();
  }

  @Test
  void theTokenStaysHereAndTheRestPasses() throws IOException {
    var said = ask(own(), "Accept: a/b\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n");

    assertThat(said).isEqualTo(GOOD);
    assertThat(heard)
        .containsExactly(
            """
            GET /api/v1/pods HTTP/1.1\r
            Accept: a/b\r
            Host: localhost\r
            Connection: close\r
            \r
            """);
  }

  /** Such as where this program has too many files open for a moment. */
  @Test
  void somebodyWhoCannotBeLetInKeepsNobodyElseOut() throws IOException {
    var left = new AtomicInteger(3);
    gate.close();
    var server =
        new ServerSocket(0, 0, InetAddress.getLoopbackAddress()) {
          @Override
          public Socket accept() throws IOException {
            if (left.getAndDecrement() > 0) {
              throw new SocketException("Too many open files");
            }
            return super.accept();
          }
        };
    gate = behind(server, new Strangers(9, Duration.ofMinutes(1)));

    assertThat(ask(own(), "")).isEqualTo(GOOD);
    assertThat(left).hasNegativeValue();
  }

  @Test
  void silentStrangersKeepNobodyOut() throws IOException {
    gate.close();
    gate = behind(listening(), new Strangers(2, Duration.ofMinutes(1)));

    try (var first = caller();
        var second = caller()) {
      assertThat(ask(own(), "")).isEqualTo(GOOD);
      assertThat(first.getInputStream().read()).as("who came first goes first").isEqualTo(-1);
      second.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .as("who came later is still listened to")
          .startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void nobodyStaysWithoutSayingWhoTheyAre() throws IOException {
    gate.close();
    gate = behind(listening(), new Strangers(9, Duration.ofMillis(30)));

    try (var slow = caller()) {
      slow.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whatIsUnderWayStaysWithTheKubectlItBeganWith() throws Exception {
    var over = new CountDownLatch(1);
    var first = folder.resolve("first");
    try (var slow = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      slow.bind(UnixDomainSocketAddress.of(first));
      gate.leadTo(new Way(first, over::countDown));
      var address = gate.address();
      var said = CompletableFuture.supplyAsync(this::askInTheBackground);
      try (var caller = slow.accept()) {
        gate.leadTo(new Way(folder.resolve("s"), () -> {}));

        assertThat(ask(own(), "")).as("who comes from now on").isEqualTo(GOOD);
        assertThat(gate.address()).isEqualTo(address);
        assertThat(over.getCount()).as("it is needed still").isEqualTo(1);
        Channels.newOutputStream(caller)
            .write("HTTP/1.1 204 Slow\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(said.get(20, TimeUnit.SECONDS)).startsWith("HTTP/1.1 204 Slow");
      assertThat(over.await(20, TimeUnit.SECONDS)).as("nobody needs it any more").isTrue();
    }
  }

  private String askInTheBackground() {
    try {
      return ask(own(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Gate behind(ServerSocket server, Strangers strangers) {
    return new Gate("demo", new Way(folder.resolve("s"), () -> {}), server, strangers);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  @Test
  void aHeadWithoutEndOrLinesIsNotListenedTo() throws IOException {
    assertThat(ask(own(), "X: " + "y".repeat(70_000) + "\r\n")).isEmpty();
    assertThat(ask(own(), "no header\r\n")).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void whatKubectlSaysOfItselfBecomesAnAnswerOfTheApisKind() throws IOException {
    answer =
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            + "getting credentials: exec: executable /opt/aws failed with exit code 255";
    assertThat(ask(own(), ""))
        .startsWith("HTTP/1.1 424 ")
        .contains(Kubectl.NOT_SENT, "`/opt/aws`", "ended with code 255", "Nothing was sent");

    answer =
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nEOF";
    assertThat(ask(own(), ""))
        .startsWith("HTTP/1.1 502 ")
        .contains("lost the connection")
        .doesNotContain("Nothing was sent");
  }

  @Test
  void whatTheApiSaysIsNotTakenForKubectls() throws IOException {
    answer =
        "HTTP/1.1 500 Internal Server Error\r\nAudit-Id: 1\r\nContent-Type: text/plain\r\n\r\n"
            + "dial tcp 10.0.0.1:443: connect: connection refused";

    assertThat(ask(own(), "")).isEqualTo(answer);
  }

  @Test
  void whereKubectlHasGoneNothingWasSent() throws Exception {
    kubectl.close();
    // Until whoever waits for a caller has heard of that, one more is let in.
    serving.join();

    assertThat(ask(own(), "")).startsWith("HTTP/1.1 424 ").contains(Kubectl.NOT_SENT);
  }

  @Test
  void namesThatCouldBeMoreThanNamesAreNotRepeated() {
    var said =
        Complaint.of(
            "demo",
            "getting credentials: exec: executable $(a-secret)\u202e failed with exit code 1");

    assertThat(said.words()).contains("ended with code 1").doesNotContain("a-secret", "\u202e");
    assertThat(said.sent()).isFalse();
  }
}
