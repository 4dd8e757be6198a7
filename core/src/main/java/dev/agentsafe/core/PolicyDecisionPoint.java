package dev.agentsafe.core;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.hold.Holds;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.limit.CumulativeRisk;
import dev.agentsafe.core.limit.RateLimit;
import dev.agentsafe.core.limit.RateLimiter;
import dev.agentsafe.core.limit.RiskBudget;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.ChangeTickets;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import java.util.Optional;

/**
 * Decides what a submission may do: limits, then whether it fits together, then the rules, then the
 * caller's cumulative risk.
 *
 * <p>Knows neither journal nor tickets. Limits and cumulative risk remember what was asked before;
 * everything else is pure. Thread-safe. Whatever goes wrong while deciding is a Deny.
 */
public final class PolicyDecisionPoint {
  private static final String FAILED =
      "The request could not be evaluated and is denied; tell who runs this workspace";

  /**
   * What decisions are made from.
   *
   * @param rate absent: callers may ask as often as they like
   * @param risk absent: cumulative risk is not tracked
   */
  public record Config(
      Catalog catalog,
      Inventory inventory,
      Optional<RateLimit> rate,
      Optional<RiskBudget> risk,
      ChangeTickets changeTickets) {

    /** The same where any text is a change ticket. */
    public Config(
        Catalog catalog, Inventory inventory, Optional<RateLimit> rate, Optional<RiskBudget> risk) {
      this(catalog, inventory, rate, risk, ChangeTickets.ANY);
    }
  }

  /**
   * A decision that nobody has recorded yet.
   *
   * @param target what the target resolved to; empty for a missing or unknown one
   * @param request the request; empty where it does not fit together or was not looked at
   * @param cumulative empty where cumulative risk is not tracked or did not count
   */
  public record Decided(
      Effect effect,
      Ruling.Grounds grounds,
      Optional<Target> target,
      Optional<ActionRequest> request,
      Optional<Ruling.Cumulative> cumulative) {}

  private final Config config;
  private final RequestParser parser;
  private final Optional<RateLimiter> limiter;
  private final Optional<CumulativeRisk> risks;

  /** A decision point that remembers nothing yet. */
  public PolicyDecisionPoint(Config config) {
    this.config = config;
    parser = new RequestParser(config.catalog(), config.inventory(), config.changeTickets());
    limiter = config.rate().map(RateLimiter::new);
    risks = config.risk().map(CumulativeRisk::new);
  }

  /**
   * Decides.
   *
   * @param rules those in force; under others what it remembers is the same
   * @param at the server's time as time windows see it
   * @param monotonicSeconds a clock that never goes back, for limits and cumulative risk
   */
  public Decided decide(
      Submission submission, PolicySet rules, Facts.When at, double monotonicSeconds) {
    var asked = asked(submission, at, monotonicSeconds);
    try {
      var refused = limited(asked);
      if (refused.isPresent()) {
        // A refusal by the limiter is not a denial that the breaker counts: it would never close.
        return denied(refused.get(), asked);
      }
      var decided = evaluated(asked, rules);
      if (decided.effect() == Effect.DENY && limiter.isPresent()) {
        limiter.get().denied(asked.metered(), monotonicSeconds);
      }
      return decided;
    } catch (RuntimeException | StackOverflowError e) {
      return denied(FAILED, asked);
    }
  }

  /**
   * Denies for a reason that is none of the rules'; counts neither for limits nor for the breaker.
   */
  public Decided refuse(Submission submission, Facts.When at, String reason) {
    return denied(reason, asked(submission, at, 0));
  }

  /** What limits have counted of that caller; counts nothing. */
  public AgentView.Meters meters(AgentId caller, double monotonicSeconds) {
    return new AgentView.Meters(
        limiter.map(l -> l.usage(caller.value(), monotonicSeconds)),
        risks.map(r -> r.reading(caller.value(), monotonicSeconds)));
  }

