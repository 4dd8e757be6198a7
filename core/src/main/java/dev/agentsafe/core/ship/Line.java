package dev.agentsafe.core.ship;

import dev.agentsafe.core.audit.AuditEntry;
import java.nio.charset.StandardCharsets;

/**
 * A line of the journal on its way.
 *
 * @param text the line's bytes as they stand, without the line feed, one character each
 */
public record Line(AuditEntry entry, String text) {

  /** The line's bytes with their line feed. */
  public byte[] bytes() {
    return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
