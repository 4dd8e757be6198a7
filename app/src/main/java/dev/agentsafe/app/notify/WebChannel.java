package dev.agentsafe.app.notify;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.ship.Posting;
import dev.agentsafe.core.ship.SecretSource;
import dev.agentsafe.core.ship.Shipper.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Tells over HTTP: a webhook with a signed body, or Slack. */
record WebChannel(Way way, Egress egress) implements Channel {

  /** Makes a request of a notice. */
  @FunctionalInterface
  interface Way {
    Delivery tell(Told told, Egress egress) throws InterruptedException;
  }

  /** An incoming webhook of Slack, whose address is the secret. */
  static Channel slack(SecretSource address, Egress egress) {
    return new WebChannel(
        (told, out) -> {
          var where = address.read();
          return where.isEmpty()
              ? new Delivery.Failed(address.missing())
              : Posting.send(
                  out,
                  Call.post(
                      where.get(), "application/json", bytes(SlackMessage.of(told.notice()))));
        },
        egress);
  }

  /** A webhook; the secret signs each body with its time. */
  static Channel hook(String url, SecretSource secret, Egress egress, Clock clock) {
    return new WebChannel(
        (told, out) -> {
          var key = secret.read();
          if (key.isEmpty()) {
            return new Delivery.Failed(secret.missing());
          }
          var body = bytes(form(told));
          return Posting.send(
              out,
              Call.post(url, "application/json", body)
                  .with("Idempotency-Key", told.key())
                  .with(
                      "Agent-Safe-Signature",
                      Posting.signature(key.get(), clock.instant().getEpochSecond(), body)));
        },
        egress);
  }

  private static Value.Fields form(Told told) {
    var fields = Value.EMPTY;
    for (var field : told.notice().fields()) {
      fields = fields.with(field.name(), Value.of(field.text()));
    }
    var chain = told.entry().map(AuditEntry::chain);
    return Value.EMPTY
        .with("topic", Value.of(told.notice().topic().toString()))
        .with("title", Value.of(told.notice().title()))
        .with("fields", fields)
        .with("request_id", Value.ofOptional(told.notice().request()))
        .with("link", Value.ofOptional(told.notice().link()))
        .with("seq", told.entry().map(e -> Value.of(e.seq())).orElse(Value.NULL))
        .with("event_id", Value.ofOptional(chain.map(AuditEntry.Chain::eventId)))
        .with("entry_hash", Value.ofOptional(chain.map(AuditEntry.Chain::entryHash)));
  }

  private static byte[] bytes(Value value) {
    return CanonicalJson.text(value).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Delivery tell(Told told) throws InterruptedException {
    return way.tell(told, egress);
  }

  @Override
  public void close() {
    egress.close();
  }
}
