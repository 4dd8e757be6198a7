package dev.agentsafe.core;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.policy.Rulebook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What other rules have otherwise than those in force; immutable.
 *
 * @param before the version in force
 * @param after the other one
 * @param files those that came, went or hold another text
 */
public record PolicyChange(String before, String after, List<FileChange> files, Rules rules) {
  public PolicyChange {
    files = List.copyOf(files);
  }

  /**
   * What became of a file.
   *
   * @param file as seen from the workspace
   * @param before SHA-256 hex of what it held; empty: there was none
   * @param after of what it holds; empty: there is none
   */
  public record FileChange(String file, Optional<String> before, Optional<String> after) {}

  /**
   * What became of the rules.
   *
   * @param changed those of either version's name that say something else
   * @param reordered whether others that stayed are looked at in another order
   */
  public record Rules(
      List<RuleName> came, List<RuleName> gone, List<RuleName> changed, boolean reordered) {
    public Rules {
      came = List.copyOf(came);
      gone = List.copyOf(gone);
      changed = List.copyOf(changed);
    }

    /** Whether the two decide the same. */
    public boolean isNothing() {
      return came.isEmpty() && gone.isEmpty() && changed.isEmpty() && !reordered;
    }
  }

  /** The change from these rules to those. */
  static PolicyChange between(Rulebook before, Rulebook after) {
    return new PolicyChange(
        before.version(),
        after.version(),
        files(before, after),
        rules(before.policies().rules(), after.policies().rules()));
  }

  private static List<FileChange> files(Rulebook before, Rulebook after) {
    var names = new LinkedHashMap<String, FileChange>();
    before
        .parts()
        .forEach(part ->
            names.put(
                part.file(),
                new FileChange(
                    part.file(),
                    Optional.of(part.sha256()),
                    after.part(part.file()).map(Rulebook.Part::sha256))));
    after
        .parts()
        .forEach(part ->
            names.putIfAbsent(
                part.file(),
                new FileChange(part.file(), Optional.empty(), Optional.of(part.sha256()))));
    return names.values().stream().filter(f -> !f.before().equals(f.after())).toList();
  }

  private static Rules rules(List<Rule> before, List<Rule> after) {
    var then = byName(before);
    var now = byName(after);
    var came = now.keySet().stream().filter(name -> !then.containsKey(name)).toList();
    var gone = then.keySet().stream().filter(name -> !now.containsKey(name)).toList();
    var changed =
        then.keySet().stream()
            .filter(name -> now.containsKey(name) && !areSame(of(then, name), of(now, name)))
            .toList();
    var stayed = new ArrayList<>(then.keySet());
    stayed.retainAll(now.keySet());
    var stay = new ArrayList<>(now.keySet());
    stay.retainAll(then.keySet());
    var touched = new HashSet<>(changed);
    stayed.removeAll(touched);
    stay.removeAll(touched);
    return new Rules(came, gone, changed, !stayed.equals(stay));
  }

  private static List<Rule> of(Map<RuleName, List<Rule>> rules, RuleName name) {
    return rules.getOrDefault(name, List.of());
  }

  private static boolean areSame(List<Rule> then, List<Rule> now) {
    if (then.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < then.size(); i++) {
      if (!then.get(i).isSame(now.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** More than one rule may have a name. */
  private static Map<RuleName, List<Rule>> byName(List<Rule> rules) {
    var byName = new LinkedHashMap<RuleName, List<Rule>>();
    rules.forEach(r -> byName.computeIfAbsent(r.name(), n -> new ArrayList<>()).add(r));
    return byName;
  }
}
