package dev.agentsafe.core.approval;

import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Rule.QuorumClause;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says who may answer a question, and names the clause where they may not; pure. */
public final class Eligibility {
  /** What a person's own requests are called by: {@code operator/<id>}. */
  public static final String OPERATOR_PREFIX = "operator/";

  private Eligibility() {}

  /** Why that person may not answer; empty: may. */
  public static Optional<Voted.Refused> refusal(ApprovalRequest request, Operator person) {
    var caller = request.binding().request().caller();
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
    if (request.votes().stream().anyMatch(v -> v.voter().id().equals(person.id()))) {
      return refused("already-voted", "`" + person.id() + "` has answered already.");
    }
    var clauses = clauses(request);
    if (!Quorum.admits(clauses, person)) {
      return refused(
          "not-eligible",
          "The rule asks for "
              + Quorum.describe(clauses)
              + "; `"
              + person.id()
              + "` is none of"
              + " them.");
    }
    return Optional.empty();
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

  /** The clauses that a request's rule asks for. */
  public static List<QuorumClause> clauses(ApprovalRequest request) {
    return request
        .asked()
        .rule()
        .flatMap(Rule::approval)
        .map(Rule.Clauses::quorum)
        .orElse(List.of());
  }

  /** Whether that caller is a person at a console rather than an agent. */
  public static boolean isOperator(Caller caller) {
    return caller.id().value().startsWith(OPERATOR_PREFIX);
  }

  private static boolean isSame(String callerId, Operator person) {
    var name =
        callerId.startsWith(OPERATOR_PREFIX)
            ? callerId.substring(OPERATOR_PREFIX.length())
            : callerId;
    return fold(name).equals(fold(person.id().value()));
  }

  private static String fold(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
  }

  private static Optional<Voted.Refused> refused(String clause, String why) {
    return Optional.of(new Voted.Refused(clause, why));
  }
}
