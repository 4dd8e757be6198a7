package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.TargetTypes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a rule can come to match of a catalogue and an inventory. */
final class Reach {
  private final Rule.Match match;
  private final List<Action> actions;

  Reach(Rule.Match match, Catalog catalog) {
    this.match = match;
    var globs = match.actions().stream().map(Glob::of).toList();
    actions =
        catalog.actions().stream()
            .filter(action -> globs.stream().anyMatch(g -> g.matches(action.name().value())))
            .toList();
  }

  /** The actions of the catalogue that it names. */
  List<Action> actions() {
    return actions;
  }

  /** Whether one of its actions applies to one of the target types it asks for. */
  boolean someTypeFits() {
    var types = targets().flatMap(Rule.Targets::types);
    return types.isEmpty()
        || types.get().stream()
            .anyMatch(type -> actions.stream().anyMatch(a -> TargetTypes.applies(a, type)));
  }

  /**
   * Whether one of its actions, on one of the sensitivities it asks for, has a risk it asks for.
   */
  boolean someRiskFits() {
    var wanted = match.risks();
    return wanted.isEmpty()
        || actions.stream()
            .anyMatch(action ->
                sensitivities().stream()
                    .anyMatch(s -> wanted.get().contains(action.scope().risk().on(s))));
  }

  /** Whether some target of the inventory can be in a request that it matches. */
  boolean someTarget(Inventory inventory) {
    return inventory.targets().stream()
        .filter(this::selects)
        .anyMatch(target -> actions.stream().anyMatch(action -> fits(action, target)));
  }

  private boolean fits(Action action, Target target) {
    RiskClass risk = action.scope().risk().on(target.standing().sensitivity());
    return TargetTypes.applies(action, target.type())
        && match.risks().map(risks -> risks.contains(risk)).orElse(true);
  }

  private boolean selects(Target target) {
    var standing = target.standing();
    return holds(targets().flatMap(Rule.Targets::environments), standing.environment())
        && holds(targets().flatMap(Rule.Targets::sensitivities), standing.sensitivity())
        && holds(targets().flatMap(Rule.Targets::types), target.type())
        && targets()
            .flatMap(Rule.Targets::labels)
            .map(labels -> standing.labels().entrySet().containsAll(labels.entrySet()))
            .orElse(true);
  }

  private Collection<Sensitivity> sensitivities() {
    Optional<Set<Sensitivity>> asked = targets().flatMap(Rule.Targets::sensitivities);
    return asked.isPresent() ? asked.get() : Arrays.asList(Sensitivity.values());
  }

  private Optional<Rule.Targets> targets() {
    return match.on().targets();
  }

  private static <T> boolean holds(Optional<Set<T>> wanted, T value) {
    return wanted.map(all -> all.contains(value)).orElse(true);
  }
}
