package dev.agentsafe.app.seat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.SecretMarks;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Narrowing;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.request.ActionRequest;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Reads a governor's questions as the person at this seat may see and answer them; immutable. */
record QuestionReader(Governor governor, OperatorHand hand) {

  Question read(ApprovalRequest asked, List<Trace.Step> trace) {
    var request = asked.binding().request();
    var rule = asked.asked().rule();
    var clauses = rule.flatMap(Rule::approval);
    var standing = governor.standing(asked.id()).orElse(new Standing.Pending());
    return new Question(
        asked.id(),
        new Question.What(
            deed(request),
            SecretMarks.hidden(request.action(), request.params()),
            request.changeTicket(),
            asked.binding().auditId(),
            asked.asked().rollbackOf()),
        who(request),
        new Question.Why(
            rule.map(r -> r.name().value()).orElse(""),
            asked.asked().reason(),
            rule.map(this::place).orElse(""),
            trace,
            clauses.map(c -> c.reason().required()).orElse(false)),
        new Question.Now(
            standing,
            new Question.Span(asked.span().asked(), asked.span().expires()),
            asked.asked().evidence(),
            new Question.Ballot(
                Seen.of(asked),
                Quorum.places(Eligibility.clauses(asked), asked.votes()),
                asked.votes(),
                clauses.map(c -> liberty(asked, c.latitude())).orElse(Question.Liberty.NONE)),
            governor.ineligible(asked.id(), hand.operator())));
  }

  private Question.Liberty liberty(ApprovalRequest asked, Rule.Latitude latitude) {
    var alone =
        Optional.of(latitude)
            .filter(Rule.Latitude::breakGlass)
            .map(l ->
                new Question.Alone(
                    governor.reviews().told(asked, hand.operator().id()),
                    governor.reviews().obstacle().map(Voted.Refused::why)));
    return new Question.Liberty(
        latitude.allowChanges(),
        latitude.allowChanges() ? Narrowing.rooms(asked) : List.of(),
        governor.workspace().settings().tokens().ticketLife().toSeconds(),
        alone);
  }

  /** A rule's place as people in this workspace name it. */
  String place(Rule rule) {
    var root = governor.workspace().root().toString() + File.separator;
    var place = rule.origin().toString();
    return place.startsWith(root) ? place.substring(root.length()) : place;
  }

  static Question.Deed deed(ActionRequest request) {
    var action = request.action();
    var standing = request.target().standing();
    return new Question.Deed(
        action.name().value(),
        action.summary().description(),
        new Question.Aim(
            request.target().id().value(),
            request.target().type(),
            standing.environment(),
            standing.sensitivity(),
            standing.owner()),
        new Question.Risk(action.scope().risk(), request.effectiveRisk()),
        action.effects().reversible());
  }

  private static Question.Who who(ActionRequest request) {
    var caller = request.caller();
    return new Question.Who(
        caller.id().value(),
        caller.name(),
        caller.grants().roles(),
        caller.grants().groups(),
        caller.delegation().links().stream().map(l -> l.id().value()).toList());
  }
}
