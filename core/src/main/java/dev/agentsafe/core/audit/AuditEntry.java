package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the journal as it stands.
 *
 * @param seq 0-based position in the log
 * @param chain its links
 * @param subject what it is about
 * @param ruling what was decided, where something was
 * @param line the whole line's object, every field included; from a journal, what is kept in blobs
 *     beside the log stands in its place
 */
public record AuditEntry(long seq, Chain chain, Subject subject, Ruling ruling, Value.Fields line) {

  /**
   * Reads a line's object; a text that is missing, or is none, becomes the empty text.
   *
   * @param seq 0-based position in the log
   */
  public static AuditEntry of(long seq, Value.Fields line) {
    return new AuditEntry(
        seq,
        new Chain(
            text(line, "event_id"),
            new EntryType(text(line, "event_type")),
            text(line, "timestamp"),
            text(line, "prev_hash"),
            text(line, "entry_hash")),
        new Subject(
            text(line, "action"),
            text(line, "target"),
            text(line, "caller"),
            line.text("correlation_id")),
        new Ruling(
            text(line, "decision"),
            text(line, "reason"),
            line.text("policy_matched"),
            line.text("risk_class"),
            line.text("effective_risk")),
        line);
  }

  private static String text(Value.Fields line, String name) {
    return line.text(name).orElse("");
  }

  /** The {@code context} object; empty where the line has none. */
  public Value.Fields context() {
    return line.get("context").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
  }

  /** The {@code params} object; empty where the line has none. */
  public Value.Fields params() {
    return line.get("params").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
  }

  /** The caller that an entry of ours names, with what it was granted then. */
  public Caller caller() {
    var said =
        context().get("caller").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
    var links =
        said.texts("delegation_chain").stream()
            .map(id -> new Caller.Link(new AgentId(id), "", Caller.Grants.NONE, ""))
            .toList();
    return new Caller(
        new AgentId(subject.caller()),
        said.text("agent_name").orElse(""),
        new Caller.Grants(said.texts("roles"), said.texts("groups")),
        new Caller.Delegation(links, List.of(), links.size()));
  }

  /** What the digest of the request is over that an entry records; {@code docs/approvals.md}. */
  public Value.Fields sealedRequest() {
    var said =
        context().get("caller").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
    return new Value.Fields(
        Map.of(
            "action", Value.of(subject.action()),
            "target", Value.of(subject.target()),
            "caller", Value.of(subject.caller()),
            "delegation_chain", said.get("delegation_chain").orElse(Value.texts(List.of())),
            "params", params(),
            "ticket_id", Value.ofOptional(line.text("ticket_id"))));
  }

  /**
   * How a line hangs in the chain.
   *
   * @param timestamp as written
   * @param prevHash 64 hex digits, zeros for the first line
   * @param entryHash 64 hex digits
   */
  public record Chain(
      String eventId, EntryType type, String timestamp, String prevHash, String entryHash) {}

  /** What a line is about; texts as written. */
  public record Subject(
      String action, String target, String caller, Optional<String> correlationId) {}

  /** What was decided; texts as written, empty where the line has none. */
  public record Ruling(
      String decision,
      String reason,
      Optional<String> policyMatched,
      Optional<String> riskClass,
      Optional<String> effectiveRisk) {}
}
