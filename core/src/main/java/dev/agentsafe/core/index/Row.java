package dev.agentsafe.core.index;

/**
 * One entry as a line of the audit table; texts as written, empty where the entry has none.
 *
 * @param seq the entry's position in the journal
 * @param at when it was written, as it says
 * @param what what it is about
 * @param ruling what was decided
 */
public record Row(long seq, String eventId, String at, What what, Decided ruling) {

  /** What an entry is about. */
  public record What(
      String type, String action, String target, String caller, String correlation) {}

  /** What was decided. */
  public record Decided(
      String decision, String reason, String policy, String effectiveRisk, String ticket) {}
}
