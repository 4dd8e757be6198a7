package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Every decision of a history decided again under some rules; immutable.
 *
 * <p>Facts are those of the time of the decision: rules are asked about the target as it stood
 * then. Limits and freezes are left aside; what cumulative risk added to a decision it adds again.
 */
public final class Replay {
  private static final int STRIDE = 4_096;

  private final History history;
  private final PolicySet rules;
  private final int[] deciders;
  private final int asked;

  private Replay(History history, PolicySet rules, int[] deciders, int asked) {
    this.history = history;
    this.rules = rules;
    this.deciders = deciders;
    this.asked = asked;
  }

  /** Decides all of them; empty where the watcher ended it. */
  public static Optional<Replay> of(History history, PolicySet rules, Watch watch) {
    var none = new Replay(history, new PolicySet(List.of()), new int[0], 0);
    return none.decided(rules, i -> Optional.empty(), watch);
  }

  /**
   * The same under other rules: only what a rule matches that came, went or moved is decided again.
   * Empty where the watcher ended it.
   */
  public Optional<Replay> under(PolicySet draft, Watch watch) {
    var change = RuleChange.between(rules.rules(), draft.rules());
    var touched = new PolicySet(change.touched());
    return decided(
        draft,
        i ->
            touched.place(history.decisions().get(i).facts()) < 0
                ? Optional.of(change.place(deciders[i]))
                : Optional.empty(),
        watch);
  }

  private Optional<Replay> decided(
      PolicySet draft, IntFunction<Optional<Integer>> known, Watch watch) {
    var decisions = history.decisions();
    var places = new int[decisions.size()];
    int anew = 0;
    for (int i = 0; i < places.length; i++) {
      if (i % STRIDE == 0 && !watch.goesOn(i, places.length)) {
        return Optional.empty();
      }
      var place = known.apply(i);
      if (place.isPresent()) {
        places[i] = place.get();
      } else {
        places[i] = draft.place(decisions.get(i).facts());
        anew++;
      }
    }
    return watch.goesOn(places.length, places.length)
        ? Optional.of(new Replay(history, draft, places, anew))
        : Optional.empty();
  }

  /** What was decided again. */
  public History history() {
    return history;
  }

  /** The rules that it was decided under. */
  public PolicySet rules() {
    return rules;
  }

  /** How many decisions had to be made for it; the others were known from an earlier replay. */
  public int asked() {
    return asked;
  }

  /** What comes out otherwise than it is recorded: by kind, the newest first. */
  public List<Flip> flips() {
    return flips(i -> {
      var outcome = history.decisions().get(i).outcome();
      return new Flip.Side(outcome.effect(), outcome.rule(), Optional.empty());
    });
  }

  /** What comes out otherwise than under other rules, by kind, the newest first. */
  public List<Flip> flips(Replay before) {
    if (!before.history.equals(history)) {
      throw new IllegalArgumentException("replays of two histories are not compared");
    }
    return flips(before::side);
  }

  /** How many come out the same as recorded, by another rule. */
  public long byAnotherRule() {
    long count = 0;
    for (int i = 0; i < deciders.length; i++) {
      var outcome = history.decisions().get(i).outcome();
      if (effect(i) == outcome.effect() && !rule(i).map(Rule::name).equals(outcome.rule())) {
        count++;
      }
    }
    return count;
  }

  private List<Flip> flips(IntFunction<Flip.Side> then) {
    var flips = new ArrayList<Flip>();
    for (int i = deciders.length - 1; i >= 0; i--) {
      var was = then.apply(i);
      if (was.effect() != effect(i)) {
        flips.add(new Flip(history.decisions().get(i), was, side(i)));
      }
    }
    flips.sort(Comparator.comparing(Flip::kind));
    return List.copyOf(flips);
  }

  private Flip.Side side(int decision) {
    return Flip.Side.of(effect(decision), rule(decision));
  }

  private Effect effect(int decision) {
    var ruled = rule(decision).map(r -> r.outcome().effect()).orElse(Effect.DENY);
    return history.decisions().get(decision).under(ruled);
  }

  private Optional<Rule> rule(int decision) {
    int place = deciders[decision];
    return place < 0 ? Optional.empty() : Optional.of(rules.rules().get(place));
  }
}
