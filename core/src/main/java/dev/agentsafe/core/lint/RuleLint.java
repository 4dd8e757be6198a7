package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Glob;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at each rule beside the catalogue and the inventory. */
final class RuleLint {
  private final Findings findings;
  private final Optional<Catalog> catalog;
  private final Optional<Inventory> inventory;
  private final Set<String> doubtful;
  private final List<String> actions;

  RuleLint(Known known, Findings findings) {
    catalog = known.catalog().filter(c -> !c.actions().isEmpty());
    inventory = known.inventory();
    doubtful = known.doubtful();
    this.findings = findings;
    actions =
        catalog
            .map(c ->
                Stream.concat(c.actions().stream().map(a -> a.name().value()), doubtful.stream())
                    .toList())
            .orElse(List.of());
  }

  void check(Stated rule) {
    broad(rule);
    days(rule);
    catalog.ifPresent(known -> references(rule, known));
  }

  /** Rules in order of evaluation. */
  static void names(List<Stated> rules, Findings findings) {
    Map<RuleName, Rule> seen = new HashMap<>();
    for (var stated : rules) {
      var rule = stated.rule();
      var earlier = seen.putIfAbsent(rule.name(), rule);
      if (earlier != null) {
        findings.add(
            stated.of("name"),
            Code.DUPLICATE_RULE,
            said(
                rule,
                "has the name of the one at "
                    + earlier.origin()
                    + "; records could not tell them apart"));
      }
    }
  }

  /** An empty selector of targets selects every one. */
  private void broad(Stated stated) {
    var rule = stated.rule();
    var match = rule.match();
    var limited =
        match.on().targets().map(RuleLint::selects).orElse(false) || match.risks().isPresent();
    if (rule.outcome().effect() == Effect.ALLOW && !limited) {
      note(
          stated.of("match"),
          Code.BROAD_ALLOW,
          rule,
          "allows on every target at every risk; say in `match.targets` on which, or in"
              + " `match.risk_classes` up to which");
    }
  }

  private static boolean selects(Rule.Targets targets) {
    return targets.environments().isPresent()
        || targets.sensitivities().isPresent()
        || targets.types().isPresent()
        || targets.labels().map(labels -> !labels.isEmpty()).orElse(false);
  }

  private void days(Stated stated) {
    var rule = stated.rule();
    rule.match()
        .windows()
        .ifPresent(windows ->
            windows.stream()
                .flatMap(window -> window.days().stream().flatMap(Set::stream))
                .filter(day -> day < 0 || day > 6)
                .forEach(day ->
                    note(
                        stated.of("match", "time_windows"),
                        Code.DAY,
                        rule,
                        "names the day `" + day + "`; days are 0 (Monday) to 6 (Sunday)")));
  }

  private void references(Stated stated, Catalog known) {
    var rule = stated.rule();
    var reach = new Reach(rule.match(), known);
    rule.match().actions().forEach(glob -> action(stated, glob));
    var before = findings.count();
    inventory.ifPresent(targets -> selector(stated, targets));
    var mute =
        findings.count() > before
            || reach.actions().isEmpty()
            || namesDoubtful(rule.match())
            || asksForNothing(rule.match());
    if (!mute && !reach.someTypeFits()) {
      note(
          stated.of("match", "targets", "types"),
          Code.NEVER_MATCHES,
          rule,
          "never matches: none of its actions applies to these target types; correct `actions` or"
              + " `types`");
    } else if (!mute && !reach.someRiskFits()) {
      note(
          stated.of("match", "risk_classes"),
          Code.NEVER_MATCHES,
          rule,
          "never matches: its actions never have such a risk on the targets it asks for; see"
              + " `risk_class` of the actions and the targets' `sensitivity`");
    } else if (!mute && inventory.map(all -> !reach.someTarget(all)).orElse(false)) {
      note(
          stated.of("match", "targets"),
          Code.NO_TARGET,
          rule,
          "matches no target of the inventory as it is; it does nothing until there is one");
    }
  }

