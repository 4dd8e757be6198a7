package dev.agentsafe.core;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.limit.RateLimit;
import dev.agentsafe.core.limit.RiskBudget;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.request.ActionRequest;
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

  /**
   * What decisions are made from.
   *
   * @param rate absent: callers may ask as often as they like
   * @param risk absent: cumulative risk is not tracked
   */
  public record Config(
      Catalog catalog,
      Inventory inventory,
      PolicySet policies,
      Optional<RateLimit> rate,
      Optional<RiskBudget> risk) {}

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

  /** A decision point that remembers nothing yet. */
  public PolicyDecisionPoint(Config config) {
    this.config = config;
    parser = new RequestParser(config.catalog(), config.inventory());
  }

  /**
   * Decides.
   *
   * @param at the server's time as time windows see it
   * @param monotonicSeconds a clock that never goes back, for limits and cumulative risk
   */
  public Decided decide(Submission submission, Facts.When at, double monotonicSeconds) {
    var action = config.catalog().find(submission.action());
    var target = submission.target().flatMap(config.inventory()::find);
    try {
      return checked(submission, at, action, target);
    } catch (RuntimeException | StackOverflowError e) {
      return denied("The request could not be evaluated; it is denied to be safe", action, target);
    }
  }

  /** How the rules see a submission, one by one; remembers and changes nothing. */
  public Trace explain(Submission submission, Facts.When at) {
    var action = config.catalog().find(submission.action());
    var target = submission.target().flatMap(config.inventory()::find);
    return config.policies().explain(facts(submission, at, action, target));
  }

  private Decided checked(
      Submission submission, Facts.When at, Optional<Action> action, Optional<Target> target) {
    return switch (parser.parse(submission)) {
      case Parsed.Unfit unfit -> denied(unfit.reason(), action, target);
      case Parsed.Fits(var request) -> {
        var ruled = config.policies().decide(facts(submission, at, action, target));
        yield new Decided(
            effect(ruled),
            new Ruling.Grounds(
                ruled.reason(), ruled.rule(), risk(action), effectiveRisk(action, target)),
            target,
            Optional.of(request),
            Optional.empty());
      }
    };
  }

  private static Decided denied(String reason, Optional<Action> action, Optional<Target> target) {
    return new Decided(
        Effect.DENY,
        new Ruling.Grounds(reason, Optional.empty(), risk(action), effectiveRisk(action, target)),
        target,
        Optional.empty(),
        Optional.empty());
  }

  private static Facts facts(
      Submission submission, Facts.When at, Optional<Action> action, Optional<Target> target) {
    return new Facts(
        submission.action(),
        target,
        submission.caller(),
        effectiveRisk(action, target),
        at,
        !submission.changeTicket().orElse("").isEmpty());
  }

  private static Effect effect(PolicyDecision decision) {
    return switch (decision) {
      case PolicyDecision.Allow _ -> Effect.ALLOW;
      case PolicyDecision.Deny _ -> Effect.DENY;
      case PolicyDecision.NeedsApproval _ -> Effect.REQUIRE_APPROVAL;
    };
  }

  private static RiskClass risk(Optional<Action> action) {
    return action.isPresent() ? action.get().scope().risk() : RiskClass.CRITICAL;
  }

  private static RiskClass effectiveRisk(Optional<Action> action, Optional<Target> target) {
    return risk(action)
        .on(target.isPresent() ? target.get().standing().sensitivity() : Sensitivity.CRITICAL);
  }
}
