package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.Operator;
import java.time.Instant;

/**
 * One person's answer.
 *
 * @param voter with the roles and groups held when the vote was cast
 */
public record Vote(Operator voter, boolean approves, String reason, Instant castAt) {}
