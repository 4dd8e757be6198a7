package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.time.Duration;

/**
 * One call that may go on: its caller is known, its body and query were read.
 *
 * @param caller who asks; nobody where the route is open or the operator's
 * @param id what the path names; empty where it names nothing
 * @param body empty where the route takes none
 * @param patience how long the caller wants to wait
 * @param events whether the caller wants server-sent events
 */
record Call(Caller caller, String id, Value.Fields body, Duration patience, boolean events) {}
