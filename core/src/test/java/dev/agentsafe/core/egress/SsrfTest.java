package dev.agentsafe.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T15: whatever a URL is made to look like, nothing is connected to that may not be. */
final class SsrfTest {
  private static final Map<String, List<String>> NAMES = names();

  private final List<SocketAddress> connections = new CopyOnWriteArrayList<>();
  private final Peer peer = Peer.saying(Peer.answer("200 OK", "here"));

  /** A line of the corpus. */
  private record Attempt(String kind, String url) {}

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void nothingOfTheCorpusIsConnectedTo() throws IOException {
    var corpus = corpus();
    var wrong = new ArrayList<String>();
    for (var attempt : corpus) {
      for (var reach : reaches(attempt)) {
        try (var egress = egress(reach)) {
          var answer = egress.send(Call.get(attempt.url()));
          if (!(answer instanceof Answer.Refused)) {
            wrong.add(attempt + " got " + answer);
          }
        }
      }
    }

    assertThat(corpus).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
    assertThat(wrong).isEmpty();
    assertThat(connections).isEmpty();
    assertThat(peer.connections()).isZero();
  }

  @Test
  void aUrlOfTheRightFormIsReadSoThatAddressesAndSitesAreWhatStopsTheRest() throws IOException {
    for (var attempt : corpus()) {
      assertThat(Destination.parse(attempt.url()))
          .as("%s", attempt)
          .isInstanceOf(
              attempt.kind().equals("form")
                  ? Destination.Read.Bad.class
                  : Destination.Read.Good.class);
    }
  }

