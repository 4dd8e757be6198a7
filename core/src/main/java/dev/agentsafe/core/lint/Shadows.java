package dev.agentsafe.core.lint;

import dev.agentsafe.core.policy.GlobSpace;
import dev.agentsafe.core.policy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds rules that earlier ones leave nothing to match, and neighbours that contradict each other.
 *
 * <p>What it says holds for every request; it does not find everything. See {@link Region} for what
 * is simplified. It remembers: looking again after a change costs about what the change concerns,
 * and says what looking for the first time would. For one thread.
 */
final class Shadows {
  private static final int MOST_BOXES = 2_500;
  private static final int MOST_CONTRADICTIONS = 1_000;

  private final GlobSpace space = new GlobSpace();
  private final Cover cover = new Cover();
  private List<Seat> seats = List.of();
  private int compared;

  /** Nothing was looked at yet. */
  Shadows() {}

  /** Rules in order of evaluation. */
  Shadows(List<Rule> rules) {
    look(rules);
  }

  /**
   * A rule that is never asked.
   *
   * @param by the earlier rules that match all that it does, as few as were found to be enough
   */
  record Shadowed(Rule rule, List<Rule> by) {}

  /** Two rules of one priority that partly overlap and differ in what they say. */
  record Contradiction(Rule earlier, Rule later) {}

