package dev.agentsafe.app.audit;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.index.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * An entry with what stands around it; immutable.
 *
 * @param line its canonical JSON
 * @param chain how it hangs in the chain
 * @param thread what belongs together with it, oldest first
 */
public record LogDetail(AuditEntry entry, String line, Links chain, List<Row> thread) {
  /** How many entries of a thread are shown at most. */
  static final int THREAD = 200;

  public LogDetail {
    thread = List.copyOf(thread);
  }

  /**
   * How an entry hangs in the chain.
   *
   * @param fits whether its hash is that of its line
   * @param before the hash of the entry before it; empty: it is the first
   * @param after what the entry after it says its hash is; empty: it is the last
   */
  public record Links(boolean fits, Optional<String> before, Optional<String> after) {}

  static LogDetail of(
      AuditEntry entry, Optional<AuditEntry> before, Optional<AuditEntry> after, List<Row> thread) {
    var bare = new LinkedHashMap<>(entry.line().values());
    bare.remove("entry_hash");
    var fits = CanonicalJson.sha256(new Value.Fields(bare)).equals(entry.chain().entryHash());
    return new LogDetail(
        entry,
        CanonicalJson.text(entry.line()),
        new Links(
            fits, before.map(e -> e.chain().entryHash()), after.map(e -> e.chain().prevHash())),
        thread);
  }

  /** Whether the entry before it has the hash that this one says. */
  boolean followsBefore() {
    return chain.before().orElse("0".repeat(64)).equals(entry.chain().prevHash());
  }

  /** Whether the entry after it says that this one comes before it. */
  boolean precedesAfter() {
    return chain.after().filter(h -> !h.equals(entry.chain().entryHash())).isEmpty();
  }

  /** The decision that it belongs to. */
  String decision() {
    return entry.subject().correlationId().orElse(entry.chain().eventId());
  }
}