  @Test
  void whatIsAllowedIsReached() {
    var here = peer.site();
    try (var egress = egress(new Reach(Set.of(here), List.of()))) {
      assertThat(egress.send(Call.get("http://" + here + "/hook")))
          .isInstanceOfSatisfying(
              Answer.Received.class, a -> assertThat(a.status()).isEqualTo(200));
    }

    assertThat(peer.requests()).hasSize(1);
    assertThat(connections).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
  void aRedirectIsAnAnswerAndIsNotFollowed(int status) throws IOException {
    for (var attempt : corpus()) {
      if (attempt.url().chars().allMatch(c -> c >= ' ')) {
        var moved =
            "HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                .formatted(status, attempt.url());
        try (var sly = Peer.saying(moved);
            var egress = egress(new Reach(Set.of(sly.site(), peer.site()), List.of()))) {
          assertThat(egress.send(Call.get(sly.url("/"))))
              .isInstanceOfSatisfying(
                  Answer.Received.class, a -> assertThat(a.status()).isEqualTo(status));
          assertThat(sly.requests()).hasSize(1);
        }
      }
    }

    assertThat(peer.connections()).isZero();
  }

  @Test
  void aPublicNameIsConnectedToAtTheAddressThatWasChecked() {
    try (var egress = egress(new Reach(Set.of("allowed.example:443"), List.of()))) {
      egress.send(Call.get("https://allowed.example/"));
    }

    assertThat(connections)
        .singleElement()
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("93.184.216.34"), 443));
  }

  @Test
  void aNameThatAnswersDifferentlyTheSecondTimeGainsNothing() {
    var asked = new AtomicInteger();
    Resolver rebinding =
        host ->
            List.of(
                InetAddress.ofLiteral(
                    asked.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1"));
    try (var egress = egress(new Reach(Set.of("rebind.example:443"), List.of()), rebinding)) {
      egress.send(Call.get("https://rebind.example/"));
      assertThat(asked).hasValue(1);
      assertThat(connections)
          .singleElement()
          .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("93.184.216.34"), 443));

      assertThat(egress.send(Call.get("https://rebind.example/")))
          .isInstanceOf(Answer.Refused.class);
    }
    assertThat(connections).hasSize(1);
  }

  @Test
  void privateRangesAreReachedOnlyWhereTheirNetworkIsNamed() {
    var site = Set.of("vault.internal:443");
    var other = Network.parse("10.21.0.0/16").orElseThrow();
    var own = Network.parse("10.20.0.0/16").orElseThrow();
    var call = Call.get("https://vault.internal/");
    try (var egress = egress(new Reach(site, List.of(other)))) {
      assertThat(egress.send(call)).isInstanceOf(Answer.Refused.class);
    }
    assertThat(connections).isEmpty();

    try (var egress = egress(new Reach(site, List.of(own)))) {
      egress.send(call);
    }
    assertThat(connections)
        .singleElement()
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("10.20.0.8"), 443));
  }

  @Test
  void linkAndMetadataAreNotReachedEvenWhereTheirNetworkIsNamed() {
    var everything =
        List.of(Network.parse("0.0.0.0/0").orElseThrow(), Network.parse("::/0").orElseThrow());
    for (var host : List.of("169.254.169.254", "[fd00:ec2::254]", "to-metadata.example")) {
      try (var egress = egress(new Reach(Set.of(host + ":443"), everything))) {
        assertThat(egress.send(Call.get("https://" + host + "/")))
            .isInstanceOf(Answer.Refused.class);
      }
    }
    assertThat(connections).isEmpty();
  }

  /** The workspace's own reach; for what is wrong by its address, also one that names its site. */
  private static List<Reach> reaches(Attempt attempt) {
    var own = new Reach(Set.of("allowed.example:443"), List.of());
    return attempt.kind().equals("address")
            && Destination.parse(attempt.url()) instanceof Destination.Read.Good(var destination)
        ? List.of(own, Reach.only(destination))
        : List.of(own);
  }

  private Egress egress(Reach reach) {
    return egress(reach, SsrfTest::resolve);
  }

  private Egress egress(Reach reach, Resolver resolver) {
    return new Egress(
        new Egress.Config(reach, Egress.Limits.USUAL, Trust.system(), resolver), Noted::new);
  }

  /** Notes what is connected to; only this machine really is. */
  private final class Noted extends Socket {
    Noted() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      connections.add(endpoint);
      if (endpoint instanceof InetSocketAddress a && a.getAddress().isLoopbackAddress()) {
        super.connect(endpoint, timeout);
      } else {
        throw new ConnectException("no test goes there");
      }
    }
  }

  /** Where a URL of the corpus leads, for other ways out than HTTP. */
  record Way(String url, Reach reach) {}

  /**
   * The corpus with its reaches, for who sends in other rooms.
   *
   * @param port of a server on this machine that must not be reached
   */
  static List<Way> ways(int port) throws IOException {
    return corpus(port).stream()
        .flatMap(attempt -> reaches(attempt).stream().map(reach -> new Way(attempt.url(), reach)))
        .toList();
  }

  /**
   * Reaches that, with the names of the corpus; none of them is public, so that none is reached.
   */
  static Egress.Config config(Reach reach) {
    return new Egress.Config(
        reach,
        Egress.Limits.USUAL,
        Trust.system(),
        host ->
            host.equals("allowed.example")
                ? List.of(InetAddress.ofLiteral("192.0.2.1"))
                : resolve(host));
  }

  private List<Attempt> corpus() throws IOException {
    return corpus(peer.port());
  }

  private static List<Attempt> corpus(int port) throws IOException {
    try (var in = SsrfTest.class.getResourceAsStream("ssrf.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> attempt(line, port))
          .toList();
    }
  }

  private static Attempt attempt(String line, int port) {
    var space = line.indexOf(' ');
    var url =
        line.substring(space + 1)
            .replace("{port}", String.valueOf(port))
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\0", "\0");
    return new Attempt(
        line.substring(0, space),
        java.util.regex.Pattern.compile("\\\\u([0-9a-f]{4})")
            .matcher(url)
            .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16))));
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    var addresses = NAMES.get(host);
    if (addresses != null) {
      return addresses.stream().map(InetAddress::ofLiteral).toList();
    }
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      throw new UnknownHostException(host);
    }
  }

  private static Map<String, List<String>> names() {
    var names = new HashMap<String, List<String>>();
    for (var line :
        """
        allowed.example 93.184.216.34
        localhost 93.184.216.34
        to-loopback.example 127.0.0.1
        to-loopback6.example ::1
        to-any.example 0.0.0.0
        to-any6.example ::
        to-private.example 10.0.0.7
        to-private172.example 172.20.0.7
        to-private192.example 192.168.1.1
        to-metadata.example 169.254.169.254
        to-mapped.example ::ffff:169.254.169.254
        to-link6.example fe80::1
        to-unique6.example fd12:3456::1
        to-awsmeta6.example fd00:ec2::254
        to-cgnat.example 100.64.1.1
        to-multicast.example 224.0.0.251
        to-broadcast.example 255.255.255.255
        to-nat64.example 64:ff9b::a9fe:a9fe
        to-6to4.example 2002:7f00:1::
        to-mixed.example 10.0.0.7 93.184.216.34
        to-mixed-last.example 93.184.216.34 10.0.0.7
        to-mixed6.example 93.184.216.34 ::1
        localhost.example 127.0.0.1
        127.0.0.1.nip.example 127.0.0.1
        metadata.google.internal 169.254.169.254
        kubernetes.default.svc 10.96.0.1
        vault.internal 10.20.0.8
        """
            .lines()
            .toList()) {
      var words = Arrays.asList(line.split(" "));
      names.put(words.getFirst(), words.subList(1, words.size()));
    }
    return names;
  }
}
