package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Docket;
import java.time.Instant;
import java.util.Optional;

/**
 * Says how long approvals wait for the agent to come for its ticket.
 *
 * <p>One of its own waits from the moment that it was given, a step of a plan from the moment that
 * its turn has come.
 */
record ClaimLives(Parts parts, Docket docket) {

  /** When that approval is worth nothing any more; empty where it is none, or does not wait yet. */
  Optional<Instant> until(ApprovalRequest request) {
    var auditId = request.binding().auditId();
    var course = parts.courses().ofDecision(auditId);
    return course.isEmpty()
        ? docket.claimUntil(request.id())
        : course
            .flatMap(c -> c.stepOf(auditId).flatMap(c::readySince))
            .map(since -> since.plus(request.span().claimLife()));
  }

  /** Whether nobody has come for the ticket of that approval in time. */
  boolean isOver(ApprovalRequest request, Instant now) {
    return until(request).filter(until -> !now.isBefore(until)).isPresent();
  }
}
