package dev.agentsafe.core.preview;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facet;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.TargetTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What rules say of every request of a space; immutable and thread-safe.
 *
 * <p>Rules alone: limits, cumulative risk, freezes and parameters take no part. Actions of one risk
 * that the same rules name are worked out once, and so are targets that the same rules select.
 */
public final class PolicyMap {
  private static final int NOT_APPLICABLE = -1;

  private final MapSpace space;
  private final PolicySet rules;
  private final Slots slots;
  private final int[][][] tables;
  private final List<int[]> timetables;

  private PolicyMap(
      MapSpace space, PolicySet rules, Slots slots, int[][][] tables, List<int[]> timetables) {
    this.space = space;
    this.rules = rules;
    this.slots = slots;
    this.tables = tables;
    this.timetables = timetables;
  }

  /** The map of a space under these rules; empty where the watcher ended it. */
  public static Optional<PolicyMap> of(MapSpace space, PolicySet rules, Watch watch) {
    return of(space, rules, Slots.of(space, List.of(rules)), watch);
  }

  static Optional<PolicyMap> of(MapSpace space, PolicySet rules, Slots slots, Watch watch) {
    return new Survey(space, rules, slots).map(watch);
  }

  /**
   * What is said of one request.
   *
   * @param rule the rule that decides; empty for the default deny
   */
  public record Answer(Effect effect, Optional<Rule> rule) {}

  /** What was mapped. */
  public MapSpace space() {
    return space;
  }

  /** Under which rules. */
  public PolicySet rules() {
    return rules;
  }

  /** Whether the action can be asked for on that target at all. */
  public boolean applies(int action, int target) {
    return tables[action][target].length > 0;
  }

  /**
   * What is said at a minute of the week.
   *
   * @return empty where the action does not apply to the target
   */
  public Optional<Answer> at(int action, int target, int subject, int minute) {
    return table(action, target, subject).map(table -> answer(table[slots.at(minute)]));
  }

  /**
   * The whole week, from one change of the answer to the next.
   *
   * @return empty where the action does not apply to the target
   */
  public List<Stretch> week(int action, int target, int subject) {
    return table(action, target, subject).map(this::stretches).orElse(List.of());
  }

  /**
   * A part of the week with one answer.
   *
   * @param from its first minute
   * @param to the minute after its last
   */
  public record Stretch(int from, int to, Answer answer) {
    /** How long it is, in minutes. */
    public int length() {
      return to - from;
    }
  }

  private List<Stretch> stretches(int[] table) {
    var all = new ArrayList<Stretch>();
    int from = 0;
    for (int slot = 1; slot <= table.length; slot++) {
      if (slot == table.length || table[slot] != table[from]) {
        all.add(new Stretch(slots.begin(from), slots.end(slot - 1), answer(table[from])));
        from = slot;
      }
    }
    return all;
  }

  private Optional<int[]> table(int action, int target, int subject) {
    var row = tables[action][target];
    return row.length == 0 ? Optional.empty() : Optional.of(timetables.get(row[subject]));
  }

  /** The number of the timetable of that cell, -1 where the action does not apply. */
  int timetable(int action, int target, int subject) {
    var row = tables[action][target];
    return row.length == 0 ? NOT_APPLICABLE : row[subject];
  }

  /** The places of the deciding rules of a timetable, slot by slot. */
  int[] places(int timetable) {
    return timetables.get(timetable);
  }

  Answer answer(int place) {
    if (place < 0) {
      return new Answer(Effect.DENY, Optional.empty());
    }
    var rule = rules.rules().get(place);
    return new Answer(rule.outcome().effect(), Optional.of(rule));
  }

  /** Works a map out; used once. */
  private static final class Survey {
    private final MapSpace space;
    private final PolicySet rules;
    private final Slots slots;
    private final Facts any;
    private final BitSet[] open;
    private final BitSet[] subjects;
    private final BitSet[] risks = new BitSet[RiskClass.values().length];
    private final Map<BitSet, Integer> known = new HashMap<>();
    private final List<int[]> timetables = new ArrayList<>();

