package dev.agentsafe.core.index;

import dev.agentsafe.core.audit.AuditEntry;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The journal as the index sees it.
 *
 * @param size how many entries are durable
 * @param history hands over durable entries from a position on, in order
 * @param live hands over each entry that becomes durable
 */
public record Feed(LongSupplier size, History history, Live live) {

  /** Reads what is recorded. */
  public interface History {
    /** Hands over entries from that position on, as far as they are durable. */
    void read(long fromSeq, Consumer<AuditEntry> sink);
  }

  /** Tells what becomes recorded. */
  public interface Live {
    /**
     * Calls back for each entry from now on; callbacks must be quick.
     *
     * @return ends the subscription
     */
    Runnable subscribe(Consumer<AuditEntry> listener);
  }
}
