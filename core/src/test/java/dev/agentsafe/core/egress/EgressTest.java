package dev.agentsafe.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outgoing requests hold their limits whatever the other side does. */
final class EgressTest {
  @TempDir Path folder;

  @Test
  void whatIsSentArrivesWithFixedHeaders() {
    try (var peer = Peer.saying(Peer.answer("201 Created", "done"));
        var egress = to(peer)) {
      var call =
          Call.post(peer.url("/in?a=1"), "application/json", "{}".getBytes(StandardCharsets.UTF_8))
              .with("Authorization", "Bearer x");

      assertThat(egress.send(call))
          .isInstanceOfSatisfying(
              Answer.Received.class,
              answer -> {
                assertThat(answer.status()).isEqualTo(201);
                assertThat(answer.isSuccess()).isTrue();
                assertThat(answer.text()).isEqualTo("done");
              });
      assertThat(peer.requests())
          .singleElement()
          .satisfies(request -> {
            assertThat(request.head()).startsWith("POST /in?a=1 HTTP/1.1\r\n");
            assertThat(request.header("Host")).isEqualTo(peer.site());
            assertThat(request.header("Authorization")).isEqualTo("Bearer x");
            assertThat(request.header("Content-Type")).isEqualTo("application/json");
            assertThat(request.header("User-Agent")).isEqualTo("agent-safe");
            assertThat(request.header("Accept-Encoding")).isEmpty();
            assertThat(request.body()).isEqualTo("{}");
          });
    }
  }

