package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.Value;
import java.util.Optional;

/**
 * One line of the journal as it stands.
 *
 * @param seq 0-based position in the log
 * @param chain its links
 * @param subject what it is about
 * @param ruling what was decided, where something was
 * @param line the whole line's object, every field included
 */
public record AuditEntry(long seq, Chain chain, Subject subject, Ruling ruling, Value.Fields line) {

  /** The {@code context} object; empty where the line has none. */
  public Value.Fields context() {
    return line.get("context").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
  }

  /** The {@code params} object; empty where the line has none. */
  public Value.Fields params() {
    return line.get("params").orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
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
