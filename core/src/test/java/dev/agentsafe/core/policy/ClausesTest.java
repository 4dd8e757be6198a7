package dev.agentsafe.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clauses ask at least what others ask. */
final class ClausesTest {
  private static final String THIS =
      "quorum: [{roles: [a, b], count: 1}, {users: [x], count: 1}], denials: 2,"
          + " reason: {required: true, pattern: 'T-\\d+'}, allow_changes: true";

  private static Rule rule(String approval) {
    var text =
        """
        rules:
          - name: r
            decision: require_approval
            reason: people
            match: {}
            approval: {%s}
        """
            .formatted(approval);
    var loaded = RuleLoader.load(List.of(new Source("r.yaml", text)));
    return ((Loaded.Good<List<Rule>>) loaded).value().getFirst();
  }

  private static Rule.Clauses clauses(String approval) {
    return rule(approval).approval().orElseThrow();
  }

  @Test
  void oneRoleThatReadsLikeTwoIsAnotherRule() {
    assertThat(rule("quorum: [{roles: [a, b]}]").isSame(rule("quorum: [{roles: ['a, b']}]")))
        .isFalse();
    assertThat(rule(THIS).isSame(rule(THIS))).as("a pattern is what is written").isTrue();
    assertThat(rule("reason: {pattern: a}").isSame(rule("reason: {pattern: b}"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quorum: [{users: [x], count: 1}, {roles: [b, a], count: 1}], denials: 2,"
            + " reason: {pattern: 'T-\\d+'}, allow_changes: true",
        "quorum: [{roles: [a, b], count: 2}, {users: [x], count: 1}], denials: 1,"
            + " reason: {required: true, pattern: 'T-\\d+'}",
        "quorum: [{roles: [a, b]}, {roles: [a, b]}, {users: [x]}, {groups: [g]}],"
            + " reason: {pattern: 'T-\\d+'}, ttl: 9"
      })
  void theSameOrMore(String approval) {
    assertThat(clauses(approval).isAtLeast(clauses(THIS))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "denials: 2, reason: {pattern: 'T-\\d+'}, allow_changes: true",
        "quorum: [{roles: [a, b], count: 5}], reason: {pattern: 'T-\\d+'}",
        "quorum: [{roles: [a, b, c]}, {users: [x]}], reason: {pattern: 'T-\\d+'}",
        "quorum: [{roles: [a, b]}, {users: [x]}], denials: 3, reason: {pattern: 'T-\\d+'}",
        "quorum: [{roles: [a, b]}, {users: [x]}], reason: {required: true}",
        "quorum: [{roles: [a, b]}, {users: [x]}], reason: {pattern: '.*'}",
        "quorum: [{roles: [a, b]}, {users: [x]}]",
        "quorum: [{roles: [a, b]}, {users: [x]}], reason: {pattern: 'T-\\d+'}, break_glass: true"
      })
  void lessOrOtherwise(String approval) {
    assertThat(clauses(approval).isAtLeast(clauses(THIS))).isFalse();
  }

  @Test
  void whatAsksForNothingInParticularIsTheLeast() {
    assertThat(clauses(THIS).isAtLeast(clauses("denials: 2, allow_changes: true"))).isTrue();
    assertThat(Rule.Clauses.PLAIN.isAtLeast(clauses("ttl: 5"))).isTrue();
    assertThat(clauses("denials: 2").isAtLeast(Rule.Clauses.PLAIN)).isFalse();
    assertThat(clauses("break_glass: true").isAtLeast(Rule.Clauses.PLAIN)).isFalse();
  }
}
