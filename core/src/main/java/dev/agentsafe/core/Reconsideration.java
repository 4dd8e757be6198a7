package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Narrowing;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides again what an approver would agree to instead of what was asked. */
record Reconsideration(Supplier<Workspace> inForce, RequestParser parser, Clock clock)
    implements BallotCheck.Reconsidering {

  @Override
  public Redraft of(ApprovalRequest question, Changes changes) {
    var workspace = inForce.get();
    var longest = workspace.settings().tokens().ticketLife().toSeconds();
    return Narrowing.fault(question, changes, longest)
        .map(Reconsideration::notNarrower)
        .orElseGet(() ->
            switch (parse(parser, question, changes)) {
              case Parsed.Unfit unfit -> notNarrower(unfit.reason());
              case Parsed.Fits(var request) ->
                  new Redraft.Decided(
                      Intake.decideNow(workspace, request, clock), request.effectiveRisk());
            });
  }

  private static Redraft notNarrower(String why) {
    return new Redraft.Refused(new Voted.Refused("not-narrower", why));
  }

  /** What was asked with these changes made. */
  static Parsed parse(RequestParser parser, ApprovalRequest question, Changes changes) {
    var asked = question.binding().request();
    return parser.parse(
        new Submission(
            asked.action().name(),
            Optional.of(asked.target().id()),
            Optional.of(asked.caller()),
            changes.on(asked.params()),
            asked.changeTicket()));
  }

  /** The same where it is known to fit; what was asked where nothing is changed. */
  static ActionRequest changed(RequestParser parser, ApprovalRequest question, Changes changes) {
    if (changes.params().values().isEmpty()) {
      return question.binding().request();
    }
    return switch (parse(parser, question, changes)) {
      case Parsed.Fits(var request) -> request;
      case Parsed.Unfit unfit ->
          throw new CoreException("What was offered does not fit any more: " + unfit.reason());
    };
  }
}
