package dev.agentsafe.core.preview;

import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.RuleName;
import dev.agentsafe.core.policy.Verdict;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import java.util.List;
import java.util.Optional;

/**
 * What some rules say of one request, and how they come to it; nothing is recorded.
 *
 * <p>Rules alone: limits, cumulative risk and freezes take no part.
 */
public sealed interface Decision {

  /** It does not fit catalogue, inventory or change tickets: denied before any rule is asked. */
  record Unfit(String reason) implements Decision {}

  /**
   * The rules were asked.
   *
   * @param verdicts how every rule sees it, those after the deciding one too
   */
  record Ruled(Facts facts, PolicyDecision decision, List<Verdict> verdicts) implements Decision {
    public Ruled {
      verdicts = List.copyOf(verdicts);
    }

    /** How many rules were asked until one matched; all where none does. */
    public int asked() {
      for (int i = 0; i < verdicts.size(); i++) {
        if (verdicts.get(i).matches()) {
          return i + 1;
        }
      }
      return verdicts.size();
    }

    /** Why that rule does not decide; empty where there is no rule of that name. */
    public Optional<WhyNot> whyNot(RuleName name) {
      for (int i = 0; i < verdicts.size(); i++) {
        if (verdicts.get(i).rule().name().equals(name)) {
          return Optional.of(whyNot(i));
        }
      }
      return Optional.empty();
    }

    private WhyNot whyNot(int place) {
      var expected = verdicts.get(place);
      var before = verdicts.subList(0, place).stream().filter(Verdict::matches).findFirst();
      if (expected.matches() && before.isEmpty()) {
        return new WhyNot.Decides(expected);
      }
      return new WhyNot.Fails(expected, before);
    }
  }

  /** Why a rule that one expected to decide does not. */
  sealed interface WhyNot {
    /** How that rule sees the request. */
    Verdict expected();

    /** It does. */
    record Decides(Verdict expected) implements WhyNot {}

    /**
     * It does not: conditions of its own fail, or an earlier rule matches, or both.
     *
     * @param earlier the rule that comes before it and matches; it decides even if all of the
     *     conditions held
     */
    record Fails(Verdict expected, Optional<Verdict> earlier) implements WhyNot {}
  }

  /** Decides a request at that time. */
  static Decision of(RequestParser parser, PolicySet rules, Submission asked, Facts.When at) {
    return switch (parser.parse(asked)) {
      case Parsed.Unfit unfit -> new Unfit(unfit.reason());
      case Parsed.Fits(var request) ->
          under(
              rules,
              Facts.of(asked, Optional.of(request.action()), Optional.of(request.target()), at));
    };
  }

  /** Decides what rules saw of a request, as a replay does. */
  static Ruled under(PolicySet rules, Facts facts) {
    return new Ruled(facts, rules.decide(facts), rules.verdicts(facts));
  }
}
