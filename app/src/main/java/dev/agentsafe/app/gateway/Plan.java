package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps that belong together, in the order given; ids are unique and dependencies have no cycle.
 */
record Plan(List<Step> steps) {
  private static final int MOST_STEPS = 100;

  Plan {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param id as given, else {@code step-1} for the first
   * @param form its members, read without a fault
   */
  record Step(String id, List<String> dependsOn, Form form) {
    Step {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /** What came of reading one. */
  sealed interface Read {
    record Good(Plan plan) implements Read {}

    record Bad(Answer.Fault fault) implements Read {}
  }

  static Read read(Value.Fields body) {
    var whole = new Form(body, "");
    var items = whole.items("steps");
    var fault = whole.fault();
    if (fault.isPresent()) {
      return new Read.Bad(fault.get());
    }
    if (items.isEmpty() || items.size() > MOST_STEPS) {
      return bad("steps", "`steps` must hold 1 to " + MOST_STEPS + " steps.");
    }
    var steps = new ArrayList<Step>();
    for (var i = 0; i < items.size(); i++) {
      var path = "steps[" + i + "]";
      if (!(items.get(i) instanceof Value.Fields fields)) {
        return bad(path, "`" + path + "` must be an object.");
      }
      var form = new Form(fields, path + ".");
      var id = form.optionalText("id").orElse("step-" + (i + 1));
      var dependsOn = form.texts("depends_on");
      Decisions.submission(form, Caller.ANONYMOUS);
      var wrong = form.fault();
      if (wrong.isPresent()) {
        return new Read.Bad(wrong.get());
      }
      steps.add(new Step(id, dependsOn, form));
    }
    return linked(new Plan(steps));
  }

  private static Read linked(Plan plan) {
    var at = new HashMap<String, Integer>();
    for (var i = 0; i < plan.steps().size(); i++) {
      var id = plan.steps().get(i).id();
      if (at.put(id, i) != null) {
        return bad("steps[" + i + "].id", "Two steps have the id `" + id + "`.");
      }
    }
    for (var i = 0; i < plan.steps().size(); i++) {
      for (var other : plan.steps().get(i).dependsOn()) {
        if (!at.containsKey(other)) {
          return bad("steps[" + i + "].depends_on", "There is no step `" + other + "`.");
        }
      }
    }
    return cycle(plan, at)
        .<Read>map(id ->
            bad(
                "steps[" + at.get(id) + "].depends_on",
                "Step `" + id + "` depends on itself, directly or through others."))
        .orElse(new Read.Good(plan));
  }

  /** Takes away what depends on nothing that is left, until nothing can be: the rest is a cycle. */
  private static Optional<String> cycle(Plan plan, Map<String, Integer> at) {
    Set<String> left = new HashSet<>(at.keySet());
    while (left.removeIf(
        id ->
            plan.steps().get(at.getOrDefault(id, 0)).dependsOn().stream()
                .noneMatch(left::contains))) {
      // once more, until nothing was taken away
    }
    return plan.steps().stream().map(Step::id).filter(left::contains).findFirst();
  }

  private static Read bad(String field, String message) {
    return new Read.Bad(Answer.Fault.in(field, message));
  }
}
