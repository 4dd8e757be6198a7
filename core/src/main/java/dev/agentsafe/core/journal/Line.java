package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalBuffer;
import dev.agentsafe.core.canonical.Value;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;

/**
 * An entry rendered into the canonical bytes of its line, but for what only the writer of the chain
 * knows: entry hash, previous hash, sequence number and time. Rendering is the callers' work, done
 * side by side; {@link #write} is the writer's, done one by one.
 */
final class Line {
  /** Bytes of a line with its line feed. */
  static final int LONGEST = 65_535;

  /** Bytes that the writer adds at most: two hashes, a sequence number, a timestamp. */
  private static final int ADDED = 64 + 64 + 19 + 27;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final EntryDraft draft;
  private final String logId;
  private final byte[] beforeEntryHash;
  private final byte[] beforePrevHash;
  private final byte[] beforeSeq;
  private final byte[] beforeTimestamp;

  private Line(EntryDraft draft, String logId, byte[][] parts) {
    this.draft = draft;
    this.logId = logId;
    this.beforeEntryHash = parts[0];
    this.beforePrevHash = parts[1];
    this.beforeSeq = parts[2];
    this.beforeTimestamp = parts[3];
  }

  /** Comes after the entry hash; the hashed bytes go on behind it. */
  private static final byte[] AFTER_ENTRY_HASH = ascii("\", ");

  private static final byte[] ENTRY_HASH = ascii("\"entry_hash\": \"");
  private static final byte[] AFTER_TIMESTAMP = ascii("\", \"v\": 1}\n");

  static Line render(EntryDraft draft, String logId) {
    var subject = draft.subject();
    var ruling = draft.ruling();
    var details = draft.details();
    var first =
        new CanonicalBuffer()
            .ascii("{\"action\": ")
            .text(subject.action())
            .ascii(", \"caller\": ")
            .text(subject.caller())
            .ascii(", \"context\": ")
            .value(details.context().<Value>map(c -> c).orElse(Value.NULL))
            .ascii(", \"correlation_id\": ")
            .value(Value.ofOptional(subject.correlationId()))
            .ascii(", \"decision\": ")
            .text(ruling.decision())
            .ascii(", \"effective_risk\": ")
            .text(risk(ruling.effectiveRisk().orElse("")))
            .ascii(", ");
    var second =
        new CanonicalBuffer()
            .ascii("\"event_id\": ")
            .text(draft.eventId())
            .ascii(", \"event_type\": ")
            .text(draft.type().value())
            .ascii(", \"log_id\": ")
            .text(logId)
            .ascii(", \"params\": ")
            .value(details.params())
            .ascii(", \"policy_matched\": ")
            .value(Value.ofOptional(ruling.policyMatched()))
            .ascii(", \"prev_hash\": \"");
    var third =
        new CanonicalBuffer()
            .ascii("\", \"reason\": ")
            .text(ruling.reason())
            .ascii(", \"risk_class\": ")
            .text(risk(ruling.riskClass().orElse("")))
            .ascii(", \"seq\": ");
    var fourth =
        new CanonicalBuffer()
            .ascii(", \"target\": ")
            .text(subject.target())
            .ascii(", \"ticket_id\": ")
            .value(Value.ofOptional(details.ticketId()))
            .ascii(", \"timestamp\": \"");
    return new Line(
        draft,
        logId,
        new byte[][] {
          first.toByteArray(), second.toByteArray(), third.toByteArray(), fourth.toByteArray()
        });
  }

  /** 0.16 writes a risk on every line, {@code low} where nothing was decided; its reader needs it. */
  private static String risk(String given) {
    return given.isEmpty() ? "low" : given;
  }

  /** How many bytes the line has at most. */
  int length() {
    return beforeEntryHash.length
        + beforePrevHash.length
        + beforeSeq.length
        + beforeTimestamp.length
        + ENTRY_HASH.length
        + AFTER_ENTRY_HASH.length
        + AFTER_TIMESTAMP.length
        + ADDED;
  }