  /** Looks at rules in order of evaluation. */
  void look(List<Rule> rules) {
    int common = Math.min(seats.size(), rules.size());
    int head = 0;
    while (head < common && seats.get(head).isFor(rules.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < common - head
        && seats.get(seats.size() - 1 - tail).isFor(rules.get(rules.size() - 1 - tail))) {
      tail++;
    }
    var gone = seats.subList(head, seats.size() - tail);
    var now = new ArrayList<Seat>(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      boolean kept = i < head || i >= rules.size() - tail;
      var seat =
          kept
              ? seats.get(i < head ? i : seats.size() - rules.size() + i)
              : new Seat(rules.get(i), space);
      seat.rule = rules.get(i);
      seat.place = i;
      now.add(seat);
    }
    var come = now.subList(head, rules.size() - tail);
    seats = now;
    compared = within(now);
    decide(new Change(List.copyOf(gone), come, head, rules.size() - tail));
    space.forgetIfLarge();
  }

  /** How many rules are compared with each other: comparing costs the square. */
  private static int within(List<Seat> seats) {
    int boxes = 0;
    int count = 0;
    for (var seat : seats) {
      boxes += Math.max(1, seat.most.map(List::size).orElse(1));
      if (boxes > MOST_BOXES) {
        break;
      }
      count++;
    }
    return count;
  }

  /**
   * Which rules are others than before.
   *
   * @param from the first place of one that went or came
   * @param to the first place behind those that came
   */
  private record Change(List<Seat> gone, List<Seat> come, int from, int to) {
    boolean isNothing() {
      return gone.isEmpty() && come.isEmpty();
    }
  }

  private void decide(Change change) {
    for (int i = 0; i < seats.size(); i++) {
      var seat = seats.get(i);
      if (i >= compared) {
        seat.forget();
      } else if (!seat.decided) {
        cover.decide(seat, seats);
        contradictions(seat, i);
      } else if (i >= change.to && !change.isNothing()) {
        reconsider(seat, change);
        recontradict(seat, change.gone, change.come);
      }
    }
  }

  private void reconsider(Seat seat, Change change) {
    if (seat.most.isEmpty() || seat.most.get().isEmpty()) {
      return;
    }
    if (seat.witness.isEmpty()) {
      // Of what comes behind the place where it was given up nothing was ever asked.
      boolean isBefore = seat.stopped.filter(at -> at.place < change.from).isPresent();
      if (!isBefore && (meets(seat, change.gone) || meets(seat, change.come))) {
        cover.decide(seat, seats);
      }
      return;
    }
    for (var each : change.come) {
      for (var box : each.atLeast(seat.clock)) {
        if (seat.witness.isPresent() && seat.witness.get().meets(box)) {
          seat.witness = seat.witness.get().minus(box).stream().findFirst();
        }
      }
    }
    if (seat.witness.isEmpty()) {
      cover.decide(seat, seats);
    }
  }

  private static boolean meets(Seat seat, List<Seat> others) {
    for (var other : others) {
      for (var box : other.atLeast(seat.clock)) {
        if (Cover.meets(box, seat.most.orElse(List.of()))) {
          return true;
        }
      }
    }
    return false;
  }

  private void contradictions(Seat later, int at) {
    later.against.clear();
    for (int i = at - 1; i >= 0; i--) {
      if (!later.isLevelWith(seats.get(i))) {
        break;
      }
      compare(seats.get(i), later);
    }
  }

  private void recontradict(Seat later, List<Seat> gone, List<Seat> come) {
    gone.forEach(later.against::remove);
    for (var each : come) {
      if (later.isLevelWith(each)) {
        compare(each, later);
      }
    }
  }

  private void compare(Seat earlier, Seat later) {
    if (earlier.rule.outcome().effect() != later.rule.outcome().effect()
        && contradict(earlier, later)) {
      later.against.add(earlier);
    }
  }

  /** An exception before the rule it is one of is no contradiction: neither may hold the other. */
  private boolean contradict(Seat earlier, Seat later) {
    return surelyMeet(earlier, later)
        && !cover.isWithin(earlier, later)
        && !cover.isWithin(later, earlier);
  }

  private static boolean surelyMeet(Seat one, Seat other) {
    var a = one.rule.match();
    var b = other.rule.match();
    if (!shareNames(a, b)) {
      return false;
    }
    var clock = Region.clock(a.windows().isPresent() ? a : b);
    return one.atLeast(clock).stream()
        .anyMatch(box -> other.atLeast(clock).stream().anyMatch(box::meets));
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

  /** Rules that no request at all can match. */
  List<Rule> impossible() {
    return seats.stream()
        .filter(seat -> seat.most.map(List::isEmpty).orElse(false))
        .map(seat -> seat.rule)
        .toList();
  }

  /** The rules that are never asked, in order. */
  List<Shadowed> shadowed() {
    return seats.stream()
        .filter(seat -> !seat.by.isEmpty())
        .map(seat -> new Shadowed(seat.rule, seat.by.stream().map(by -> by.rule).toList()))
        .toList();
  }

  /** The first rule that is not compared, because there are too many. */
  Optional<Rule> stoppedAt() {
    return compared < seats.size() ? Optional.of(seats.get(compared).rule) : Optional.empty();
  }

  /** Pairs of one priority where the order of files decides between different answers. */
  List<Contradiction> contradictions() {
    var found = new ArrayList<Contradiction>();
    for (var later : seats) {
      var all = new ArrayList<>(later.against);
      all.sort((a, b) -> Integer.compare(b.place, a.place));
      for (var earlier : all) {
        if (found.size() < MOST_CONTRADICTIONS) {
          found.add(new Contradiction(earlier.rule, later.rule));
        }
      }
    }
    return found;
  }

  /** What is known of a rule at its place in the order. */
  static final class Seat {
    final Optional<List<Box>> most;
    final Region.Clock clock;
    final Set<Seat> against = new HashSet<>(2);
    private final GlobSpace space;
    private final List<Reading> readings = new ArrayList<>(1);
    Rule rule;
    int place;
    boolean decided;
    // those that leave it nothing, or something of it that no earlier rule matches
    List<Seat> by = List.of();
    Optional<Box> witness = Optional.empty();
    // where it took too long to find out either
    Optional<Seat> stopped = Optional.empty();

    private record Reading(Region.Clock clock, List<Box> boxes) {}

    Seat(Rule rule, GlobSpace space) {
      this.rule = rule;
      this.space = space;
      most = Region.atMost(rule.match(), space);
      clock = Region.clock(rule.match());
    }

    /** What the rule surely matches, read on that clock. */
    List<Box> atLeast(Region.Clock on) {
      boolean timed = rule.match().windows().isPresent();
      for (var reading : readings) {
        if (!timed || reading.clock().equals(on)) {
          return reading.boxes();
        }
      }
      var boxes = Region.atLeast(rule.match(), on, space);
      readings.add(new Reading(on, boxes));
      return boxes;
    }

    boolean isLevelWith(Seat other) {
      return rule.outcome().priority().equals(other.rule.outcome().priority());
    }

    void forget() {
      decided = false;
      by = List.of();
      witness = Optional.empty();
      stopped = Optional.empty();
      against.clear();
    }

    private boolean isFor(Rule other) {
      var mine = rule.outcome();
      var its = other.outcome();
      return mine.effect() == its.effect()
          && mine.priority().equals(its.priority())
          && rule.match().equals(other.match());
    }
  }
}
