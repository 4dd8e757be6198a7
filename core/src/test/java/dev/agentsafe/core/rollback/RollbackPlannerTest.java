package dev.agentsafe.core.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.rollback.RollbackPlan.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RollbackPlannerTest {
  private static final Map<String, Action.RollbackSource> SOURCES =
      Map.of(
          "replicas", new Action.RollbackSource("before_state.replicas"),
          "deployment", new Action.RollbackSource("params.deployment"));

  private final RollbackPlanner planner = new RollbackPlanner(new Catalog(List.of(scale())));

  @Test
  void parametersComeFromTheRequestAndTheCapturedState() {
    var outcome = plan(given("web"), Value.EMPTY.with("replicas", Value.of(2)));
    var plan = ((Outcome.Planned) outcome).plan();
    assertThat(plan.params().get("replicas")).contains(Value.of(2));
    assertThat(plan.params().get("deployment")).contains(Value.of("web"));
    assertThat(plan.target().value()).isEqualTo("prod/web");
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void whatWasNotCapturedIsNamed() {
    assertThat(plan(given("web"), Value.EMPTY))
        .isEqualTo(
            new Outcome.Impossible(
                "The roll-back of `evt-0123456789ab` needs what was not recorded:"
                    + " `before_state.replicas`."));
  }

  /** Captured as null, it was known not to be set. */
  @Test
  void whatWasNotSetBeforeIsLeftOutWhereItMayBe() {
    var load = new Parameter.Use(false, Optional.empty(), false);
    var optional =
        new Parameter("load", Parameter.Type.INTEGER, "", load, Parameter.Constraints.NONE);
    var sources =
        Map.of(
            "load", new Action.RollbackSource("before_state.load"),
            "replicas", new Action.RollbackSource("before_state.replicas"));
    var action = scale(List.of(parameter("replicas"), optional), sources);
    var planner = new RollbackPlanner(new Catalog(List.of(action)));
    var before = Value.EMPTY.with("load", Value.NULL).with("replicas", Value.of(2));

    var plan = ((Outcome.Planned) planner.plan(original(Value.EMPTY), before, before)).plan();
    assertThat(plan.params()).as("as 0.16 plans it").isEqualTo(before);
    var sendable = planner.withoutUnset(plan);
    assertThat(sendable.params()).isEqualTo(Value.EMPTY.with("replicas", Value.of(2)));
    assertThat(sendable.warnings()).containsExactly("`load` was not set before; it is left out");
  }

  @Test
  void aRequiredParameterThatWasNotGivenIsNamed() {
    var outcome = plan(Value.EMPTY, Value.EMPTY.with("replicas", Value.of(2)));
    assertThat(((Outcome.Impossible) outcome).why()).contains("`params.deployment`");
  }

  @Test
  void anUnknownActionIsNamed() {
    var outcome =
        new RollbackPlanner(new Catalog(List.of()))
            .plan(original(Value.EMPTY), Value.EMPTY, Value.EMPTY);
    assertThat(((Outcome.Impossible) outcome).why()).contains("`scale-deployment`");
  }

  @Test
  void aDecisionThatIsNotRecordedIsNamed() {
    var outcome = planner.plan("evt-ffffffffffff", List.of());
    assertThat(((Outcome.Impossible) outcome).why()).contains("`evt-ffffffffffff`");
  }

  private Outcome plan(Value.Fields params, Value.Fields before) {
    return planner.plan(original(params), before, Value.EMPTY);
  }

  private static RollbackPlan.Original original(Value.Fields params) {
    return new RollbackPlan.Original(
        "evt-0123456789ab",
        new ActionName("scale-deployment"),
        new TargetId("prod/web"),
        "deploy-bot",
        params);
  }

  private static Value.Fields given(String deployment) {
    return Value.EMPTY.with("deployment", Value.of(deployment)).with("replicas", Value.of(5));
  }

  private static Action scale() {
    return scale(List.of(parameter("deployment"), parameter("replicas")), SOURCES);
  }

  private static Action scale(
      List<Parameter> parameters, Map<String, Action.RollbackSource> sources) {
    return new Action(
        new ActionName("scale-deployment"),
        new Action.Summary("1.0.0", "", List.of()),
        new Action.Scope(
            RiskClass.MEDIUM, List.of("k8s-deployment"), List.of(), List.of(), Optional.empty()),
        parameters,
        new Action.Effects(
            true, Optional.of(new ActionName("scale-deployment")), sources, List.of()));
  }

  private static Parameter parameter(String name) {
    return new Parameter(
        name,
        Parameter.Type.STRING,
        "",
        new Parameter.Use(true, Optional.empty(), false),
        Parameter.Constraints.NONE);
  }
}
