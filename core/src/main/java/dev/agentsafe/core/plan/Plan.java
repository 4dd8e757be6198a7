package dev.agentsafe.core.plan;

import dev.agentsafe.core.request.Submission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Steps that one caller submits together, in the order given; ids are unique and dependencies have
 * no cycle.
 */
public final class Plan {
  /** No plan has more steps. */
  public static final int MOST_STEPS = 100;

  /** Ids and dependencies stand in one line of the journal. */
  private static final int MOST_TEXT = 30_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final List<Step> steps;

  private Plan(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * One step.
   *
   * @param id letters, digits and {@code . _ -}, at most 64
   * @param dependsOn ids of the steps that must have succeeded before
   */
  public record Step(String id, List<String> dependsOn, Submission submission) {
    public Step {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /** What came of putting steps together. */
  public sealed interface Made {
    /** They are a plan. */
    record Good(Plan plan) implements Made {}

    /**
     * They are none.
     *
     * @param at 0-based index of the step; -1 where it is about all of them
     * @param member {@code id}, {@code depends_on}, or {@code steps}
     */
    record Bad(int at, String member, String message) implements Made {}
  }

  /** Puts steps together. */
  public static Made of(List<Step> steps) {
    var given = List.copyOf(steps);
    if (given.isEmpty() || given.size() > MOST_STEPS) {
      return new Made.Bad(-1, "steps", "`steps` must hold 1 to " + MOST_STEPS + " steps.");
    }
    var at = new HashMap<String, Integer>();
    for (int i = 0; i < given.size(); i++) {
      var id = given.get(i).id();
      if (!ID.matcher(id).matches()) {
        return new Made.Bad(
            i, "id", "`" + id + "` is no id of a step; use letters, digits and . _ -, at most 64.");
      }
      if (at.put(id, i) != null) {
        return new Made.Bad(i, "id", "Two steps have the id `" + id + "`.");
      }
    }
    for (int i = 0; i < given.size(); i++) {
      for (var other : given.get(i).dependsOn()) {
        if (!at.containsKey(other)) {
          return new Made.Bad(i, "depends_on", "There is no step `" + other + "`.");
        }
      }
    }
    if (text(given) > MOST_TEXT) {
      return new Made.Bad(
          -1, "steps", "The plan's ids and dependencies are too long; use shorter ids.");
    }
    return cycle(given, at)
        .<Made>map(id ->
            new Made.Bad(
                at.getOrDefault(id, 0),
                "depends_on",
                "Step `" + id + "` depends on itself, directly or through others."))
        .orElseGet(() -> new Made.Good(new Plan(given)));
  }

  private static int text(List<Step> steps) {
    return steps.stream()
        .mapToInt(s -> s.id().length() + s.dependsOn().stream().mapToInt(d -> d.length() + 4).sum())
        .sum();
  }

  /** Takes away what depends on nothing that is left, until nothing can be: the rest is a cycle. */
  private static Optional<String> cycle(List<Step> steps, Map<String, Integer> at) {
    Set<String> left = new HashSet<>(at.keySet());
    while (left.removeIf(
        id -> steps.get(at.getOrDefault(id, 0)).dependsOn().stream().noneMatch(left::contains))) {
      // once more, until nothing was taken away
    }
    return steps.stream().map(Step::id).filter(left::contains).findFirst();
  }

  /** The steps, in the order given. */
  public List<Step> steps() {
    return steps;
  }
}
