package dev.agentsafe.core.state;

import dev.agentsafe.core.canonical.Value;
import java.time.Instant;

/** What an object looked like at one moment: the fields its action declares. */
public record Snapshot(Value.Fields fields, Instant takenAt) {}