    Survey(MapSpace space, PolicySet rules, Slots slots) {
      this.space = space;
      this.rules = rules;
      this.slots = slots;
      any = Slots.anything(space);
      open = rules.rules().stream().map(slots::open).toArray(BitSet[]::new);
      subjects =
          space.subjects().stream()
              .map(s -> facts(any.action(), Optional.empty(), Optional.of(s.caller())))
              .map(f -> where(i -> rules.holds(i, Facet.CALLER, f)))
              .toArray(BitSet[]::new);
      for (var risk : RiskClass.values()) {
        var facts =
            new Facts(
                any.action(), any.target(), any.caller(), risk, any.at(), any.hasChangeTicket());
        risks[risk.ordinal()] =
            where(i ->
                rules.holds(i, Facet.RISK, facts) && rules.holds(i, Facet.CHANGE_TICKET, facts));
      }
    }

    /** Targets that the same rules select, at one sensitivity. */
    private record Kind(BitSet rules, Sensitivity sensitivity) {}

    private record Pair(BitSet action, RiskClass risk, Kind target) {}

    Optional<PolicyMap> map(Watch watch) {
      var kinds =
          space.targets().stream()
              .map(target -> {
                var facts = facts(any.action(), Optional.of(target), Optional.empty());
                return new Kind(
                    where(i -> rules.holds(i, Facet.TARGET, facts)),
                    target.standing().sensitivity());
              })
              .toList();
      var rows = new HashMap<Pair, int[]>();
      var tables = new int[space.actions().size()][space.targets().size()][];
      for (int a = 0; a < tables.length; a++) {
        if (!watch.goesOn(a, tables.length)) {
          return Optional.empty();
        }
        var action = space.actions().get(a);
        var named = named(action);
        for (int t = 0; t < kinds.size(); t++) {
          tables[a][t] =
              TargetTypes.applies(action, space.targets().get(t).type())
                  ? rows.computeIfAbsent(
                      new Pair(named, action.scope().risk(), kinds.get(t)), this::row)
                  : new int[0];
        }
      }
      return watch.goesOn(tables.length, tables.length)
          ? Optional.of(new PolicyMap(space, rules, slots, tables, timetables))
          : Optional.empty();
    }

    private BitSet named(Action action) {
      var facts = facts(action.name(), Optional.empty(), Optional.empty());
      return where(i -> rules.holds(i, Facet.ACTION, facts));
    }

    private int[] row(Pair pair) {
      var both = (BitSet) pair.action().clone();
      both.and(pair.target().rules());
      both.and(risks[pair.risk().on(pair.target().sensitivity()).ordinal()]);
      var row = new int[subjects.length];
      for (int s = 0; s < row.length; s++) {
        var matching = (BitSet) both.clone();
        matching.and(subjects[s]);
        row[s] = known.computeIfAbsent(matching, this::timetable);
      }
      return row;
    }

    /** The first of these rules that is open, slot by slot. */
    private int timetable(BitSet matching) {
      var places = new int[slots.count()];
      Arrays.fill(places, -1);
      var left = new BitSet(places.length);
      left.set(0, places.length);
      for (int i = matching.nextSetBit(0);
          i >= 0 && !left.isEmpty();
          i = matching.nextSetBit(i + 1)) {
        var hit = (BitSet) left.clone();
        hit.and(open[i]);
        int place = i;
        hit.stream().forEach(slot -> places[slot] = place);
        left.andNot(hit);
      }
      timetables.add(places);
      return timetables.size() - 1;
    }

    private BitSet where(IntPredicate holds) {
      var found = new BitSet(rules.rules().size());
      for (int i = 0; i < rules.rules().size(); i++) {
        found.set(i, holds.test(i));
      }
      return found;
    }

    private Facts facts(ActionName action, Optional<Target> target, Optional<Caller> caller) {
      return new Facts(
          action, target, caller, any.effectiveRisk(), any.at(), any.hasChangeTicket());
    }
  }
}
