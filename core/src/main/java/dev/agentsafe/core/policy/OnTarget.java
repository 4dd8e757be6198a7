package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Conditions on the target; a missing or unknown one never meets them. */
sealed interface OnTarget extends Condition {
  boolean holds(Target target);

  String found(Target target);

  @Override
  default boolean holds(Facts facts) {
    return facts.target().isPresent() && holds(facts.target().get());
  }

  @Override
  default String found(Facts facts) {
    return facts.target().isPresent() ? found(facts.target().get()) : "no known target";
  }

  /** There is a known target. */
  record KnownTarget() implements OnTarget {
    @Override
    public boolean holds(Target target) {
      return true;
    }

    @Override
    public String key() {
      return "targets";
    }

    @Override
    public String wanted() {
      return "a target of the inventory";
    }

    @Override
    public String found(Target target) {
      return target.id().value();
    }
  }

  /** The target is in one of these environments. */
  record Environments(Set<Environment> environments) implements OnTarget {
    @Override
    public boolean holds(Target target) {
      return environments.contains(target.standing().environment());
    }

    @Override
    public String key() {
      return "targets.environments";
    }

    @Override
    public String wanted() {
      return String.join(", ", environments.stream().sorted().map(Environment::label).toList());
    }

    @Override
    public String found(Target target) {
      return target.standing().environment().label();
    }
  }

  /** The target's sensitivity is one of these. */
  record Sensitivities(Set<Sensitivity> sensitivities) implements OnTarget {
    @Override
    public boolean holds(Target target) {
      return sensitivities.contains(target.standing().sensitivity());
    }

    @Override
    public String key() {
      return "targets.sensitivities";
    }

    @Override
    public String wanted() {
      return String.join(", ", sensitivities.stream().sorted().map(Sensitivity::label).toList());
    }

    @Override
    public String found(Target target) {
      return target.standing().sensitivity().label();
    }
  }

  /** The target's type is one of these. */
  record Types(Set<String> types) implements OnTarget {
    @Override
    public boolean holds(Target target) {
      return types.contains(target.type());
    }

    @Override
    public String key() {
      return "targets.types";
    }

    @Override
    public String wanted() {
      return String.join(", ", types);
    }

    @Override
    public String found(Target target) {
      return target.type();
    }
  }

  /** The target bears all of these labels. */
  record Labels(Map<String, String> labels) implements OnTarget {
    @Override
    public boolean holds(Target target) {
      var has = target.standing().labels();
      for (var label : labels.entrySet()) {
        if (!label.getValue().equals(has.get(label.getKey()))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String key() {
      return "targets.labels";
    }

    @Override
    public String wanted() {
      return new TreeMap<>(labels).toString();
    }

    @Override
    public String found(Target target) {
      return new TreeMap<>(target.standing().labels()).toString();
    }
  }
}
