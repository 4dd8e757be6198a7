package dev.agentsafe.app.notify;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.ship.Shipper.Delivery;
import java.util.Optional;

/** A way to people; used by one thread at a time. */
interface Channel extends AutoCloseable {

  /**
   * A notice and where it comes from.
   *
   * @param entry the entry that it is of; empty where it is of what could not be written
   * @param key the same for the same notice: by it a receiver knows what it has got already
   */
  record Told(Notice notice, Optional<AuditEntry> entry, String key) {}

  /** Tells it, or says why not. */
  Delivery tell(Told told) throws InterruptedException;

  @Override
  void close();
}
