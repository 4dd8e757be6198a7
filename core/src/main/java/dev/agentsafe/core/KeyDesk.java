package dev.agentsafe.core;

import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.identity.TokenKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a new key in the place of the one that signs tokens and tickets, while everything goes on,
 * and records it; thread-safe.
 *
 * <p>The keys of tokens and tickets are one set: an agent's token and its ticket are signed by the
 * same key, and both are good until that key's time is over.
 */
public final class KeyDesk {
  private final Parts parts;
  private final TokenKeys tokens;

  KeyDesk(Parts parts, TokenKeys tokens) {
    this.parts = parts;
    this.tokens = tokens;
    tokens.whenFound(this::found);
  }

  /**
   * Puts a new key in the place of the one that signs tokens and tickets.
   *
   * @param grace for how long what the old one signed is still good
   * @throws CoreException where it could not be recorded or written
   */
  public TokenKeys.Rotation rotate(Operator by, String reason, Duration grace) {
    return tokens.rotate(
        grace,
        parts.clock().instant(),
        rotation -> {
          var fields = new LinkedHashMap<String, Value>();
          fields.put("by", Value.of(by.id().value()));
          fields.put("signs", Value.of(rotation.signs()));
          fields.put("retired", Value.texts(rotation.retired()));
          fields.put("until", Value.of(rotation.until().toString()));
          record(name(by), parts.drafts().secrets().clean(reason), fields);
        });
  }

  /** Records keys that are otherwise than the journal says: somebody changed the folder. */
  void compare(Optional<AuditEntry> last) {
    var keys = tokens.now();
    if (last.isEmpty() ? keys.ids().size() > 1 : !isAsRecorded(last.get(), keys)) {
      found(keys);
    }
  }

  private static boolean isAsRecorded(AuditEntry entry, SigningKeys keys) {
    if (entry.context().get("keys").orElse(Value.NULL) instanceof Value.Fields recorded) {
      return recorded.equals(listed(keys));
    }
    // A rotation that a crash cut off left another key signing.
    return entry.context().text("signs").equals(Optional.of(keys.activeId()))
        && entry.context().get("retired").orElse(Value.NULL) instanceof Value.Items(var retired)
        && retired.stream()
            .allMatch(id ->
                id instanceof Value.Text(var text)
                    && keys.ends().getOrDefault(text, Optional.of(Instant.MIN)).isPresent());
  }

  private void found(SigningKeys keys) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("signs", Value.of(keys.activeId()));
    fields.put("keys", listed(keys));
    record("agent-safe", "The folder of the keys holds others than the journal knew.", fields);
  }

  private static Value.Fields listed(SigningKeys keys) {
    var listed = new LinkedHashMap<String, Value>();
    keys.ends().forEach((id, end) -> listed.put(id, Value.ofOptional(end.map(Instant::toString))));
    return new Value.Fields(listed);
  }

  private void record(String by, String reason, Map<String, Value> fields) {
    parts.record(
        parts.drafts().aside(EntryType.TOKEN_KEYS, by, new Drafts.Words("", reason), fields));
  }

  private static String name(Operator by) {
    return Eligibility.OPERATOR_PREFIX + by.id().value();
  }
}
