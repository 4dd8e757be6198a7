package dev.agentsafe.core.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the texts that globs match, without trying texts; remembers its answers. For one thread.
 *
 * <p>A glob is walked as an automaton with one state for each place in it. The alphabet is one code
 * point for each stretch that the globs in question cannot tell apart, so that the answers are
 * exact. Where there would be too many states the cautious answer is given.
 */
public final class GlobSpace {
  private static final int MOST_STATES = 4_000;
  private static final int MOST_ANSWERS = 200_000;

  private final Map<List<String>, Boolean> met = new HashMap<>();
  private final Map<List<String>, Boolean> covered = new HashMap<>();

  /** One that remembers nothing yet. */
  public GlobSpace() {}

  /** Forgets its answers where they have become very many. */
  public void forgetIfLarge() {
    if (met.size() + covered.size() > MOST_ANSWERS) {
      met.clear();
      covered.clear();
    }
  }

  /** Whether each text that the first matches is matched by one of the others; else false. */
  public boolean covers(List<Glob> others, Glob first) {
    for (var other : others) {
      if (other.isEverything() || other.pattern().equals(first.pattern())) {
        return true;
      }
      if (first.isExact() && other.matches(first.exactText())) {
        return true;
      }
    }
    if (first.isExact()) {
      return false;
    }
    var question = new ArrayList<String>(others.size() + 1);
    question.add(first.pattern());
    others.stream().map(Glob::pattern).sorted().forEach(question::add);
    return covered.computeIfAbsent(question, q -> walkCovers(others, first));
  }

  private boolean walkCovers(List<Glob> others, Glob first) {
    var near = others.stream().filter(other -> meet(other, first)).toList();
    var all = new ArrayList<>(near);
    all.add(first);
    var alphabet = alphabet(all);
    var seen = new HashSet<State>();
    var open = new ArrayDeque<State>();
    enter(new State(first.startPlaces(), starts(near)), seen, open);
    while (!open.isEmpty()) {
      var state = open.remove();
      if (first.isEnd(state.first()) && !anyEnds(near, state.others())) {
        return false;
      }
      if (seen.size() > MOST_STATES) {
        return false;
      }
      for (int point : alphabet) {
        var next = first.after(state.first(), point);
        if (!next.isEmpty()) {
          enter(new State(next, after(near, state.others(), point)), seen, open);
        }
      }
    }
    return true;
  }

  /** Whether there is a text that both match; true also where that is too long a question. */
  public boolean meet(Glob one, Glob other) {
    if (one.isExact()) {
      return other.matches(one.exactText());
    }
    if (other.isExact()) {
      return one.matches(other.exactText());
    }
    if (one.isEverything() || other.isEverything() || one.pattern().equals(other.pattern())) {
      return true;
    }
    return met.computeIfAbsent(
        List.of(one.pattern(), other.pattern()), question -> walkMeet(one, other));
  }

  private static boolean walkMeet(Glob one, Glob other) {
    var alphabet = alphabet(List.of(one, other));
    var seen = new HashSet<State>();
    var open = new ArrayDeque<State>();
    enter(new State(one.startPlaces(), List.of(other.startPlaces())), seen, open);
    while (!open.isEmpty()) {
      var state = open.remove();
      if (one.isEnd(state.first()) && other.isEnd(state.others().getFirst())) {
        return true;
      }
      if (seen.size() > MOST_STATES) {
        return true;
      }
      for (int point : alphabet) {
        var first = one.after(state.first(), point);
        var second = other.after(state.others().getFirst(), point);
        if (!first.isEmpty() && !second.isEmpty()) {
          enter(new State(first, List.of(second)), seen, open);
        }
      }
    }
    return false;
  }

  /** Where each of several globs stands after the same text. */
  private record State(BitSet first, List<BitSet> others) {}

  private static void enter(State state, Set<State> seen, ArrayDeque<State> open) {
    if (seen.add(state)) {
      open.add(state);
    }
  }

  private static List<BitSet> starts(List<Glob> globs) {
    return globs.stream().map(Glob::startPlaces).toList();
  }

  private static List<BitSet> after(List<Glob> globs, List<BitSet> places, int point) {
    var next = new ArrayList<BitSet>(globs.size());
    for (int i = 0; i < globs.size(); i++) {
      next.add(globs.get(i).after(places.get(i), point));
    }
    return next;
  }

  private static boolean anyEnds(List<Glob> globs, List<BitSet> places) {
    for (int i = 0; i < globs.size(); i++) {
      if (globs.get(i).isEnd(places.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** The first code point of each stretch that all these globs treat alike. */
  private static List<Integer> alphabet(List<Glob> globs) {
    var borders = new TreeSet<Integer>();
    borders.add(0);
    globs.forEach(glob -> glob.addBorders(borders));
    return List.copyOf(borders.headSet(Character.MAX_CODE_POINT, true));
  }
}
