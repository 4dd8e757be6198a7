package dev.agentsafe.core.anchor;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.ship.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What we noted of a locked copy. It proves nothing by itself: it says where the proof is.
 *
 * @param sha256 of the copy, in hex
 * @param at when it was read back
 */
record LockReceipt(Place place, ObjectStore.Lock lock, String sha256, Instant at) {

  /** Where the copy is. */
  record Place(String bucket, String key, String version) {}

  byte[] bytes() {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("at", Value.of(at.toString()));
    fields.put("bucket", Value.of(place.bucket()));
    fields.put("key", Value.of(place.key()));
    fields.put("mode", Value.of(lock.mode().toString()));
    fields.put("retain_until", Value.of(lock.until().toString()));
    fields.put("sha256", Value.of(sha256));
    fields.put("version", Value.of(place.version()));
    return (CanonicalJson.text(new Value.Fields(fields)) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads one; empty where the bytes are none. */
  static Optional<LockReceipt> read(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.US_ASCII);
    if (!(Json.read(text) instanceof Json.Read.Good(Value.Fields fields))) {
      return Optional.empty();
    }
    try {
      var mode =
          Arrays.stream(ObjectStore.Mode.values())
              .filter(m -> Optional.of(m.toString()).equals(fields.text("mode")))
              .findFirst();
      var read =
          new LockReceipt(
              new Place(
                  fields.text("bucket").orElse(""),
                  fields.text("key").orElse(""),
                  fields.text("version").orElse("")),
              new ObjectStore.Lock(
                  mode.orElse(ObjectStore.Mode.GOVERNANCE),
                  Instant.parse(fields.text("retain_until").orElse(""))),
              fields.text("sha256").orElse(""),
              Instant.parse(fields.text("at").orElse("")));
      return mode.isPresent() && Arrays.equals(read.bytes(), bytes)
          ? Optional.of(read)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether it is of that checkpoint. */
  Checked check(SignedCheckpoint checkpoint, Instant now) {
    var hash = HexFormat.of().formatHex(TimestampCheck.imprint(checkpoint.bytes()));
    if (!hash.equals(sha256)) {
      return new Checked.Bad("it notes a copy of something else");
    }
    return at.isAfter(now.plus(CosignatureCheck.AHEAD))
        ? new Checked.Bad("it says it was noted at `" + at + "`, which is not yet")
        : new Checked.Good(
            at,
            "`%s/%s`, locked until %s (%s)"
                .formatted(place.bucket(), place.key(), lock.until(), lock.mode()));
  }
}
