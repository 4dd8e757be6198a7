package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.PolicySet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where two versions of the rules say different things of a space, grouped by what became of what
 * and by the rules that decide; immutable.
 *
 * @param before the map under the earlier rules
 * @param after the map under the later ones
 * @param changes the most dangerous first, of one kind the largest first
 */
public record MapDifference(PolicyMap before, PolicyMap after, List<Change> changes) {
  public MapDifference {
    changes = List.copyOf(changes);
  }

  /**
   * Requests of which the same became.
   *
   * @param cells how many actions on targets by subjects it happens to, at some time of the week
   * @param minutes for how long, all of them together
   * @param example one of them
   */
  public record Change(
      Flip.Kind kind, Flip.Side then, Flip.Side now, long cells, long minutes, Cell example) {}

  /** One request of a space, by the places of its parts. */
  public record Cell(int action, int target, int subject, int minute) {}

  /** Compares two versions; empty where the watcher ended it. */
  public static Optional<MapDifference> between(
      MapSpace space, PolicySet before, PolicySet after, Watch watch) {
    var slots = Slots.of(space, List.of(before, after));
    var then = PolicyMap.of(space, before, slots, watch);
    var now = then.flatMap(t -> PolicyMap.of(space, after, slots, watch));
    return now.map(n -> compared(then.orElseThrow(), n, slots));
  }

  private record Pair(int then, int now) {}

  private record Places(int then, int now) {}

  /** Where in the week one timetable differs from another, by the rules that decide. */
  private record Span(int firstMinute, long minutes) {}

  /** What is counted of one group. */
  private static final class Tally {
    private final Cell example;
    private long cells;
    private long minutes;

    Tally(Cell example) {
      this.example = example;
    }
  }

  private static MapDifference compared(PolicyMap then, PolicyMap now, Slots slots) {
    var space = then.space();
    var known = new HashMap<Pair, Map<Places, Span>>();
    var found = new HashMap<Places, Tally>();
    for (int a = 0; a < space.actions().size(); a++) {
      for (int t = 0; t < space.targets().size(); t++) {
        for (int s = 0; then.applies(a, t) && s < space.subjects().size(); s++) {
          var pair = new Pair(then.timetable(a, t, s), now.timetable(a, t, s));
          var spans = known.computeIfAbsent(pair, p -> spans(then, now, p, slots));
          for (var span : spans.entrySet()) {
            var cell = new Cell(a, t, s, span.getValue().firstMinute());
            var tally = found.computeIfAbsent(span.getKey(), places -> new Tally(cell));
            tally.cells++;
            tally.minutes += span.getValue().minutes();
          }
        }
      }
    }
    var changes = new ArrayList<Change>();
    found.forEach((places, tally) -> changes.add(change(then, now, places, tally)));
    changes.sort(
        Comparator.comparing(Change::kind)
            .thenComparing(Change::minutes, Comparator.reverseOrder())
            .thenComparing(c -> c.example().toString()));
    return new MapDifference(then, now, changes);
  }

  private static Map<Places, Span> spans(PolicyMap then, PolicyMap now, Pair pair, Slots slots) {
    var spans = new HashMap<Places, Span>();
    var was = then.places(pair.then());
    var is = now.places(pair.now());
    for (int slot = 0; slot < was.length; slot++) {
      if (then.answer(was[slot]).effect() != now.answer(is[slot]).effect()) {
        int begin = slots.begin(slot);
        int length = slots.end(slot) - begin;
        spans.merge(
            new Places(was[slot], is[slot]),
            new Span(begin, length),
            (first, more) -> new Span(first.firstMinute(), first.minutes() + more.minutes()));
      }
    }
    return spans;
  }

  private static Change change(PolicyMap then, PolicyMap now, Places places, Tally tally) {
    var was = then.answer(places.then());
    var is = now.answer(places.now());
    return new Change(
        Flip.Kind.of(was.effect(), is.effect()).orElseThrow(),
        Flip.Side.of(was.effect(), was.rule()),
        Flip.Side.of(is.effect(), is.rule()),
        tally.cells,
        tally.minutes,
        tally.example);
  }
}