  @Test
  void aConnectionIsUsedAgain() {
    try (var peer = Peer.saying(Peer.answer("200 OK", "x"));
        var egress = to(peer)) {
      egress.send(Call.get(peer.url("/1")));
      egress.send(Call.get(peer.url("/2")));

      assertThat(peer.requests()).hasSize(2);
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void aCookieIsNotSentBack() {
    var answer = "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n";
    try (var peer = Peer.saying(answer);
        var egress = to(peer)) {
      egress.send(Call.get(peer.url("/")));
      egress.send(Call.get(peer.url("/")));

      assertThat(peer.requests()).hasSize(2).allMatch(r -> r.header("Cookie").isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "connection",
        "Transfer-Encoding",
        "Content-Length",
        "Proxy-Authorization",
        "X-Forwarded-For",
        "Cookie",
        "Upgrade",
        "Expect",
        "Bad Name",
        "Bad\r\nName",
        "",
        "Näme"
      })
  void headersThatSteerTheConnectionAreNotTheCallers(String name) {
    try (var peer = Peer.saying(Peer.answer("200 OK", ""));
        var egress = to(peer)) {
      assertThat(egress.send(Call.get(peer.url("/")).with(name, "x")))
          .isInstanceOf(Answer.Refused.class);
      assertThat(peer.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret\r\nX: y",
        "secret\nb",
        "secret\rb",
        "secret\0",
        "secrété",
        " secret",
        "secret ",
        "secret\u007f",
        ""
      })
  void aHeaderIsOneLineOfAsciiAndItsValueIsNotTold(String value) {
    try (var peer = Peer.saying(Peer.answer("200 OK", ""));
        var egress = to(peer)) {
      assertThat(egress.send(Call.get(peer.url("/")).with("X-Note", value)))
          .isInstanceOfSatisfying(
              Answer.Refused.class, r -> assertThat(r.why()).doesNotContain("secr"));
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void anAnswerThatIsTooLongCountsAsNone() {
    var endless =
        Peer.plain((request, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(new byte[8192]);
          }
        });
    try (endless;
        var egress = to(endless)) {
      assertThat(egress.send(Call.get(endless.url("/"))))
          .isInstanceOfSatisfying(
              Answer.Unanswered.class,
              a -> {
                assertThat(a.why()).contains("longer than 1048576 bytes");
                assertThat(a.sent()).isTrue();
              });
    }
  }

  @Test
  void aHeadThatDoesNotEndCountsAsNone() {
    var endless =
        Peer.plain((request, out) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write("X-More: x\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        });
    try (endless;
        var egress = to(endless)) {
      assertThat(egress.send(Call.get(endless.url("/")))).isInstanceOf(Answer.Unanswered.class);
    }
  }

  @Test
  void anAnswerInDropsEndsAtTheLimit() {
    var drops =
        Peer.plain((request, out) -> {
          while (true) {
            out.write('H');
            out.flush();
            TimeUnit.MILLISECONDS.sleep(20);
          }
        });
    try (drops;
        var egress = egress(drops.site(), Duration.ofMillis(300), Trust.system())) {
      assertThat(egress.send(Call.get(drops.url("/"))))
          .isInstanceOfSatisfying(
              Answer.Unanswered.class,
              a -> {
                assertThat(a.sent()).isTrue();
                assertThat(a.why()).contains("did not answer within 0.3 seconds");
              });
    }
  }

  @Test
  void aNameServerThatHangsEndsAtTheLimit() {
    var never = new CountDownLatch(1);
    Resolver hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of(InetAddress.getLoopbackAddress());
        };
    var reach = new Reach(Set.of("slow.example:443"), List.of());
    var limits = new Egress.Limits(Duration.ofMillis(200), 1024);
    try (var egress = new Egress(new Egress.Config(reach, limits, Trust.system(), hanging))) {
      assertThat(egress.send(Call.get("https://slow.example/")))
          .isInstanceOfSatisfying(Answer.Unanswered.class, a -> assertThat(a.sent()).isFalse());
    } finally {
      never.countDown();
    }
  }

  @Test
  void whereNobodyListensNothingWasSent() throws Exception {
    // Bound, so that nobody else takes the port meanwhile, and not listening.
    try (var held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var site = "127.0.0.1:" + held.getLocalPort();
      try (var egress = egress(site, Duration.ofSeconds(20), Trust.system())) {
        assertThat(egress.send(Call.get("http://" + site + "/")))
            .isInstanceOfSatisfying(Answer.Unanswered.class, a -> assertThat(a.sent()).isFalse());
      }
    }
  }

  @Test
  void aConnectionDroppedAfterTheRequestMayHaveDelivered() {
    try (var peer =
            Peer.plain((request, out) -> {
              out.close();
            });
        var egress = to(peer)) {
      assertThat(egress.send(Call.get(peer.url("/"))))
          .isInstanceOfSatisfying(Answer.Unanswered.class, a -> assertThat(a.sent()).isTrue());
      assertThat(peer.requests()).hasSize(1);
    }
  }

  @Test
  void certificatesAreChecked() throws Exception {
    var good = Certificate.of(folder, "dns:localhost,ip:127.0.0.1");
    var other = Certificate.of(folder, "dns:elsewhere.example");
    assertThat(overTls(good, good.believed())).isInstanceOf(Answer.Received.class);

    assertThat(overTls(good, Trust.system()))
        .isInstanceOfSatisfying(Answer.Unanswered.class, a -> assertThat(a.sent()).isFalse());
    assertThat(overTls(good, other.believed())).isInstanceOf(Answer.Unanswered.class);
    assertThat(overTls(other, other.believed()))
        .as("a trusted certificate of another name")
        .isInstanceOfSatisfying(Answer.Unanswered.class, a -> assertThat(a.sent()).isFalse());
  }

  private static Answer overTls(Certificate shown, SSLContext trust) throws Exception {
    try (var peer =
            new Peer(
                shown.shown().getServerSocketFactory(),
                (request, out) ->
                    out.write(Peer.answer("200 OK", "").getBytes(StandardCharsets.US_ASCII)));
        var egress = egress(peer.site(), Duration.ofSeconds(20), trust)) {
      return egress.send(Call.get("https://" + peer.site() + "/"));
    }
  }

  private static Egress to(Peer peer) {
    return egress(peer.site(), Duration.ofSeconds(20), Trust.system());
  }

  private static Egress egress(String site, Duration time, SSLContext trust) {
    return new Egress(
        new Egress.Config(
            new Reach(Set.of(site), List.of()),
            new Egress.Limits(time, 1 << 20),
            trust,
            Resolver.system()));
  }
}