  /**
   * Where a line stands in the chain.
   *
   * @param prevHash 64 hex digits
   * @param timestamp 27 ASCII characters
   */
  record Place(long seq, String prevHash, String timestamp) {}

  /**
   * Writes the line, complete, and returns its entry hash as 64 hex digits.
   *
   * @param out has room for {@link #length} bytes from {@code at} on
   */
  Written write(byte[] out, int at, Place place, MessageDigest sha256) {
    var end = put(out, at, beforeEntryHash);
    sha256.update(out, at, end - at);
    end = put(out, end, ENTRY_HASH);
    var hashAt = end;
    end = put(out, end + 64, AFTER_ENTRY_HASH);
    var hashedFrom = end;
    end = put(out, end, beforePrevHash);
    end = put(out, end, place.prevHash());
    end = put(out, end, beforeSeq);
    end = digits(out, end, place.seq());
    end = put(out, end, beforeTimestamp);
    end = put(out, end, place.timestamp());
    end = put(out, end, AFTER_TIMESTAMP);
    sha256.update(out, hashedFrom, end - 1 - hashedFrom);
    var hash = hex(sha256);
    System.arraycopy(hash, 0, out, hashAt, 64);
    return new Written(this, place, new String(hash, StandardCharsets.US_ASCII), end - at);
  }

  /** A line that has its place. */
  record Written(Line line, Place place, String entryHash, int length) {
    AuditEntry entry() {
      return line.entry(place, entryHash);
    }
  }

  private AuditEntry entry(Place place, String entryHash) {
    var subject = draft.subject();
    var ruling = draft.ruling();
    var details = draft.details();
    var fields = new LinkedHashMap<String, Value>(32);
    fields.put("action", Value.of(subject.action()));
    fields.put("caller", Value.of(subject.caller()));
    fields.put("context", details.context().<Value>map(c -> c).orElse(Value.NULL));
    fields.put("correlation_id", Value.ofOptional(subject.correlationId()));
    fields.put("decision", Value.of(ruling.decision()));
    fields.put("effective_risk", Value.of(risk(ruling.effectiveRisk().orElse(""))));
    fields.put("entry_hash", Value.of(entryHash));
    fields.put("event_id", Value.of(draft.eventId()));
    fields.put("event_type", Value.of(draft.type().value()));
    fields.put("log_id", Value.of(logId));
    fields.put("params", details.params());
    fields.put("policy_matched", Value.ofOptional(ruling.policyMatched()));
    fields.put("prev_hash", Value.of(place.prevHash()));
    fields.put("reason", Value.of(ruling.reason()));
    fields.put("risk_class", Value.of(risk(ruling.riskClass().orElse(""))));
    fields.put("seq", Value.of(place.seq()));
    fields.put("target", Value.of(subject.target()));
    fields.put("ticket_id", Value.ofOptional(details.ticketId()));
    fields.put("timestamp", Value.of(place.timestamp()));
    fields.put("v", Value.of(1));
    return AuditEntry.of(place.seq(), new Value.Fields(fields));
  }

  private static byte[] hex(MessageDigest sha256) {
    var raw = new byte[32];
    try {
      sha256.digest(raw, 0, raw.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    }
    var hex = new byte[64];
    for (var i = 0; i < 32; i++) {
      hex[2 * i] = HEX[raw[i] >> 4 & 0xf];
      hex[2 * i + 1] = HEX[raw[i] & 0xf];
    }
    return hex;
  }

  private static int put(byte[] out, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }

  private static int put(byte[] out, int at, String ascii) {
    for (var i = 0; i < ascii.length(); i++) {
      out[at + i] = (byte) ascii.charAt(i);
    }
    return at + ascii.length();
  }

  private static int digits(byte[] out, int at, long number) {
    return put(out, at, Long.toString(number));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
