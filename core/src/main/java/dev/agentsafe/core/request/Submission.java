package dev.agentsafe.core.request;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import java.util.Optional;

/**
 * What a caller asks for, before anything was checked.
 *
 * @param params in the order given, which is the order problems are reported in
 * @param changeTicket the id of a change ticket of another system
 */
public record Submission(
    ActionName action,
    Optional<TargetId> target,
    Caller caller,
    Value.Fields params,
    Optional<String> changeTicket) {}
