package dev.agentsafe.core.lint;

import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether there are people who can meet the quorum of a rule. */
final class QuorumLint {
  private final List<Operator> people;
  private final Findings findings;

  QuorumLint(Operators operators, Findings findings) {
    people = operators.members().stream().map(Operators.Member::operator).toList();
    this.findings = findings;
  }

  void check(Stated stated) {
    stated.rule().approval().ifPresent(clauses -> quorum(stated, clauses.quorum()));
  }

  private void quorum(Stated rule, List<Rule.QuorumClause> clauses) {
    var able = new ArrayList<Operator>();
    int wanted = 0;
    for (int i = 0; i < clauses.size(); i++) {
      var clause = clauses.get(i);
      int before = findings.count();
      unknown(rule, i, "roles", clause.roles(), names(Operator::roles));
      unknown(rule, i, "groups", clause.groups(), names(Operator::groups));
      unknown(rule, i, "users", clause.users(), ids());
      var those = people.stream().filter(person -> isMetBy(clause, person)).toList();
      if (those.size() < clause.count() && findings.count() == before) {
        unmeetable(rule, i, clause.count(), those.size());
        return;
      }
      able.addAll(those);
      wanted += clause.count();
    }
    var distinct = able.stream().map(Operator::id).distinct().count();
    if (distinct > 0 && distinct < wanted) {
      unmeetable(rule, 0, wanted, (int) distinct);
    }
  }

  private static boolean isMetBy(Rule.QuorumClause clause, Operator person) {
    return clause.users().contains(person.id().value())
        || clause.roles().stream().anyMatch(person.roles()::contains)
        || clause.groups().stream().anyMatch(person.groups()::contains);
  }

  private void unknown(Stated rule, int clause, String key, List<String> asked, Set<String> known) {
    for (var name : asked) {
      if (!known.contains(name)) {
        findings.add(
            rule.clause(clause, key, name),
            Code.UNKNOWN_APPROVER,
            "rule `"
                + rule.rule().name()
                + "` asks for approvers of `"
                + key
                + ": "
                + name
                + "`, and there are none"
                + Suggestion.of(name, known)
                    .map(near -> "; did you mean `" + near + "`?")
                    .orElse("; correct it or add such an operator"));
      }
    }
  }

  private void unmeetable(Stated rule, int clause, int wanted, int there) {
    findings.add(
        rule.clause(clause, "count", ""),
        Code.UNMEETABLE_QUORUM,
        "rule `"
            + rule.rule().name()
            + "` asks for "
            + wanted
            + " distinct people and there are "
            + there
            + "; nothing it covers can be approved");
  }

  private Set<String> names(Function<Operator, List<String>> of) {
    return people.stream()
        .flatMap(person -> of.apply(person).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> ids() {
    return people.stream()
        .map(person -> person.id().value())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
