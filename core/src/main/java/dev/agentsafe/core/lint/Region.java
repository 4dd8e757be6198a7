package dev.agentsafe.core.lint;

import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.policy.GlobSpace;
import dev.agentsafe.core.policy.Rule;
import java.math.BigInteger;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The requests that a rule matches, as a union of boxes; stateless.
 *
 * <p>Two readings: {@link #atMost} leaves out nothing that the rule matches, {@link #atLeast} holds
 * nothing that it does not. They differ in two places. Depths of delegation beyond 8 are one. Times
 * are minutes of the week on one clock: a rule with windows in several zones counts as matching at
 * any time in the first reading and, by another clock, at none in the second. Requests whose target
 * is not in the inventory never reach a rule and are in neither.
 */
final class Region {
  private static final int DEPTHS = 10;
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final int MOST_BOXES = 256;
  private static final BitSet ALWAYS = always();
  private static final Words HELD = Words.of(Set.of("held"));

  private final Rule.Match match;
  private final GlobSpace space;
  private final boolean most;

  private Region(Rule.Match match, GlobSpace space, boolean most) {
    this.match = match;
    this.space = space;
    this.most = most;
  }

  /** The clock of the rule's windows; the request's own where there are several, or none. */
  static Clock clock(Rule.Match match) {
    var zones = new HashSet<Optional<ZoneId>>();
    match.windows().ifPresent(windows -> windows.forEach(window -> zones.add(window.zone())));
    return zones.size() == 1 ? new Clock(zones.iterator().next()) : new Clock(Optional.empty());
  }

  /**
   * Whose minutes of the week are meant.
   *
   * @param zone absent: the clock of the request as it stands
   */
  record Clock(Optional<ZoneId> zone) {}

  /** All that the rule may match; empty where that takes too many boxes to say. */
  static Optional<List<Box>> atMost(Rule.Match match, GlobSpace space) {
    var clock = clock(match);
    boolean otherClocks =
        match.windows().orElse(List.of()).stream().anyMatch(w -> !w.zone().equals(clock.zone()));
    var minutes = match.windows().isEmpty() || otherClocks ? ALWAYS : minutes(match, clock);
    return new Region(match, space, true).boxes(minutes);
  }

  /** What the rule surely matches, its windows read on that clock. */
  static List<Box> atLeast(Rule.Match match, Clock clock, GlobSpace space) {
    var minutes = ALWAYS;
    if (match.windows().isPresent() && minutes(match, clock(match)).cardinality() < WEEK) {
      minutes = minutes(match, clock);
    }
    return new Region(match, space, false).boxes(minutes).orElse(List.of());
  }

  private Optional<List<Box>> boxes(BitSet minutes) {
    var standing = standing();
    var names = Names.of(match.actions(), space);
    var found = new ArrayList<Box>();
    for (var texts : texts()) {
      var box = new Box(names, standing, minutes, texts);
      if (!box.isEmpty()) {
        found.add(box);
      }
    }
    return found.size() > MOST_BOXES ? Optional.empty() : Optional.of(found);
  }

  private List<Integer> standing() {
    var targets = match.on().targets();
    return List.of(
        bits(
            targets.flatMap(Rule.Targets::environments),
            Environment.values().length,
            Enum::ordinal),
        bits(
            targets.flatMap(Rule.Targets::sensitivities),
            Sensitivity.values().length,
            Enum::ordinal),
        bits(match.risks(), RiskClass.values().length, Enum::ordinal),
        bits(match.requireTicket().map(Set::of), 2, ticket -> ticket ? 1 : 0),
        match.on().callers().map(c -> depths(c.delegation())).orElse((1 << DEPTHS) - 1),
        match.on().callers().isPresent() ? 0b01 : 0b11);
  }

  private static <T> int bits(
      Optional<? extends Collection<T>> values, int size, ToIntFunction<T> bit) {
    if (values.isEmpty()) {
      return (1 << size) - 1;
    }
    int bits = 0;
    for (var value : values.get()) {
      bits |= 1 << bit.applyAsInt(value);
    }
    return bits;
  }

  /** The first bit stands for no delegation, the last for all depths beyond. */
  private int depths(Rule.DelegationLimit limit) {
    int bits = 0;
    for (int depth = 0; depth < DEPTHS; depth++) {
      boolean delegated = depth > 0;
      if (reaches(limit.maxDepth(), depth)
          && limit.required().map(required -> required == delegated).orElse(true)) {
        bits |= 1 << depth;
      }
    }
    return bits;
  }

  private boolean reaches(Optional<BigInteger> deepest, int depth) {
    if (deepest.isEmpty()) {
      return true;
    }
    boolean within = deepest.get().compareTo(BigInteger.valueOf(depth)) >= 0;
    return depth == 0 ? most || within : within && (most || depth < DEPTHS - 1);
  }

  /**
   * In an order that is the same in each process: what is left of a rule is cut along it. What a
   * request has one of comes first. A caller holds several roles, so that a cut along those leaves
   * two pieces that the next rule meets both.
   */
  private List<Map<String, Words>> texts() {
    var one = new LinkedHashMap<String, Words>();
    var targets = match.on().targets();
    targets.flatMap(Rule.Targets::types).ifPresent(types -> one.put("type", Words.of(types)));
    targets
        .flatMap(Rule.Targets::labels)
        .ifPresent(labels ->
            new TreeMap<>(labels)
                .forEach((key, is) -> one.put("label " + key, Words.of(Set.of(is)))));
    var callers = match.on().callers();
    callers.flatMap(Rule.Callers::agentIds).ifPresent(ids -> one.put("agent", Words.of(ids)));
    List<Map<String, Words>> all = List.of(one);
    all = anyOf(all, "role ", callers.flatMap(Rule.Callers::roles));
    all = anyOf(all, "group ", callers.flatMap(Rule.Callers::groups));
    return anyOf(all, "from ", callers.flatMap(Rule.Callers::delegatedFrom));
  }

  /** A caller may hold several: each is a dimension of its own, held or not. */
  private static List<Map<String, Words>> anyOf(
      List<Map<String, Words>> all, String what, Optional<Set<String>> wanted) {
    if (wanted.isEmpty()) {
      return all;
    }
    var found = new ArrayList<Map<String, Words>>();
    for (var texts : all) {
      for (var name : new TreeSet<>(wanted.get())) {
        var more = new LinkedHashMap<>(texts);
        more.put(what + name, HELD);
        found.add(more);
      }
    }
    return found;
  }

  private static BitSet minutes(Rule.Match match, Clock clock) {
    var minutes = new BitSet(WEEK);
    for (var window : match.windows().orElse(List.of())) {
      if (window.zone().equals(clock.zone())) {
        for (int day = 0; day < 7; day++) {
          if (window.days().isEmpty() || window.days().get().contains(day)) {
            enter(minutes, day * DAY + minute(window.start()), length(window));
          }
        }
      }
    }
    return minutes;
  }

  private static void enter(BitSet minutes, int from, int length) {
    for (int i = 0; i < length; i++) {
      minutes.set((from + i) % WEEK);
    }
  }

  /** Both ends are inside. */
  private static int length(Rule.TimeWindow window) {
    return Math.floorMod(minute(window.end()) - minute(window.start()), DAY) + 1;
  }

  private static int minute(LocalTime time) {
    return time.getHour() * 60 + time.getMinute();
  }

  private static BitSet always() {
    var minutes = new BitSet(WEEK);
    minutes.set(0, WEEK);
    return minutes;
  }
}
