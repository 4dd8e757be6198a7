package dev.agentsafe.core.ship;

import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;

/** Posts lines as one JSON object, signed where there is a secret. */
final class WebhookShipper implements Shipper {
  private final ShipperSettings.Webhook settings;
  private final Egress egress;
  private final Clock clock;

  WebhookShipper(ShipperSettings.Webhook settings, Egress egress, Clock clock) {
    this.settings = settings;
    this.egress = egress;
    this.clock = clock;
  }

  @Override
  public Delivery deliver(Parcel parcel) throws InterruptedException {
    var source = settings.secret();
    var secret = source.flatMap(SecretSource::read);
    if (source.isPresent() && secret.isEmpty()) {
      return new Delivery.Failed(source.get().missing());
    }
    var body = body(parcel).getBytes(StandardCharsets.US_ASCII);
    var call =
        Call.post(settings.url(), "application/json", body).with("Idempotency-Key", parcel.key());
    return Posting.send(egress, signed(call, body, secret));
  }

  private Call signed(Call call, byte[] body, Optional<String> secret) {
    return secret
        .map(s ->
            call.with(
                "Agent-Safe-Signature",
                Posting.signature(s, clock.instant().getEpochSecond(), body)))
        .orElse(call);
  }

  private String body(Parcel parcel) {
    return parcel.lines().stream()
        .map(settings.format()::json)
        .collect(
            Collectors.joining(
                ",\n",
                "{\"first_seq\": %d, \"last_seq\": %d, \"prev_hash\": \"%s\", \"entries\": [\n"
                    .formatted(parcel.first(), parcel.last(), parcel.previousHash()),
                "\n]}\n"));
  }

  @Override
  public void close() {
    egress.close();
  }
}
