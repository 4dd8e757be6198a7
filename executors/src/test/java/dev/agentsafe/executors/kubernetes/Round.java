package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.rollback.RollbackPlanner;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.state.Diff;
import java.util.Map;

/**
 * An action that was done, and undone by what the catalogue says undoes it.
 *
 * @param there the run
 * @param back the run of its roll-back
 */
record Round(RunRecord.Succeeded there, RunRecord.Succeeded back) {

  /** Does it, looks at the state, undoes it, and finds the state as it was before. */
  static Round of(Bench bench, String action, String target, Map<String, Object> params) {
    var order = bench.order(action, target, params);
    var there = done(bench, order);
    var planned = plan(bench, order, there);
    var back = done(bench, bench.order(planned.action().value(), target, planned.params()));
    var decisive = order.request().action().effects().decisive();
    // The inverse may declare fewer fields than what it undoes: what counts is the latter's.
    assertThat(Diff.between(there.account().before(), bench.executor().read(order)).changed())
        .as("what " + action + " left after it was undone")
        .doesNotContainKeys(decisive.toArray(String[]::new));
    assertThat(bench.executor().read(order).values().keySet())
        .as("what can be told of " + target)
        .containsAll(decisive);
    return new Round(there, back);
  }

  static RunRecord.Succeeded done(Bench bench, Order order) {
    var run = bench.run(order);
    assertThat(run)
        .as(order.request().action().name().value())
        .isInstanceOf(RunRecord.Succeeded.class);
    allFields(order.request().action(), run.account().before());
    allFields(order.request().action(), run.account().after());
    return (RunRecord.Succeeded) run;
  }

  /** Every declared field is there in its declared type; null stands for what is not set. */
  private static void allFields(Action action, Value.Fields state) {
    for (var field : action.effects().stateFields()) {
      assertThat(state.get(field.name())).as(field.name()).isPresent();
      var value = state.get(field.name()).orElseThrow();
      var fits =
          switch (field.type()) {
            case "integer" -> value instanceof Value.Int;
            case "boolean" -> value instanceof Value.Bool;
            case "string" -> value instanceof Value.Text;
            case "object" -> value instanceof Value.Fields;
            default -> false;
          };
      assertThat(fits || (!field.required() && value instanceof Value.Null))
          .as(field.name() + " as " + field.type() + ": " + value)
          .isTrue();
    }
  }

  static RollbackPlan plan(Bench bench, Order order, RunRecord.Succeeded there) {
    var request = order.request();
    var original =
        new RollbackPlan.Original(
            order.auditId(),
            request.action().name(),
            request.target().id(),
            "deploy-bot",
            request.params());
    var planner = new RollbackPlanner(bench.catalog);
    var planned = planner.plan(original, there.account().before(), there.account().after());
    assertThat(planned).isInstanceOf(RollbackPlan.Outcome.Planned.class);
    return planner.withoutUnset(((RollbackPlan.Outcome.Planned) planned).plan());
  }
}
