package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.time.Duration;
import java.time.Instant;

/**
 * One call that may go on: its caller is known, its body and query were read.
 *
 * @param id what the path names; empty where it names nothing
 * @param body empty where the route takes none
 * @param patience how long the caller wants to wait
 * @param events whether the caller wants server-sent events
 */
record Call(Who who, String id, Value.Fields body, Duration patience, boolean events) {

  /**
   * Who asks.
   *
   * @param caller nobody where the route is open or the operator's
   * @param until when what the caller came with ends
   */
  record Who(Caller caller, Instant until) {
    /** Somebody who came with nothing that tells who it is. */
    static final Who NOBODY = new Who(Caller.ANONYMOUS, Instant.MAX);
  }

  /** The agent that asks. */
  Caller caller() {
    return who.caller();
  }
}
