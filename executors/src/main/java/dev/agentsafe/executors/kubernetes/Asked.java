package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import java.time.Instant;

/**
 * What is wanted of which object, and where to look around it.
 *
 * @param around throws {@link dev.agentsafe.executors.ExecutorException} where it cannot be read
 */
record Asked(Place place, Value.Fields params, Instant now, Surroundings around) {}