  /**
   * Remembers a decision that the journal holds, as if it had been made here.
   *
   * <p>Entries come in their order, before the first decision; their time of day must be read on
   * the clock of {@link #decide}, whose seconds therefore count from 1970.
   */
  public void recall(AuditEntry entry) {
    var when = Facts.When.parse(entry.chain().timestamp());
    var ruling = entry.ruling();
    if (when.isEmpty()
        || RateLimiter.isRefusal(ruling.reason(), ruling.policyMatched())
        || Holds.isRefusal(ruling.reason(), ruling.policyMatched())) {
      return;
    }
    var named = entry.subject().caller();
    var caller =
        entry
            .context()
            .text("original_caller")
            .filter(original -> Caller.isBelow(named, original))
            .orElse(named);
    double seconds = when.get().epochSeconds();
    limiter.ifPresent(l -> {
      var _ = l.check(caller, seconds);
      if (ruling.decision().equals(Effect.DENY.label())) {
        l.denied(caller, seconds);
      }
    });
    if (entry.context().get("cumulative_risk_score").isPresent()) {
      ruling
          .effectiveRisk()
          .flatMap(RiskClass::of)
          .ifPresent(risk -> risks.ifPresent(r -> r.record(caller, risk, seconds)));
    }
  }

  /** A submission with all that it resolves to. */
  private record Asked(
      Submission submission,
      Optional<Action> action,
      Optional<Target> target,
      Facts facts,
      double seconds) {

    /** Whose limits it counts for: a child has none of its own that its parent could multiply. */
    String metered() {
      return submission.caller().map(Caller::account).orElse(submission.callerId()).value();
    }

    Ruling.Grounds grounds(String reason, Optional<Rule> rule) {
      var risk = action.isPresent() ? action.get().scope().risk() : RiskClass.CRITICAL;
      return new Ruling.Grounds(reason, rule, risk, facts.effectiveRisk());
    }
  }

  private Asked asked(Submission submission, Facts.When at, double seconds) {
    var action = config.catalog().find(submission.action());
    var target = submission.target().flatMap(config.inventory()::find);
    return new Asked(submission, action, target, Facts.of(submission, action, target, at), seconds);
  }

  private Optional<String> limited(Asked asked) {
    return limiter.isPresent()
        ? limiter.get().check(asked.metered(), asked.seconds())
        : Optional.empty();
  }

  private Decided evaluated(Asked asked, PolicySet rules) {
    return switch (parser.parse(asked.submission())) {
      case Parsed.Unfit unfit -> denied(unfit.reason(), asked);
      case Parsed.Fits(var request) -> {
        var ruled = rules.decide(asked.facts());
        var decided =
            new Decided(
                ruled.effect(),
                asked.grounds(ruled.reason(), ruled.rule()),
                asked.target(),
                Optional.of(request),
                Optional.empty());
        yield decided.effect() == Effect.DENY || risks.isEmpty()
            ? decided
            : cumulated(decided, asked, risks.get());
      }
    };
  }

  /** Adds the risk taken, and lets the total overrule what the rules said. */
  private Decided cumulated(Decided decided, Asked asked, CumulativeRisk tracker) {
    var reading = tracker.record(asked.metered(), asked.facts().effectiveRisk(), asked.seconds());
    var budget = config.risk().orElseThrow();
    var overruled = overruled(decided, reading, budget);
    var cumulative =
        new Ruling.Cumulative(
            reading.score(),
            reading.risk(),
            overruled.isPresent() ? Optional.of(decided.effect()) : Optional.empty(),
            new Ruling.Window(reading.entries(), budget.windowSeconds()));
    var rule = decided.grounds().rule();
    return new Decided(
        overruled.map(Overruled::effect).orElse(decided.effect()),
        overruled.map(o -> asked.grounds(o.reason(), rule)).orElse(decided.grounds()),
        decided.target(),
        decided.request(),
        Optional.of(cumulative));
  }

  private record Overruled(Effect effect, String reason) {}

  private static Optional<Overruled> overruled(
      Decided decided, CumulativeRisk.Reading reading, RiskBudget budget) {
    if (reading.escalation().isEmpty()) {
      return Optional.empty();
    }
    var original = decided.grounds().reason();
    return switch (reading.escalation().get()) {
      case DENY ->
          Optional.of(
              new Overruled(
                  Effect.DENY,
                  "Cumulative risk threshold exceeded (%d >= %d). Original: %s"
                      .formatted(reading.score(), budget.denyThreshold(), original)));
      case ESCALATE ->
          decided.effect() == Effect.ALLOW
              ? Optional.of(
                  new Overruled(
                      Effect.REQUIRE_APPROVAL,
                      "Escalated by cumulative risk (%d >= %d). Original: %s"
                          .formatted(reading.score(), budget.escalationThreshold(), original)))
              : Optional.empty();
    };
  }

  private static Decided denied(String reason, Asked asked) {
    return new Decided(
        Effect.DENY,
        asked.grounds(reason, Optional.empty()),
        asked.target(),
        Optional.empty(),
        Optional.empty());
  }
}
