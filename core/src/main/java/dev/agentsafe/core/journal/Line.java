package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalBuffer;
import dev.agentsafe.core.canonical.Value;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Optional;

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

  /** Comes after the entry hash; the hashed bytes go on behind it. */
  private static final byte[] AFTER_ENTRY_HASH = ascii("\", ");

  private static final byte[] ENTRY_HASH = ascii("\"entry_hash\": \"");
  private static final byte[] AFTER_TIMESTAMP = ascii("\", \"v\": 1}\n");

  private final EntryDraft draft;
  private final String logId;
  private final byte[] bytes;
  private final Gaps gaps;

  /** Where in the rendered bytes the writer's additions go. */
  private record Gaps(int entryHash, int prevHash, int seq) {}

  private Line(EntryDraft draft, String logId, byte[] bytes, Gaps gaps) {
    this.draft = draft;
    this.logId = logId;
    this.bytes = bytes;
    this.gaps = gaps;
  }

  static Line render(EntryDraft draft, String logId) {
    return render(draft, draft.details().context().<Value>map(c -> c).orElse(Value.NULL), logId);
  }

  /** The line of an entry with another context in it than whoever appends it is shown. */
  static Line render(EntryDraft draft, Value context, String logId) {
    var subject = draft.subject();
    var ruling = draft.ruling();
    var details = draft.details();
    var out =
        new CanonicalBuffer()
            .ascii("{\"action\": ")
            .text(subject.action())
            .ascii(", \"caller\": ")
            .text(subject.caller())
            .ascii(", \"context\": ")
            .value(context)
            .ascii(", \"correlation_id\": ")
            .value(Value.ofOptional(subject.correlationId()))
            .ascii(", \"decision\": ")
            .text(ruling.decision())
            .ascii(", \"effective_risk\": ")
            .text(risk(ruling.effectiveRisk().orElse("")))
            .ascii(", ");
    var entryHash = out.length();
    out.ascii("\"event_id\": ")
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
    var prevHash = out.length();
    out.ascii("\", \"reason\": ")
        .text(ruling.reason())
        .ascii(", \"risk_class\": ")
        .text(risk(ruling.riskClass().orElse("")))
        .ascii(", \"seq\": ");
    var seq = out.length();
    out.ascii(", \"target\": ")
        .text(subject.target())
        .ascii(", \"ticket_id\": ")
        .value(Value.ofOptional(details.ticketId()))
        .ascii(", \"timestamp\": \"");
    return new Line(draft, logId, out.toByteArray(), new Gaps(entryHash, prevHash, seq));
  }

  /**
   * 0.16 writes a risk on every line, {@code low} where nothing was decided; its reader needs it.
   */
  private static String risk(String given) {
    return given.isEmpty() ? "low" : given;
  }

  /** How many bytes the line has at most. */
  int length() {
    return bytes.length
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
    var end = put(out, at, 0, gaps.entryHash());
    sha256.update(out, at, end - at);
    end = put(out, end, ENTRY_HASH);
    var hashAt = end;
    end = put(out, end + 64, AFTER_ENTRY_HASH);
    var hashedFrom = end;
    end = put(out, end, gaps.entryHash(), gaps.prevHash());
    end = put(out, end, place.prevHash());
    end = put(out, end, gaps.prevHash(), gaps.seq());
    end = digits(out, end, place.seq());
    end = put(out, end, gaps.seq(), bytes.length);
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
    var chain =
        new AuditEntry.Chain(
            draft.eventId(), draft.type(), place.timestamp(), place.prevHash(), entryHash);
    var written =
        new AuditEntry.Ruling(
            ruling.decision(),
            ruling.reason(),
            ruling.policyMatched(),
            Optional.of(risk(ruling.riskClass().orElse(""))),
            Optional.of(risk(ruling.effectiveRisk().orElse(""))));
    return new AuditEntry(place.seq(), chain, subject, written, new Value.Fields(fields));
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

  private int put(byte[] out, int at, int from, int to) {
    System.arraycopy(bytes, from, out, at, to - from);
    return at + to - from;
  }

  private static int put(byte[] out, int at, byte[] fixed) {
    System.arraycopy(fixed, 0, out, at, fixed.length);
    return at + fixed.length;
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
