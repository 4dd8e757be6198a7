package dev.agentsafe.core.preview;

import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.policy.Facet;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The week cut at every hour and wherever a window of a rule opens or closes, so that within a slot
 * every rule sees one time; immutable.
 */
final class Slots {
  private final int[] begins;
  private final Map<List<Rule.TimeWindow>, BitSet> minutes;

  private Slots(int[] begins, Map<List<Rule.TimeWindow>, BitSet> minutes) {
    this.begins = begins;
    this.minutes = minutes;
  }

  /** The slots that are good for all of these rules. */
  static Slots of(MapSpace space, List<PolicySet> versions) {
    var minutes = new HashMap<List<Rule.TimeWindow>, BitSet>();
    for (var rules : versions) {
      for (int i = 0; i < rules.rules().size(); i++) {
        var windows = rules.rules().get(i).match().windows();
        int place = i;
        windows.ifPresent(w -> minutes.computeIfAbsent(w, any -> minutes(space, rules, place)));
      }
    }
    var cuts = new BitSet(MapSpace.WEEK);
    for (int minute = 0; minute < MapSpace.WEEK; minute += 60) {
      cuts.set(minute);
    }
    for (var open : minutes.values()) {
      for (int at = open.nextSetBit(0); at >= 0; at = open.nextSetBit(at)) {
        cuts.set(at);
        at = open.nextClearBit(at);
        cuts.set(at);
      }
    }
    cuts.clear(MapSpace.WEEK, cuts.size());
    return new Slots(cuts.stream().toArray(), minutes);
  }

  private static BitSet minutes(MapSpace space, PolicySet rules, int place) {
    var open = new BitSet(MapSpace.WEEK);
    var any = anything(space);
    for (int minute = 0; minute < MapSpace.WEEK; minute++) {
      if (rules.holds(place, Facet.TIME, at(any, space.at(minute)))) {
        open.set(minute);
      }
    }
    return open;
  }

  /** Facts of which only one facet is looked at. */
  static Facts anything(MapSpace space) {
    return new Facts(
        new ActionName(""),
        Optional.empty(),
        Optional.empty(),
        RiskClass.CRITICAL,
        space.at(0),
        space.changeTicket());
  }

  private static Facts at(Facts facts, Facts.When when) {
    return new Facts(
        facts.action(),
        facts.target(),
        facts.caller(),
        facts.effectiveRisk(),
        when,
        facts.hasChangeTicket());
  }

  int count() {
    return begins.length;
  }

  /** The minute of the week in which a slot begins. */
  int begin(int slot) {
    return begins[slot];
  }

  /** The minute after its last. */
  int end(int slot) {
    return slot + 1 < begins.length ? begins[slot + 1] : MapSpace.WEEK;
  }

  /** The slot that a minute of the week lies in. */
  int at(int minute) {
    int found = Arrays.binarySearch(begins, minute);
    return found >= 0 ? found : -found - 2;
  }

  /** The slots in which the windows of a rule are open; all where it has none. */
  BitSet open(Rule rule) {
    var slots = new BitSet(begins.length);
    var windows = rule.match().windows();
    if (windows.isEmpty()) {
      slots.set(0, begins.length);
      return slots;
    }
    var open = minutes.getOrDefault(windows.get(), new BitSet());
    for (int slot = 0; slot < begins.length; slot++) {
      slots.set(slot, open.get(begins[slot]));
    }
    return slots;
  }
}
