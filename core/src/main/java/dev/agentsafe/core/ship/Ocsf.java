package dev.agentsafe.core.ship;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines as events of the Open Cybersecurity Schema Framework 1.4, class API Activity: what an agent
 * asked of which resource, and what came of it.
 *
 * <p>{@code raw_data} is the line as it stands, {@code metadata.sequence} its position, and {@code
 * unmapped} holds the links of the chain, so that a receiver can prove what it got.
 */
final class Ocsf {
  private static final long CATEGORY = 6;
  private static final long API_ACTIVITY = 6003;
  private static final long OTHER = 99;

  private Ocsf() {}

  /** How bad, as OCSF counts. */
  enum Severity {
    INFORMATIONAL(1, "Informational"),
    LOW(2, "Low"),
    MEDIUM(3, "Medium"),
    HIGH(4, "High"),
    CRITICAL(5, "Critical");

    private final long id;
    private final String caption;

    Severity(long id, String caption) {
      this.id = id;
      this.caption = caption;
    }
  }

  /**
   * A line as an event, on one line of ASCII.
   *
   * @param raw whether the line itself goes with it
   */
  static String json(Line line, boolean raw) {
    return CanonicalJson.text(event(line, raw));
  }

  private static Value.Fields event(Line line, boolean raw) {
    var entry = line.entry();
    var subject = entry.subject();
    var severity = severity(entry);
    var all = new LinkedHashMap<String, Value>();
    all.put("activity_id", Value.of(OTHER));
    all.put("activity_name", Value.of(entry.chain().type().value()));
    all.put("category_uid", Value.of(CATEGORY));
    all.put("category_name", Value.of("Application Activity"));
    all.put("class_uid", Value.of(API_ACTIVITY));
    all.put("class_name", Value.of("API Activity"));
    all.put("type_uid", Value.of(API_ACTIVITY * 100 + OTHER));
    all.put("time", Value.of(millis(entry.chain().timestamp())));
    all.put("severity_id", Value.of(severity.id));
    all.put("severity", Value.of(severity.caption));
    all.put("message", Value.of(message(entry)));
    all.put("actor", object(Map.of("user", object(Map.of("uid", Value.of(subject.caller()))))));
    all.put("src_endpoint", object(Map.of("name", Value.of(subject.caller()))));
    all.put(
        "api",
        object(
            Map.of(
                "operation", Value.of(subject.action()),
                "request", object(Map.of("uid", Value.of(entry.chain().eventId()))))));
    all.put(
        "resources", new Value.Items(List.of(object(Map.of("uid", Value.of(subject.target()))))));
    all.putAll(status(entry));
    all.put("metadata", metadata(entry));
    all.put("unmapped", unmapped(entry));
    if (raw) {
      all.put("raw_data", Value.of(line.text()));
    }
    all.put("raw_data_size", Value.of(line.text().length()));
    return new Value.Fields(all);
  }

  private static Value metadata(AuditEntry entry) {
    var all = new LinkedHashMap<String, Value>();
    all.put("version", Value.of("1.4.0"));
    all.put(
        "product",
        object(
            Map.of("name", Value.of("Agent-Safe Console"), "vendor_name", Value.of("Agent-Safe"))));
    all.put("uid", Value.of(entry.chain().eventId()));
    all.put("sequence", Value.of(entry.seq()));
    all.put("original_time", Value.of(entry.chain().timestamp()));
    entry.subject().correlationId().ifPresent(id -> all.put("correlation_uid", Value.of(id)));
    return new Value.Fields(all);
  }

  private static Value unmapped(AuditEntry entry) {
    var all = new LinkedHashMap<String, Value>();
    all.put("prev_hash", Value.of(entry.chain().prevHash()));
    all.put("entry_hash", Value.of(entry.chain().entryHash()));
    all.put("log_id", Value.ofOptional(entry.line().text("log_id")));
    all.put("decision", Value.of(entry.ruling().decision()));
    all.put("effective_risk", Value.ofOptional(entry.ruling().effectiveRisk()));
    all.put("policy", Value.ofOptional(entry.ruling().policyMatched()));
    return new Value.Fields(all);
  }

  private static Map<String, Value> status(AuditEntry entry) {
    return switch (entry.ruling().decision()) {
      case "allow", "success", "approved" -> status(1, "Success", entry);
      case "deny", "failed", "failure", "denied", "refused" -> status(2, "Failure", entry);
      default -> status(OTHER, "Other", entry);
    };
  }

  private static Map<String, Value> status(long id, String caption, AuditEntry entry) {
    return Map.of(
        "status_id", Value.of(id),
        "status", Value.of(caption),
        "status_detail", Value.of(entry.ruling().reason()));
  }

  /** How bad a line is: the effective risk, where something was decided. */
  static Severity severity(AuditEntry entry) {
    return switch (entry.ruling().effectiveRisk().orElse("")) {
      case "critical" -> Severity.CRITICAL;
      case "high" -> Severity.HIGH;
      case "medium" -> Severity.MEDIUM;
      case "low" -> Severity.LOW;
      default -> Severity.INFORMATIONAL;
    };
  }

  private static String message(AuditEntry entry) {
    var subject = entry.subject();
    return "%s %s: %s on %s by %s"
        .formatted(
            entry.chain().type().value().toLowerCase(Locale.ROOT),
            entry.ruling().decision(),
            subject.action(),
            subject.target(),
            subject.caller());
  }

  private static long millis(String timestamp) {
    try {
      return OffsetDateTime.parse(timestamp).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      // A line of another program may spell its time otherwise; original_time holds it.
      return 0;
    }
  }

  private static Value object(Map<String, Value> fields) {
    return new Value.Fields(fields);
  }
}