  /** An empty list of these matches nothing, which is said by who compares rules. */
  private static boolean asksForNothing(Rule.Match match) {
    var targets = match.on().targets();
    return match.risks().filter(Set::isEmpty).isPresent()
        || targets.flatMap(Rule.Targets::types).filter(Set::isEmpty).isPresent()
        || targets.flatMap(Rule.Targets::environments).filter(Set::isEmpty).isPresent()
        || targets.flatMap(Rule.Targets::sensitivities).filter(Set::isEmpty).isPresent();
  }

  /** Whether a window names a day that there is not, which is why it may match nothing. */
  static boolean hasStrangeDays(Rule rule) {
    return rule.match().windows().stream()
        .flatMap(List::stream)
        .flatMap(window -> window.days().stream().flatMap(Set::stream))
        .anyMatch(day -> day < 0 || day > 6);
  }

  private boolean namesDoubtful(Rule.Match match) {
    return match.actions().stream()
        .map(Glob::of)
        .anyMatch(glob -> doubtful.stream().anyMatch(glob::matches));
  }

  private void action(Stated rule, String glob) {
    var pattern = Glob.of(glob);
    if (actions.stream().noneMatch(pattern::matches)) {
      note(
          rule.text(glob, "match", "actions"),
          Code.UNKNOWN_ACTION,
          rule.rule(),
          "names `"
              + glob
              + "`, which is no action"
              + Suggestion.of(glob, actions)
                  .map(near -> "; did you mean `" + near + "`?")
                  .orElse(" of the catalogue; correct it or remove it"));
    }
  }

  private void selector(Stated rule, Inventory known) {
    var targets = rule.rule().match().on().targets();
    var types = known.targets().stream().map(t -> t.type()).collect(Collectors.toSet());
    targets
        .flatMap(Rule.Targets::types)
        .ifPresent(wanted ->
            wanted.stream()
                .filter(type -> !types.contains(type))
                .forEach(type ->
                    note(
                        rule.text(type, "match", "targets", "types"),
                        Code.UNKNOWN_TYPE,
                        rule.rule(),
                        "names the target type `"
                            + type
                            + "`, which no target has"
                            + near(type, types))));
    targets
        .flatMap(Rule.Targets::environments)
        .ifPresent(wanted -> wanted.forEach(environment -> environment(rule, environment, known)));
    targets
        .flatMap(Rule.Targets::labels)
        .ifPresent(wanted -> wanted.forEach((key, value) -> label(rule, key, value, known)));
  }

  private void environment(Stated rule, Environment environment, Inventory known) {
    if (known.targets().stream().noneMatch(t -> t.standing().environment() == environment)) {
      note(
          rule.text(environment.label(), "match", "targets", "environments"),
          Code.UNKNOWN_ENVIRONMENT,
          rule.rule(),
          "names the environment `" + environment.label() + "`, in which there is no target");
    }
  }

  private void label(Stated rule, String key, String value, Inventory known) {
    var keys =
        known.targets().stream()
            .flatMap(t -> t.standing().labels().keySet().stream())
            .collect(Collectors.toSet());
    var values =
        known.targets().stream()
            .flatMap(t -> Optional.ofNullable(t.standing().labels().get(key)).stream())
            .collect(Collectors.toSet());
    if (!values.contains(value)) {
      note(
          rule.of("match", "targets", "labels", key),
          Code.UNKNOWN_LABEL,
          rule.rule(),
          "asks for the label `"
              + key
              + ": "
              + value
              + "`, which no target has"
              + (values.isEmpty() ? near(key, keys) : near(value, values)));
    }
  }

  private static String near(String word, Set<String> known) {
    return Suggestion.of(word, known.stream().sorted().toList())
        .map(near -> "; did you mean `" + near + "`?")
        .orElse("; correct it or add such a target");
  }

  private void note(Location at, Code code, Rule rule, String message) {
    findings.add(at, code, said(rule, message));
  }

  private static String said(Rule rule, String message) {
    return "rule `" + rule.name() + "` " + message;
  }
}
