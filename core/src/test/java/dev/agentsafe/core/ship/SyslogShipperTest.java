package dev.agentsafe.core.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Certificate;
import dev.agentsafe.core.egress.Dial;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.egress.Resolver;
import dev.agentsafe.core.egress.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syslog messages are framed by their length, hold the line, and count once the receiver ends. */
final class SyslogShipperTest {
  @TempDir Path folder;

  /** Reads one connection to its end, then closes it; or drops it after some bytes. */
  private static final class Collector implements AutoCloseable {
    private final ServerSocket server;
    private final CompletableFuture<byte[]> got = new CompletableFuture<>();

    Collector(ServerSocketFactory sockets, int dropAfter) throws IOException {
      server = sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(() -> {
            try (var socket = server.accept()) {
              var in = socket.getInputStream();
              if (dropAfter > 0) {
                got.complete(in.readNBytes(dropAfter));
                socket.setSoLinger(true, 0);
              } else {
                got.complete(in.readAllBytes());
              }
            } catch (IOException e) {
              got.completeExceptionally(e);
            }
          });
    }

    int port() {
      return server.getLocalPort();
    }

    byte[] got() throws Exception {
      return got.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static SyslogShipper shipper(int port, boolean tls, SSLContext trust) {
    var reach = new Reach(Set.of("localhost:" + port), List.of());
    return new SyslogShipper(
        new ShipperSettings.Syslog("localhost", port, tls),
        new Dial(new Egress.Config(reach, Egress.Limits.USUAL, trust, Resolver.system())),
        "console-1");
  }

  @Test
  void messagesAreFramedByTheirLength() throws Exception {
    try (var ledger = new Ledger(folder).with(3);
        var collector = new Collector(ServerSocketFactory.getDefault(), 0);
        var shipper = shipper(collector.port(), false, Trust.system())) {
      assertThat(shipper.deliver(ledger.parcel())).isEqualTo(new Shipper.Delivery.Arrived());

      var messages = messages(collector.got());
      assertThat(messages).hasSize(ledger.lines().size());
      for (var i = 0; i < messages.size(); i++) {
        assertThat(messages.get(i))
            .matches(
                "<1\\d\\d>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z console-1"
                    + " agent-safe - [a-z_]+ - \\{.*}");
        var event = event(messages.get(i));
        assertThat(event.text("raw_data")).hasValue(ledger.lines().get(i));
      }
      assertThat(messages.getLast()).startsWith("<108>1 ");
    }
  }

  @Test
  void overTlsTheCertificateIsChecked() throws Exception {
    var certificate = Certificate.of(folder, "dns:localhost");
    try (var ledger = new Ledger(folder).with(1)) {
      try (var collector = new Collector(certificate.shown().getServerSocketFactory(), 0);
          var shipper = shipper(collector.port(), true, certificate.believed())) {
        assertThat(shipper.deliver(ledger.parcel())).isEqualTo(new Shipper.Delivery.Arrived());
        assertThat(messages(collector.got())).hasSize(ledger.lines().size());
      }
      try (var collector = new Collector(certificate.shown().getServerSocketFactory(), 0);
          var shipper = shipper(collector.port(), true, Trust.system())) {
        assertThat(shipper.deliver(ledger.parcel())).isInstanceOf(Shipper.Delivery.Failed.class);
      }
    }
  }

  @Test
  void aReceiverThatGoesAwayHasNotGotIt() throws Exception {
    try (var ledger = new Ledger(folder).with(2_000);
        var collector = new Collector(ServerSocketFactory.getDefault(), 100);
        var shipper = shipper(collector.port(), false, Trust.system())) {
      assertThat(shipper.deliver(ledger.parcel())).isInstanceOf(Shipper.Delivery.Failed.class);
    }
  }

  @Test
  void anEventSaysWhoAskedForWhatAndHoldsTheLinksOfTheChain() throws Exception {
    try (var ledger = new Ledger(folder).with(1);
        var shipper = shipper(1, false, Trust.system())) {
      var line = ledger.parcel().lines().getLast();
      var event = event(shipper.message(line));

      assertThat(event.get("class_uid")).hasValue(Value.of(6003));
      assertThat(event.get("type_uid")).hasValue(Value.of(600_399));
      assertThat(event.get("severity_id")).hasValue(Value.of(4));
      assertThat(event.get("status_id")).hasValue(Value.of(2));
      assertThat(event.get("time"))
          .hasValueSatisfying(t -> assertThat(t).isNotEqualTo(Value.of(0)));
      assertThat(inner(event, "api").text("operation")).hasValue("scale-deployment");
      assertThat(inner(inner(event, "actor"), "user").text("uid")).hasValue("agent-1");
      assertThat(inner(event, "metadata").get("sequence")).hasValue(Value.of(line.entry().seq()));
      assertThat(inner(event, "unmapped").text("prev_hash"))
          .hasValue(line.entry().chain().prevHash());
      assertThat(inner(event, "unmapped").text("entry_hash"))
          .hasValue(line.entry().chain().entryHash());
    }
  }

  @Test
  void aLineThatIsTooLongForReceiversGoesByItsHash() throws Exception {
    try (var ledger = new Ledger(folder);
        var shipper = shipper(1, false, Trust.system())) {
      ledger.append("x".repeat(60_000));
      var parcel = ledger.parcel();
      var message = shipper.message(parcel.lines().getLast());

      assertThat(event(message).get("raw_data")).isEmpty();
      assertThat(inner(event(message), "unmapped").text("entry_hash"))
          .hasValue(parcel.lines().getLast().entry().chain().entryHash());
    }
  }

  private static List<String> messages(byte[] stream) {
    var all = new ArrayList<String>();
    for (var at = 0; at < stream.length; ) {
      var digits = new ByteArrayOutputStream();
      while (stream[at] != ' ') {
        digits.write(stream[at++]);
      }
      var length = Integer.parseInt(digits.toString(StandardCharsets.US_ASCII));
      all.add(new String(stream, at + 1, length, StandardCharsets.US_ASCII));
      at += 1 + length;
    }
    return all;
  }

  private static Value.Fields event(String message) {
    return (Value.Fields)
        ((Json.Read.Good) Json.read(message.substring(message.indexOf(" - {") + 3))).value();
  }

  private static Value.Fields inner(Value.Fields event, String name) {
    return (Value.Fields) event.get(name).orElseThrow();
  }
}
