package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.RuleName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * What became of rules between two versions: those that say the same in the same order, and all
 * others. Immutable.
 *
 * <p>A request that none of the others matches, old or new, is decided as before: among the rules
 * that stayed the first that matches is the same one.
 */
final class RuleChange {
  private final int[] moved;
  private final List<Rule> touched;

  private RuleChange(int[] moved, List<Rule> touched) {
    this.moved = moved;
    this.touched = touched;
  }

  /** What a rule says, wherever it stands; the order of rules says the rest. */
  private record Words(RuleName name, Rule.Outcome outcome, Rule.Match match, String approval) {
    static Words of(Rule rule) {
      return new Words(rule.name(), rule.outcome(), rule.match(), rule.approval().toString());
    }
  }

  /** The change from these rules to those, both in order of evaluation. */
  static RuleChange between(List<Rule> before, List<Rule> after) {
    var places = new HashMap<Words, ArrayDeque<Integer>>();
    for (int i = 0; i < after.size(); i++) {
      places.computeIfAbsent(Words.of(after.get(i)), w -> new ArrayDeque<>()).add(i);
    }
    var moved = new int[before.size()];
    for (int i = 0; i < moved.length; i++) {
      var same = places.get(Words.of(before.get(i)));
      var place = same == null ? null : same.poll();
      moved[i] = place == null ? -1 : place;
    }
    keepLongestRise(moved);
    var stays = new boolean[after.size()];
    var touched = new ArrayList<Rule>();
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] < 0) {
        touched.add(before.get(i));
      } else {
        stays[moved[i]] = true;
      }
    }
    for (int i = 0; i < stays.length; i++) {
      if (!stays[i]) {
        touched.add(after.get(i));
      }
    }
    return new RuleChange(moved, touched);
  }

  /** Keeps as many places as possible that rise from one to the next; the others become -1. */
  private static void keepLongestRise(int[] places) {
    var ends = new int[places.length];
    var before = new int[places.length];
    int length = 0;
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        continue;
      }
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (places[ends[middle]] < places[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low == 0 ? -1 : ends[low - 1];
      ends[low] = i;
      length = Math.max(length, low + 1);
    }
    var kept = new boolean[places.length];
    for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = before[i]) {
      kept[i] = true;
    }
    for (int i = 0; i < places.length; i++) {
      if (!kept[i]) {
        places[i] = -1;
      }
    }
  }

  /** Where a rule that stayed stands now; -1 for one that did not, and for none. */
  int place(int before) {
    return before < 0 ? -1 : moved[before];
  }

  /** The rules of either version that the other does not have, or has elsewhere. */
  List<Rule> touched() {
    return touched;
  }

  @Override
  public String toString() {
    return Arrays.toString(moved) + " " + touched;
  }
}
