package dev.agentsafe.core.preview;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.policy.RandomRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A space over the words that random rules are about. */
final class RandomSpace {
  private RandomSpace() {}

  static MapSpace of(RandomRules made, Random random) {
    var targets = new ArrayList<Target>();
    var subjects = new ArrayList<MapSpace.Subject>();
    subjects.add(MapSpace.Subject.somebody());
    while (targets.size() < 12 || subjects.size() < 12) {
      var facts = made.facts();
      facts
          .target()
          .ifPresent(t ->
              targets.add(
                  new Target(
                      new TargetId("t" + targets.size()),
                      t.type(),
                      t.standing(),
                      Optional.empty())));
      facts.caller().ifPresent(c -> subjects.add(new MapSpace.Subject("s" + subjects.size(), c)));
    }
    var actions =
        IntStream.range(0, 8).mapToObj(i -> action(made.facts().action(), random)).toList();
    return new MapSpace(
        actions, targets, subjects, LocalDate.of(2026, 3, 25), random.nextBoolean());
  }

  /** Applies to half of the types. */
  private static Action action(ActionName name, Random random) {
    return new Action(
        name,
        new Action.Summary("1.0.0", "", List.of()),
        new Action.Scope(
            RiskClass.values()[random.nextInt(4)],
            random.nextBoolean() ? List.of("vm", "k8s-pod") : List.of("database", "vm"),
            List.of(),
            List.of(),
            Optional.empty()),
        List.of(),
        new Action.Effects(false, Optional.empty(), Map.of(), List.of()));
  }
}
