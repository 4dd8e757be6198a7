package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.limit.RateLimit;
import dev.agentsafe.core.limit.RiskBudget;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an agent gets to hear, whatever it sends. */
final class PolicyDecisionPointTest {
  private static final Facts.When AT = Facts.When.of(Instant.parse("2026-03-30T10:00:00Z"));
  private static final String ACTION =
      """
      name: restart-pod
      version: 1.0.0
      description: starts it anew
      risk_class: medium
      target_types: [k8s-pod]
      reversible: false
      """;
  private static final String TARGETS =
      """
      targets:
      - {id: dev/pod, type: k8s-pod, environment: dev, sensitivity: internal, owner: team}
      """;
  private static final String RULES =
      """
      rules:
      - name: known-agents-may
        priority: 1
        match: {actions: ["restart-*"], callers: {}}
        decision: allow
        reason: known agents may restart
      """;

  private static final PolicySet POLICIES =
      new PolicySet(
          ((Loaded.Good<List<Rule>>) RuleLoader.load(List.of(new Source("r.yaml", RULES))))
              .value());

  @Test
  void anAgentCalledAnonymousIsSomebodyAndNobodyIsNot() {
    var point = point(Optional.empty(), Optional.empty());
    var somebody = ask("restart-pod", Optional.of(Caller.of(AgentId.ANONYMOUS)));
    var nobody = ask("restart-pod", Optional.empty());
    assertThat(point.decide(somebody, POLICIES, AT, 0).effect()).isEqualTo(Effect.ALLOW);
    var refused = point.decide(nobody, POLICIES, AT, 0);
    assertThat(refused.effect()).isEqualTo(Effect.DENY);
    assertThat(refused.grounds().reason()).isEqualTo("No matching policy (default deny)");
  }

  @Test
  void theLimitComesBeforeEverythingElse() {
    var limit = new RateLimit(1, 60, new RateLimit.Breaker(0, 60, 300));
    var point = point(Optional.of(limit), Optional.empty());
    point.decide(asked("restart-pod"), POLICIES, AT, 0);
    assertThat(point.decide(asked("no-such-action"), POLICIES, AT, 1).grounds().reason())
        .isEqualTo("Rate limit exceeded for caller 'agent': 1 requests per 60s window.");
    assertThat(point.decide(asked("restart-pod"), POLICIES, AT, 61).effect())
        .isEqualTo(Effect.ALLOW);
  }

  @Test
  void enoughRiskNeedsApprovalThenIsDenied() {
    var budget = new RiskBudget(60, Map.of(RiskClass.MEDIUM, 5L), 10, 15);
    var point = point(Optional.empty(), Optional.of(budget));
    assertThat(point.decide(asked("restart-pod"), POLICIES, AT, 0).effect())
        .isEqualTo(Effect.ALLOW);
    var second = point.decide(asked("restart-pod"), POLICIES, AT, 1);
    assertThat(second.effect()).isEqualTo(Effect.REQUIRE_APPROVAL);
    assertThat(second.grounds().reason())
        .isEqualTo("Escalated by cumulative risk (10 >= 10). Original: known agents may restart");
    var third = point.decide(asked("restart-pod"), POLICIES, AT, 2);
    assertThat(third.effect()).isEqualTo(Effect.DENY);
    assertThat(third.cumulative().orElseThrow().escalatedFrom()).contains(Effect.ALLOW);
    assertThat(point.decide(asked("restart-pod"), POLICIES, AT, 100).effect())
        .isEqualTo(Effect.ALLOW);
  }

  @Test
  void whatCannotBeEvaluatedIsDenied() {
    var point = point(Optional.empty(), Optional.empty());
    Value deep = Value.EMPTY;
    for (int i = 0; i < 200_000; i++) {
      deep = new Value.Items(List.of(deep));
    }
    var submission =
        new Submission(
            new ActionName("restart-pod"),
            Optional.of(new TargetId("dev/pod")),
            Optional.of(Caller.of(new AgentId("agent"))),
            Value.EMPTY.with("params", deep),
            Optional.empty());
    assertThat(point.decide(submission, POLICIES, AT, 0).effect()).isEqualTo(Effect.DENY);
  }

  private static Submission asked(String action) {
    return ask(action, Optional.of(Caller.of(new AgentId("agent"))));
  }

  private static Submission ask(String action, Optional<Caller> caller) {
    return new Submission(
        new ActionName(action),
        Optional.of(new TargetId("dev/pod")),
        caller,
        Value.EMPTY,
        Optional.empty());
  }

  private static PolicyDecisionPoint point(Optional<RateLimit> rate, Optional<RiskBudget> risk) {
    return new PolicyDecisionPoint(
        new PolicyDecisionPoint.Config(
            ((Loaded.Good<Catalog>) CatalogLoader.load(List.of(new Source("a.yaml", ACTION))))
                .value(),
            ((Loaded.Good<Inventory>) InventoryLoader.load(new Source("t.yaml", TARGETS))).value(),
            rate,
            risk));
  }
}
