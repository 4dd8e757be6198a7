package dev.agentsafe.core.preview;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.policy.ManyRules;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleLoader;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A large installation: 33 actions, 500 targets of 40 teams, 20 roles. */
final class Installation {
  private Installation() {}

  static MapSpace space() {
    return new MapSpace(
        IntStream.range(0, 33).mapToObj(Installation::action).toList(),
        IntStream.range(0, 500).mapToObj(Installation::target).toList(),
        IntStream.range(0, 20).mapToObj(i -> MapSpace.Subject.role("role-" + i)).toList(),
        LocalDate.of(2026, 3, 30),
        false);
  }

  /**
   * So many rules.
   *
   * @param alsoFor a role that the middle one, which names one, is also for; empty for none
   */
  static PolicySet rules(int count, String alsoFor) {
    var text = ManyRules.yaml(count);
    if (!alsoFor.isEmpty()) {
      int at = text.indexOf("roles: [", text.length() / 2) + "roles: [".length();
      text = text.substring(0, at) + alsoFor + ", " + text.substring(at);
    }
    return switch (RuleLoader.load(List.of(new Source("rules.yaml", text)))) {
      case Loaded.Good<List<Rule>>(var rules, var _) -> new PolicySet(rules);
      case Loaded.Bad<List<Rule>>(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  private static Action action(int i) {
    var verb = ManyRules.VERBS[i % ManyRules.VERBS.length];
    var thing = ManyRules.THINGS[i / ManyRules.VERBS.length % ManyRules.THINGS.length];
    return new Action(
        new ActionName(verb + "-" + thing),
        new Action.Summary("1.0.0", "", List.of()),
        new Action.Scope(
            RiskClass.values()[i % 4],
            List.of("k8s-deployment"),
            List.of(),
            List.of(),
            Optional.empty()),
        List.of(),
        new Action.Effects(false, Optional.empty(), Map.of(), List.of()));
  }

  private static Target target(int i) {
    return new Target(
        new TargetId("t" + i),
        "k8s-deployment",
        new Target.Standing(
            Environment.values()[i % 3],
            Sensitivity.values()[i / 3 % 4],
            "",
            Map.of("team", "team-" + i % ManyRules.TEAMS)),
        Optional.empty());
  }
}
