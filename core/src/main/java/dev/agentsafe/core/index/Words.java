package dev.agentsafe.core.index;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.Value;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the index keeps of an entry beside its fields. */
final class Words {
  private static final int LONGEST = 16_000;
  private static final List<String> LINKS =
      List.of("audit_id", "original_audit_id", "request_id", "run_id", "rollback_of", "plan_id");

  private Words() {}

  /** All texts and numbers of an entry in lower case, to be searched; hashes are left out. */
  static String of(AuditEntry entry) {
    var out = new StringBuilder(512);
    entry
        .line()
        .values()
        .forEach((name, value) -> {
          if (!name.equals("prev_hash") && !name.equals("entry_hash")) {
            add(out, value);
          }
        });
    var text = out.length() > LONGEST ? out.substring(0, LONGEST) : out.toString();
    return text.toLowerCase(Locale.ROOT);
  }

  /** The ids of decisions, questions and runs that an entry belongs to, its own among them. */
  static Set<String> links(AuditEntry entry) {
    var ids = new LinkedHashSet<String>();
    ids.add(entry.chain().eventId());
    entry.subject().correlationId().ifPresent(ids::add);
    var context = entry.context();
    LINKS.forEach(name -> context.text(name).ifPresent(ids::add));
    ids.remove("");
    return ids;
  }

  /** When an entry was written, in microseconds of the epoch; a time without offset is UTC. */
  static long micros(AuditEntry entry) {
    var text = entry.chain().timestamp();
    try {
      return Where.micros(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return naive(text);
    }
  }

  private static long naive(String text) {
    try {
      return Where.micros(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Long.MIN_VALUE;
    }
  }

  private static void add(StringBuilder out, Value value) {
    if (out.length() > LONGEST) {
      return;
    }
    switch (value) {
      case Value.Text(var text) -> out.append(text).append('\n');
      case Value.Int(var number) -> out.append(number).append('\n');
      case Value.Real(var number) -> out.append(number).append('\n');
      case Value.Items(var items) -> items.forEach(i -> add(out, i));
      case Value.Fields fields ->
          fields
              .values()
              .forEach((name, member) -> {
                out.append(name).append('\n');
                add(out, member);
              });
      case Value.Null _ -> {}
      case Value.Bool(var flag) -> out.append(flag).append('\n');
    }
  }
}
