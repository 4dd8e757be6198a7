package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the rules, in order of evaluation. */
final class RuleLint {
  private final List<Problem> found = new ArrayList<>();
  private final List<String> actions;
  private final Optional<Set<String>> types;

  private RuleLint(Optional<Catalog> catalog, Optional<Inventory> inventory) {
    actions =
        catalog
            .map(c -> c.actions().stream().map(a -> a.name().value()).toList())
            .orElse(List.of());
    types = inventory.map(i -> i.targets().stream().map(t -> t.type()).collect(Collectors.toSet()));
  }

  static List<Problem> check(
      List<Rule> rules, Optional<Catalog> catalog, Optional<Inventory> inventory) {
    var lint = new RuleLint(catalog, inventory);
    lint.names(rules);
    lint.unreached(rules);
    rules.forEach(lint::each);
    return lint.found;
  }

  private void names(List<Rule> rules) {
    Map<RuleName, Rule> seen = new HashMap<>();
    for (var rule : rules) {
      var earlier = seen.putIfAbsent(rule.name(), rule);
      if (earlier != null) {
        note(
            rule,
            "duplicate-rule",
            "has the name of the one at "
                + earlier.origin()
                + "; records could not tell them apart");
      }
    }
  }

  /** A rule after one with the same conditions, or after one without any, is never asked. */
  private void unreached(List<Rule> rules) {
    Map<Rule.Match, Rule> earlier = new HashMap<>();
    Optional<Rule> all = Optional.empty();
    for (var rule : rules) {
      var same = Optional.ofNullable(earlier.putIfAbsent(rule.match(), rule));
      var before = all.or(() -> same);
      before.ifPresent(first ->
          note(
              rule,
              "unreached",
              "is never reached: `"
                  + first.name()
                  + "` at "
                  + first.origin()
                  + " matches all that it could; give it a higher priority or remove it"));
      if (all.isEmpty() && matchesEverything(rule.match())) {
        all = Optional.of(rule);
      }
    }
  }

  private static boolean matchesEverything(Rule.Match match) {
    return match.actions().stream().anyMatch(glob -> !glob.isEmpty() && glob.matches("\\*+"))
        && match.on().targets().isEmpty()
        && match.on().callers().isEmpty()
        && match.risks().isEmpty()
        && match.windows().isEmpty()
        && match.requireTicket().isEmpty();
  }

  private void each(Rule rule) {
    var match = rule.match();
    if (rule.outcome().effect() == Effect.ALLOW && match.on().targets().isEmpty()) {
      note(rule, "broad-allow", "allows on every target; say in `match.targets` on which");
    }
    if (!actions.isEmpty()) {
      match.actions().forEach(glob -> unknownAction(rule, glob));
    }
    types.ifPresent(known ->
        match
            .on()
            .targets()
            .flatMap(Rule.Targets::types)
            .ifPresent(wanted -> wanted.forEach(type -> unknownType(rule, type, known))));
    match
        .windows()
        .ifPresent(windows ->
            windows.stream()
                .flatMap(window -> window.days().stream().flatMap(Set::stream))
                .filter(day -> day < 0 || day > 6)
                .forEach(day ->
                    note(
                        rule,
                        "day",
                        "names the day `" + day + "`; days are 0 (Monday) to 6 (Sunday)")));
  }

  private void unknownAction(Rule rule, String glob) {
    var pattern = Glob.of(glob);
    if (actions.stream().noneMatch(pattern::matches)) {
      note(
          rule,
          "unknown-action",
          "names `"
              + glob
              + "`, which is no action"
              + Suggestion.of(glob, actions)
                  .map(near -> "; did you mean `" + near + "`?")
                  .orElse(" of the catalogue"));
    }
  }

  private void unknownType(Rule rule, String type, Set<String> known) {
    if (!known.contains(type)) {
      note(
          rule,
          "unknown-type",
          "names the target type `"
              + type
              + "`, which no target has"
              + Suggestion.of(type, known)
                  .map(near -> "; did you mean `" + near + "`?")
                  .orElse(""));
    }
  }

  private void note(Rule rule, String code, String message) {
    found.add(Problem.warning(rule.origin(), code, "rule `" + rule.name() + "` " + message));
  }
}
