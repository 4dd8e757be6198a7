package dev.agentsafe.core.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Peer;
import dev.agentsafe.core.egress.Reach;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What webhooks and collectors are sent, and what counts as arrived. */
final class HttpShippersTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

  @TempDir Path folder;

  private Optional<SecretSource> secret(String text) throws IOException {
    var file = Files.writeString(folder.resolve("secret"), text + "\n");
    return Optional.of(new SecretSource.InFile(file));
  }

  private static Egress to(Peer peer) {
    return Egress.to(new Reach(Set.of(peer.site()), List.of()));
  }

  @Test
  void aWebhookGetsTheLinesAsTheyStandWithASignature() throws Exception {
    try (var ledger = new Ledger(folder).with(3);
        var peer = Peer.saying(Peer.answer("204 No Content", ""));
        var shipper =
            new WebhookShipper(
                new ShipperSettings.Webhook(peer.url("/in"), secret("hush"), Format.LINE),
                to(peer),
                CLOCK)) {
      var parcel = ledger.parcel();

      assertThat(shipper.deliver(parcel)).isEqualTo(new Shipper.Delivery.Arrived());

      var request = peer.requests().getFirst();
      var body = fields(request.body());
      assertThat(request.header("Idempotency-Key")).isEqualTo(parcel.key());
      assertThat(body.get("first_seq")).hasValue(Value.of(0));
      assertThat(body.get("last_seq")).hasValue(Value.of(parcel.last()));
      assertThat(body.text("prev_hash")).hasValue("0".repeat(64));
      for (var line : ledger.lines()) {
        assertThat(request.body()).as("byte for byte").contains(line);
      }
      assertThat(((Value.Items) body.get("entries").orElseThrow()).values())
          .hasSize(ledger.lines().size());

      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var expected = mac.doFinal(("1800000000." + request.body()).getBytes(StandardCharsets.UTF_8));
      assertThat(request.header("Agent-Safe-Signature"))
          .isEqualTo("t=1800000000,v1=" + HexFormat.of().formatHex(expected));
    }
  }

  @Test
  void withoutItsSecretNothingIsSentUnsigned() throws Exception {
    try (var ledger = new Ledger(folder).with(1);
        var peer = Peer.saying(Peer.answer("200 OK", ""));
        var shipper =
            new WebhookShipper(
                new ShipperSettings.Webhook(peer.url("/"), secret(""), Format.LINE),
                to(peer),
                CLOCK)) {
      assertThat(shipper.deliver(ledger.parcel()))
          .isInstanceOfSatisfying(
              Shipper.Delivery.Failed.class,
              f -> assertThat(f.why()).contains("cannot be read or is empty"));
      assertThat(peer.connections()).isZero();
    }
  }

  private Shipping.Post collector(Peer peer) throws IOException {
    return new Shipping.Post(
        "siem",
        new SplunkShipper(
            new ShipperSettings.Splunk(
                peer.url("/services/collector/event"),
                secret("token-1").orElseThrow(),
                Optional.of("main"),
                Format.LINE),
            to(peer)));
  }

  @Test
  void aCollectorThatIsBusyGetsTheSameParcelAgain() throws Exception {
    var calls = new AtomicInteger();
    try (var ledger = new Ledger(folder).with(3);
        var peer =
            Peer.plain((request, out) ->
                out.write(
                    Peer.answer(
                            calls.incrementAndGet() < 3 ? "503 Busy" : "200 OK",
                            "{\"text\":\"Success\",\"code\":0}")
                        .getBytes(StandardCharsets.US_ASCII)))) {
      for (var i = 0; i < 2; i++) {
        assertThat(Backfill.run(ledger.source(), collector(peer), OptionalLong.empty()))
            .isInstanceOfSatisfying(
                Backfill.Outcome.Stopped.class,
                s -> assertThat(s.why()).contains("503").doesNotContain("token-1"));
        ledger.with(1);
      }
      assertThat(Backfill.run(ledger.source(), collector(peer), OptionalLong.empty()))
          .isInstanceOf(Backfill.Outcome.Level.class);
      assertThat(peer.requests().subList(0, 3))
          .extracting(r -> r.header("Idempotency-Key") + r.body())
          .as("also where lines came in between")
          .containsOnly(
              peer.requests().getFirst().header("Idempotency-Key")
                  + peer.requests().getFirst().body());
    }
  }

  @Test
  void aCollectorGetsOneEventForEachLine() throws Exception {
    try (var ledger = new Ledger(folder).with(2);
        var peer = Peer.saying(Peer.answer("200 OK", "{}"));
        var shipper = collector(peer).shipper()) {
      assertThat(shipper.deliver(ledger.parcel())).isEqualTo(new Shipper.Delivery.Arrived());

      var request = peer.requests().getFirst();
      assertThat(request.header("Authorization")).isEqualTo("Splunk token-1");
      var events = request.body().lines().map(HttpShippersTest::fields).toList();
      assertThat(events).hasSize(ledger.lines().size());
      for (var i = 0; i < events.size(); i++) {
        var event = events.get(i);
        assertThat(CanonicalJson.text(event.get("event").orElseThrow()))
            .isEqualTo(ledger.lines().get(i));
        assertThat(event.text("index")).hasValue("main");
        assertThat(event.text("time"))
            .hasValueSatisfying(t -> assertThat(t).matches("\\d+\\.\\d{3}"));
        var indexed = (Value.Fields) event.get("fields").orElseThrow();
        assertThat(indexed.get("seq")).hasValue(Value.of(i));
        assertThat(indexed.text("entry_hash")).isPresent();
      }
    }
  }

  @Test
  void whatMayNotBeReachedIsAFailureThatSaysSo() throws Exception {
    try (var ledger = new Ledger(folder).with(1);
        var shipper =
            new WebhookShipper(
                new ShipperSettings.Webhook(
                    "https://169.254.169.254/", Optional.empty(), Format.OCSF),
                Egress.to(new Reach(Set.of("169.254.169.254:443"), List.of())),
                CLOCK)) {
      assertThat(shipper.deliver(ledger.parcel()))
          .isInstanceOfSatisfying(
              Shipper.Delivery.Failed.class, f -> assertThat(f.why()).contains("never reached"));
    }
  }

  private static Value.Fields fields(String json) {
    return (Value.Fields) ((Json.Read.Good) Json.read(json)).value();
  }
}
