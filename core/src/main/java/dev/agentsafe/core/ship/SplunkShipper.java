package dev.agentsafe.core.ship;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts lines to an HTTP event collector of Splunk, one event each. */
final class SplunkShipper implements Shipper {
  private final ShipperSettings.Splunk settings;
  private final Egress egress;

  SplunkShipper(ShipperSettings.Splunk settings, Egress egress) {
    this.settings = settings;
    this.egress = egress;
  }

  @Override
  public Delivery deliver(Parcel parcel) throws InterruptedException {
    var token = settings.token().read();
    if (token.isEmpty()) {
      return new Delivery.Failed(settings.token().missing());
    }
    var body = new StringBuilder();
    for (var line : parcel.lines()) {
      body.append(event(line)).append('\n');
    }
    return Posting.send(
        egress,
        Call.post(
                settings.url(),
                "application/json",
                body.toString().getBytes(StandardCharsets.US_ASCII))
            .with("Authorization", "Splunk " + token.get())
            .with("Idempotency-Key", parcel.key()));
  }

  /** The line's own text is the event, so that what is indexed is what was hashed. */
  private String event(Line line) {
    var entry = line.entry();
    var around = new LinkedHashMap<String, Value>();
    around.put(
        "fields",
        new Value.Fields(
            Map.of(
                "seq", Value.of(entry.seq()),
                "prev_hash", Value.of(entry.chain().prevHash()),
                "entry_hash", Value.of(entry.chain().entryHash()))));
    around.put("source", Value.of("agent-safe"));
    around.put("sourcetype", Value.of("agent-safe:" + settings.format()));
    settings.index().ifPresent(index -> around.put("index", Value.of(index)));
    seconds(entry.chain().timestamp(), around);
    var head = CanonicalJson.text(new Value.Fields(around));
    return head.substring(0, head.length() - 1)
        + ", \"event\": "
        + settings.format().json(line)
        + "}";
  }

  private static void seconds(String timestamp, Map<String, Value> around) {
    try {
      var instant = OffsetDateTime.parse(timestamp).toInstant();
      around.put(
          "time",
          Value.of("%d.%03d".formatted(instant.getEpochSecond(), instant.getNano() / 1_000_000)));
    } catch (DateTimeException e) {
      // The collector's own time stands for it; the event holds what was written.
      around.remove("time");
    }
  }

  @Override
  public void close() {
    egress.close();
  }
}
