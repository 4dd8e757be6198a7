package dev.agentsafe.core.ship;

import dev.agentsafe.core.audit.AuditEntry;

/**
 * Delivers lines to one system; used by one thread at a time.
 *
 * <p>A parcel may come again, because a crash hid that it had arrived: the receiver tells by its
 * key or by the lines' hashes. What is said to have arrived is never delivered again.
 */
public interface Shipper extends AutoCloseable {

  /** What came of a delivery. */
  sealed interface Delivery {
    /** The other side has it. */
    record Arrived() implements Delivery {}

    /** It may not have; it is tried again later. The text is for people and holds no secret. */
    record Failed(String why) implements Delivery {}
  }

  /** Delivers a parcel, or says why not. */
  Delivery deliver(Parcel parcel) throws InterruptedException;

  /** Whether a line is delivered at all. */
  default boolean wants(AuditEntry entry) {
    return true;
  }

  /** How many lines a parcel holds at most. */
  default int most() {
    return 500;
  }

  @Override
  void close();
}
