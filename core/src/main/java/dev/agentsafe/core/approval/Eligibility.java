package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Rule.QuorumClause;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Says who may answer a question, and names the clause where they may not; pure. */
public final class Eligibility {
  /** What a person's own requests are called by: {@code operator/<id>}. */
  public static final String OPERATOR_PREFIX = "operator/";

  private Eligibility() {}

  /** Why that person may not answer; empty: may. */
  public static Optional<Voted.Refused> refusal(ApprovalRequest request, Operator person) {
    return involvement(request, person)
        .or(() -> outsider(request, person))
        .or(() -> secondVote(request, person));
  }

  /** Why that person may not give that answer; empty: may. */
  public static Optional<Voted.Refused> refusal(
      ApprovalRequest request, Operator person, VoteStatement.Choice choice) {
    return refusal(request, person)
        .or(() -> repetition(request, person, choice))
        .or(() -> reasonRefusal(request, choice.reason()))
        .or(() -> liberty(request, choice));
  }

  /** Why the rule does not let anybody answer that way; empty: it does. */
  private static Optional<Voted.Refused> liberty(
      ApprovalRequest request, VoteStatement.Choice choice) {
    var latitude = request.asked().rule().flatMap(Rule::approval).map(Rule.Clauses::latitude);
    if (choice.changes().isEmpty()) {
      return choice.breakGlass() ? alone(latitude, choice) : Optional.empty();
    }
    if (!choice.approves() || choice.breakGlass()) {
      return refused("changes-forbidden", "Only an approval in good order has changes.");
    }
    return latitude.map(Rule.Latitude::allowChanges).orElse(false)
        ? Optional.empty()
        : refused(
            "changes-forbidden",
            "The rule does not let approvers change anything; approve what was asked, or deny it.");
  }

  private static Optional<Voted.Refused> alone(
      Optional<Rule.Latitude> latitude, VoteStatement.Choice choice) {
    if (!choice.approves() || !latitude.map(Rule.Latitude::breakGlass).orElse(false)) {
      return refused("break-glass-forbidden", "The rule does not let anybody approve this alone.");
    }
    return choice.reason().isBlank()
        ? refused("reason-required", "Who approves alone says why.")
        : Optional.empty();
  }

  /** Why that person has too much to do with a request to judge it; empty: has not. */
  public static Optional<Voted.Refused> involvement(ApprovalRequest request, Operator person) {
    return involvement(request.binding().request().caller(), person);
  }

  /** Why that person has too much to do with what a caller asks for; empty: has not. */
  public static Optional<Voted.Refused> involvement(Caller caller, Operator person) {
    if (isSame(caller.id().value(), person)) {
      return refused(
          "self-approval", "`" + person.id() + "` asked for this; somebody else has to answer.");
    }
    for (var link : caller.delegation().links()) {
      if (isSame(link.id().value(), person)) {
        return refused(
            "self-approval",
            "`"
                + person.id()
                + "` handed this request's authority on; somebody outside its delegation chain has"
                + " to answer.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Voted.Refused> outsider(ApprovalRequest request, Operator person) {
    var clauses = clauses(request);
    return Quorum.admits(clauses, person)
        ? Optional.empty()
        : refused(
            "not-eligible",
            "The rule asks for "
                + Quorum.describe(clauses)
                + "; `"
                + person.id()
                + "` is none of them.");
  }

  /** Who has agreed may agree to less later, or alone, and to nothing else. */
  private static Optional<Voted.Refused> secondVote(ApprovalRequest request, Operator person) {
    var latitude = request.asked().rule().flatMap(Rule::approval).map(Rule.Clauses::latitude);
    boolean open = latitude.map(l -> l.allowChanges() || l.breakGlass()).orElse(false);
    return earlier(request, person)
        .filter(v -> !v.approves() || !open)
        .flatMap(v -> alreadyVoted(person));
  }

  /** Why that choice is no other than the person's earlier one; empty: it is. */
  static Optional<Voted.Refused> repetition(
      ApprovalRequest request, Operator person, VoteStatement.Choice choice) {
    return earlier(request, person)
        .filter(v ->
            !choice.approves()
                || (v.choice().changes().equals(choice.changes())
                    && v.choice().breakGlass() == choice.breakGlass()))
        .flatMap(v -> alreadyVoted(person));
  }

  private static Optional<Vote> earlier(ApprovalRequest request, Operator person) {
    var name = Operators.folded(person.id().value());
    return Quorum.latest(request.votes()).stream()
        .filter(v -> Operators.folded(v.voter().id().value()).equals(name))
        .findFirst();
  }

  private static Optional<Voted.Refused> alreadyVoted(Operator person) {
    return refused("already-voted", "`" + person.id() + "` has answered already.");
  }

  /** Why that reason will not do; empty: it will. */
  public static Optional<Voted.Refused> reasonRefusal(ApprovalRequest request, String reason) {
    var wanted = request.asked().rule().flatMap(Rule::approval).map(Rule.Clauses::reason);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    if (wanted.get().required() && reason.isBlank()) {
      return refused("reason-required", "The rule asks for a reason; say why.");
    }
    var pattern = wanted.get().pattern();
    if (pattern.isPresent() && !pattern.get().matcher(reason).matches()) {
      return refused(
          "reason-required",
          "The reason must match `" + pattern.get().pattern() + "`, as the rule asks.");
    }
    return Optional.empty();
  }

  /** What a request's rule asks for. */
  public static Quorum.Terms terms(ApprovalRequest request) {
    return request
        .asked()
        .rule()
        .flatMap(Rule::approval)
        .map(c -> new Quorum.Terms(c.quorum(), c.latitude().denials()))
        .orElse(Quorum.Terms.ANYBODY);
  }

  /** The clauses that a request's rule asks for. */
  public static List<QuorumClause> clauses(ApprovalRequest request) {
    return request
        .asked()
        .rule()
        .flatMap(Rule::approval)
        .map(Rule.Clauses::quorum)
        .orElse(List.of());
  }

  /** The caller that an operator is when they ask for something themselves: a roll-back. */
  public static Caller caller(Operator operator) {
    return new Caller(
        new AgentId(OPERATOR_PREFIX + operator.id().value()),
        operator.name(),
        new Caller.Grants(operator.roles(), operator.groups()),
        Caller.Delegation.NONE);
  }

  /** Whether that caller is a person at a console rather than an agent. */
  public static boolean isOperator(Caller caller) {
    return caller.id().value().startsWith(OPERATOR_PREFIX);
  }

  /**
   * Whether a caller's id is that person's, or of somebody who acts as a part of them: {@code
   * anna}, {@code operator/Anna}, {@code anna/child}, {@code bot/anna}, however it is spelled.
   */
  private static boolean isSame(String callerId, Operator person) {
    var id = Operators.folded(callerId);
    var name = id.startsWith(OPERATOR_PREFIX) ? id.substring(OPERATOR_PREFIX.length()).strip() : id;
    var wanted = Operators.folded(person.id().value());
    return name.equals(wanted)
        || Arrays.stream(name.split("/", -1)).anyMatch(part -> part.strip().equals(wanted));
  }

  private static Optional<Voted.Refused> refused(String clause, String why) {
    return Optional.of(new Voted.Refused(clause, why));
  }
}
