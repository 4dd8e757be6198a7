package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Rule.QuorumClause;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rule asks of people, as the journal records it with the question, so that whoever verifies
 * the approval needs no policy files.
 */
public record RecordedTerms(List<QuorumClause> clauses, Rule.Latitude latitude) {
  public RecordedTerms {
    clauses = List.copyOf(clauses);
  }

  /** What the rule of a question asks. */
  static RecordedTerms of(ApprovalRequest request) {
    return of(request.asked().rule().flatMap(Rule::approval));
  }

  /** What a rule asks. */
  public static RecordedTerms of(Rule rule) {
    return of(rule.approval());
  }

  private static RecordedTerms of(Optional<Rule.Clauses> approval) {
    return new RecordedTerms(
        approval.map(Rule.Clauses::quorum).orElse(List.of()),
        approval.map(Rule.Clauses::latitude).orElse(new Rule.Latitude(false, false, 1)));
  }

  /** As votes are counted. */
  public Quorum.Terms terms() {
    return new Quorum.Terms(clauses, latitude.denials());
  }

  /** As the journal records what a question asks of people. */
  public static Value.Fields value(ApprovalRequest request) {
    var terms = of(request);
    return Value.EMPTY
        .with(
            "quorum",
            new Value.Items(terms.clauses().stream().<Value>map(RecordedTerms::value).toList()))
        .with("denials", Value.of(terms.latitude().denials()))
        .with("allow_changes", Value.of(terms.latitude().allowChanges()))
        .with("break_glass", Value.of(terms.latitude().breakGlass()));
  }

  private static Value.Fields value(QuorumClause clause) {
    return Value.EMPTY
        .with("roles", Value.texts(clause.roles()))
        .with("groups", Value.texts(clause.groups()))
        .with("users", Value.texts(clause.users()))
        .with("count", Value.of(clause.count()));
  }

  /** Reads what {@link #value} gives; empty where it is none. */
  public static Optional<RecordedTerms> read(Value recorded) {
    if (!(recorded instanceof Value.Fields terms)
        || !(terms.get("quorum").orElse(Value.NULL) instanceof Value.Items(var items))
        || !(terms.get("allow_changes").orElse(Value.NULL) instanceof Value.Bool(var changes))
        || !(terms.get("break_glass").orElse(Value.NULL) instanceof Value.Bool(var glass))) {
      return Optional.empty();
    }
    var denials = people(terms, "denials");
    var clauses = new ArrayList<QuorumClause>();
    for (var item : items) {
      var clause = item instanceof Value.Fields f ? clause(f) : Optional.<QuorumClause>empty();
      if (clause.isEmpty()) {
        return Optional.empty();
      }
      clauses.add(clause.get());
    }
    return denials.map(d -> new RecordedTerms(clauses, new Rule.Latitude(changes, glass, d)));
  }

  private static Optional<QuorumClause> clause(Value.Fields of) {
    return people(of, "count")
        .map(count ->
            new QuorumClause(of.texts("roles"), of.texts("groups"), of.texts("users"), count));
  }

  /** A number of people that a rule may name. */
  private static Optional<Integer> people(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Int(BigInteger count)
            && count.signum() > 0
            && count.bitLength() < 8
        ? Optional.of(count.intValue())
        : Optional.empty();
  }
}
