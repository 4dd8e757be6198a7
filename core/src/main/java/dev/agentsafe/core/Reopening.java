package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.plan.Course;
import java.util.Optional;

/**
 * Takes up the questions that an earlier process left behind: open ones, approvals that nobody has
 * claimed, and the newest that are settled, so that whoever asked is still told how it ended.
 *
 * <p>Votes count again where they still would: signed by an operator of today with a key that was
 * good then. An approval stands where the quorum still does, and no longer than it would have.
 */
record Reopening(Parts parts, Docket docket, BallotCheck ballots) {
  static final String OTHER_RULES =
      "The rules that asked for it are not those in force any more; ask again";

  /**
   * Takes up one that was left open.
   *
   * @return the question, where it is open still; its evidence may have to be read
   */
  Optional<ApprovalRequest> reopen(OpenQuestions.Question left) {
    return docket.deciding(() -> {
      if (left.request().isEmpty()) {
        parts.record(parts.approvalDrafts().lapsed(left.asked()));
        return Optional.empty();
      }
      var request = counted(left.request().get(), left);
      docket.add(request);
      if (left.standing() instanceof Standing.Approved) {
        docket.settle(request.id(), left.standing(), left.since());
      }
      var standing = standing(request, left);
      if (!standing.equals(left.standing())) {
        var now = parts.clock().instant();
        parts.record(parts.approvalDrafts().settled(request, standing, now));
        docket.settle(request.id(), standing, now);
      } else if (!(standing instanceof Standing.Pending)) {
        docket.settle(request.id(), standing, left.since());
      }
      return standing instanceof Standing.Pending ? Optional.of(request) : Optional.empty();
    });
  }

  /** Takes up one that is settled, so that whoever asked can still read how. */
  void recall(OpenQuestions.Question left) {
    docket.deciding(() -> {
      left.request()
          .ifPresent(request -> {
            docket.add(counted(request, left));
            docket.settle(request.id(), left.standing(), left.since());
            if (left.isClaimed()) {
              docket.claimed(request.id());
            }
          });
      return left;
    });
  }

  private ApprovalRequest counted(ApprovalRequest asked, OpenQuestions.Question left) {
    var request = asked;
    for (var signed : left.votes()) {
      request = ballots.again(request, signed).map(request::withVote).orElse(request);
    }
    return request;
  }

  private Standing standing(ApprovalRequest request, OpenQuestions.Question left) {
    var stopped = parts.courses().ofDecision(request.binding().auditId()).flatMap(Course::stopped);
    if (stopped.isPresent()) {
      return PlanEnds.stopped(stopped.get());
    }
    if (!left.isOfTheRulesInForce()) {
      return new Standing.Denied("policy", OTHER_RULES);
    }
    var now = parts.clock().instant();
    if (left.standing() instanceof Standing.Approved approved) {
      return new ClaimLives(parts, docket).isOver(request, now)
          ? new Standing.Unclaimed(approved.by())
          : stillApproved(request, approved);
    }
    if (!now.isBefore(request.span().expires())) {
      return new Standing.Expired();
    }
    return ApprovalDesk.standing(request);
  }

  /** What was taken of an offer is approved, whatever the votes alone would offer. */
  private static Standing stillApproved(ApprovalRequest request, Standing.Approved approved) {
    return switch (ApprovalDesk.standing(request)) {
      case Standing.Approved a -> approved;
      case Standing.Offered o -> approved;
      case Standing.Denied denied -> denied;
      case Standing.Pending p -> ClaimDesk.NO_QUORUM;
      case Standing.Cancelled c -> ClaimDesk.NO_QUORUM;
      case Standing.Expired e -> ClaimDesk.NO_QUORUM;
      case Standing.Unclaimed u -> ClaimDesk.NO_QUORUM;
    };
  }
}
