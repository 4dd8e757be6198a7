package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.GlobSpace;
import dev.agentsafe.core.policy.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds rules that earlier ones leave nothing to match, and neighbours that contradict each other.
 *
 * <p>What it says holds for every request; it does not find everything. See {@link Region} for what
 * is simplified. For one thread, used once.
 */
final class Shadows {
  private static final int MOST_COMPARISONS = 500_000;
  private static final int MOST_PIECES = 400;
  private static final int MOST_TRIED = 40;

  private final List<Rule> rules;
  private final List<Optional<List<Box>>> most;
  private final GlobSpace space = new GlobSpace();
  private final Map<Integer, List<Box>> untimed = new HashMap<>();
  private int comparisons;
  private int done;

  /** Rules in order of evaluation. */
  Shadows(List<Rule> rules) {
    this.rules = rules;
    most = rules.stream().map(rule -> Region.atMost(rule.match(), space)).toList();
  }

  /**
   * A rule that is never asked.
   *
   * @param by the earlier rules that match all that it does, as few as were found to be enough
   */
  record Shadowed(Rule rule, List<Rule> by) {}

  /** Two rules of one priority that partly overlap and differ in what they say. */
  record Contradiction(Rule earlier, Rule later) {}

  /** Rules that no request at all can match. */
  List<Rule> impossible() {
    var found = new ArrayList<Rule>();
    for (int i = 0; i < rules.size(); i++) {
      if (most.get(i).map(List::isEmpty).orElse(false)) {
        found.add(rules.get(i));
      }
    }
    return found;
  }

  /** The rules that are never asked, in order. */
  List<Shadowed> shadowed() {
    var found = new ArrayList<Shadowed>();
    for (done = 0; done < rules.size() && comparisons <= MOST_COMPARISONS; done++) {
      var all = most.get(done);
      if (all.isPresent() && !all.get().isEmpty()) {
        var by = coverers(done, all.get());
        if (!by.isEmpty()) {
          found.add(new Shadowed(rules.get(done), by.stream().map(rules::get).toList()));
        }
      }
    }
    return found;
  }

  /** After {@link #shadowed}: the first rule it did not get to, for want of time. */
  Optional<Rule> stoppedAt() {
    return done < rules.size() ? Optional.of(rules.get(done)) : Optional.empty();
  }

  /** Pairs of one priority where the order of files decides between different answers. */
  List<Contradiction> contradictions() {
    var found = new ArrayList<Contradiction>();
    for (int later = 1; later < rules.size() && comparisons <= MOST_COMPARISONS; later++) {
      var outcome = rules.get(later).outcome();
      for (int earlier = later - 1; earlier >= 0; earlier--) {
        var other = rules.get(earlier).outcome();
        if (!other.priority().equals(outcome.priority())) {
          break;
        }
        comparisons++;
        if (other.effect() != outcome.effect() && contradict(earlier, later)) {
          found.add(new Contradiction(rules.get(earlier), rules.get(later)));
        }
      }
    }
    return found;
  }

  /** An exception before the rule it is one of is no contradiction: neither may hold the other. */
  private boolean contradict(int earlier, int later) {
    return surelyMeet(earlier, later) && !within(earlier, later) && !within(later, earlier);
  }

  private boolean surelyMeet(int one, int other) {
    var a = rules.get(one).match();
    var b = rules.get(other).match();
    if (!shareNames(a, b)) {
      return false;
    }
    var clock = Region.clock(a.windows().isPresent() ? a : b);
    return atLeast(one, clock).stream()
        .anyMatch(box -> atLeast(other, clock).stream().anyMatch(box::meets));
  }

  /** Whoever holds two roles can meet two rules; only rules that name one role surely meet. */
  private static boolean shareNames(Rule.Match a, Rule.Match b) {
    var callers = a.on().callers();
    var others = b.on().callers();
    return share(callers.flatMap(Rule.Callers::roles), others.flatMap(Rule.Callers::roles))
        && share(callers.flatMap(Rule.Callers::groups), others.flatMap(Rule.Callers::groups))
        && share(
            callers.flatMap(Rule.Callers::delegatedFrom),
            others.flatMap(Rule.Callers::delegatedFrom));
  }

  private static boolean share(Optional<Set<String>> one, Optional<Set<String>> other) {
    return one.isEmpty() || other.isEmpty() || one.get().stream().anyMatch(other.get()::contains);
  }

  private boolean within(int rule, int other) {
    var all = most.get(rule);
    return all.isEmpty() || !enough(rule, all.get(), List.of(other)).isEmpty();
  }

  private List<Integer> coverers(int rule, List<Box> all) {
    var earlier = new ArrayList<Integer>(rule);
    for (int i = 0; i < rule; i++) {
      earlier.add(i);
    }
    var used = enough(rule, all, earlier);
    for (var each : used.size() <= MOST_TRIED ? List.copyOf(used) : List.<Integer>of()) {
      var fewer = used.stream().filter(other -> !other.equals(each)).toList();
      if (!fewer.isEmpty() && !enough(rule, all, fewer).isEmpty()) {
        used = fewer;
      }
    }
    return used;
  }

  /** Those of the others that took something away, if nothing is left; else none. */
  private List<Integer> enough(int rule, List<Box> all, List<Integer> others) {
    var clock = Region.clock(rules.get(rule).match());
    var used = new ArrayList<Integer>();
    var left = all;
    for (int other : others) {
      for (var box : atLeast(other, clock)) {
        comparisons += left.size();
        if (left.stream().anyMatch(box::meets)) {
          left = minus(left, box);
          if (used.isEmpty() || used.getLast() != other) {
            used.add(other);
          }
        }
      }
      if (left.isEmpty()) {
        return used;
      }
      if (left.size() > MOST_PIECES || comparisons > MOST_COMPARISONS) {
        return List.of();
      }
    }
    return List.of();
  }

  private static List<Box> minus(List<Box> left, Box box) {
    var rest = new ArrayList<Box>();
    for (var piece : left) {
      rest.addAll(piece.minus(box));
    }
    return rest;
  }

  private List<Box> atLeast(int rule, Region.Clock clock) {
    var match = rules.get(rule).match();
    return match.windows().isPresent()
        ? Region.atLeast(match, clock, space)
        : untimed.computeIfAbsent(rule, r -> Region.atLeast(match, clock, space));
  }
}
