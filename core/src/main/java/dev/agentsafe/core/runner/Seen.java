package dev.agentsafe.core.runner;

import dev.agentsafe.core.canonical.Value;
import java.util.Optional;

/**
 * What an executor saw of a thing at one moment.
 *
 * @param fields the state fields that the action declares
 * @param object all that its API tells of it, for people who read, without what must not be kept;
 *     empty where there is none, or the executor does not tell
 */
public record Seen(Value.Fields fields, Optional<Value.Fields> object) {}
