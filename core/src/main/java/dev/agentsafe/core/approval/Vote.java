package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.OperatorId;
import java.time.Instant;

/** One person's answer. */
public record Vote(OperatorId voter, boolean approves, String reason, Instant castAt) {}
