package dev.agentsafe.app.notify;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.Parcel;
import dev.agentsafe.core.ship.Posting;
import dev.agentsafe.core.ship.SecretSource;
import dev.agentsafe.core.ship.Shipper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Sends a notice for each entry that people are told of, one at a time. */
final class Notifier implements Shipper {
  private final NotifierSettings settings;
  private final Egress egress;
  private final Clock clock;

  Notifier(NotifierSettings settings, Egress egress, Clock clock) {
    this.settings = settings;
    this.egress = egress;
    this.clock = clock;
  }

  @Override
  public boolean wants(AuditEntry entry) {
    return Notice.topic(entry).filter(settings.topics()::contains).isPresent();
  }

  @Override
  public int most() {
    return 1;
  }

  @Override
  public Delivery deliver(Parcel parcel) throws InterruptedException {
    var entry = parcel.lines().getFirst().entry();
    var notice = Notice.of(entry);
    if (notice.isEmpty()) {
      return new Delivery.Arrived();
    }
    return switch (settings.where()) {
      case NotifierSettings.Slack(var url) -> slack(notice.get(), url);
      case NotifierSettings.Hook(var url, var secret) ->
          hook(new Told(notice.get(), entry, parcel.key()), url, secret);
    };
  }

  /** A notice and where it comes from. */
  private record Told(Notice notice, AuditEntry entry, String key) {}

  private Delivery slack(Notice notice, SecretSource url) throws InterruptedException {
    var where = url.read();
    return where.isEmpty()
        ? new Delivery.Failed(url.missing())
        : Posting.send(
            egress, Call.post(where.get(), "application/json", bytes(SlackMessage.of(notice))));
  }

  private Delivery hook(Told told, String url, SecretSource secret) throws InterruptedException {
    var key = secret.read();
    if (key.isEmpty()) {
      return new Delivery.Failed(secret.missing());
    }
    var body = bytes(form(told));
    return Posting.send(
        egress,
        Call.post(url, "application/json", body)
            .with("Idempotency-Key", told.key())
            .with(
                "Agent-Safe-Signature",
                Posting.signature(key.get(), clock.instant().getEpochSecond(), body)));
  }

  private static Value.Fields form(Told told) {
    var fields = Value.EMPTY;
    for (var field : told.notice().fields()) {
      fields = fields.with(field.name(), Value.of(field.text()));
    }
    return Value.EMPTY
        .with("topic", Value.of(told.notice().topic().toString()))
        .with("title", Value.of(told.notice().title()))
        .with("fields", fields)
        .with("request_id", Value.ofOptional(told.notice().request()))
        .with("link", Value.ofOptional(told.notice().link()))
        .with("seq", Value.of(told.entry().seq()))
        .with("event_id", Value.of(told.entry().chain().eventId()))
        .with("entry_hash", Value.of(told.entry().chain().entryHash()));
  }

  private static byte[] bytes(Value value) {
    return CanonicalJson.text(value).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    egress.close();
  }
}
