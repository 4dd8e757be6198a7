package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what people are asked, and what they have approved, again under other rules.
 *
 * <p>What the rules still send to people is asked again under them: same question, same evidence,
 * the clauses of the rule that asks now, and no votes, as those were signed for other rules; but
 * whoever made the rules ask for less has it asked anew, so that nobody who waits for people finds
 * fewer of them in the way. What the rules deny is denied. What they would let through unasked is
 * not let through by this: whoever wants it asks again. An approval that nobody has claimed stands
 * as long as the rule that asked for it is still there and still the one that decides.
 */
record Reasking(Parts parts, Docket docket) {

  /** What becomes of a question. */
  sealed interface Fate {
    /** What was asked. */
    ApprovalRequest question();

    /** People are asked again, and this is what. */
    record Again(ApprovalRequest question, ApprovalRequest asked) implements Fate {}

    /** Nobody is asked any more. */
    record Over(ApprovalRequest question, Standing.Denied standing) implements Fate {}
  }

  /** What becomes of every question that can still lead to a ticket; those that stand are not. */
  List<Fate> fates(Workspace next, Instant now) {
    var fates = new ArrayList<Fate>();
    docket.waiting().forEach(question -> fates.add(waiting(next, question, now)));
    docket.unclaimed().forEach(question -> approved(next, question).ifPresent(fates::add));
    return fates;
  }

  private Fate waiting(Workspace next, ApprovalRequest question, Instant now) {
    return switch (decision(next, question)) {
      case PolicyDecision.Deny deny -> over(question, denial(deny));
      case PolicyDecision.Allow allow when isEscalated(question) ->
          again(next, question, allow, now);
      case PolicyDecision.Allow _ ->
          over(question, "The rules in force allow this unasked by now; ask again");
      case PolicyDecision.NeedsApproval needed -> again(next, question, needed, now);
    };
  }

  private Optional<Fate> approved(Workspace next, ApprovalRequest question) {
    var decision = decision(next, question);
    if (decision instanceof PolicyDecision.Deny deny) {
      return Optional.of(over(question, denial(deny)));
    }
    var same =
        decision.rule().isPresent()
            && question.asked().rule().filter(decision.rule().get()::isSame).isPresent();
    return same || decision instanceof PolicyDecision.Allow
        ? Optional.empty()
        : Optional.of(over(question, Reopening.OTHER_RULES));
  }

  private PolicyDecision decision(Workspace next, ApprovalRequest question) {
    return Intake.decideNow(next, question.binding().request(), parts.clock());
  }

  private static String denial(PolicyDecision.Deny deny) {
    return "The rules in force deny this by now: " + deny.reason();
  }

  private static Fate over(ApprovalRequest question, String why) {
    return new Fate.Over(question, new Standing.Denied("policy", why));
  }

  /** Cumulative risk sent it to people; what the caller has done since makes it no smaller. */
  private static boolean isEscalated(ApprovalRequest question) {
    return question
        .asked()
        .rule()
        .filter(rule -> rule.outcome().effect() == Effect.ALLOW)
        .isPresent();
  }

  private static Fate again(
      Workspace next, ApprovalRequest question, PolicyDecision decision, Instant now) {
    if (!clauses(decision.rule()).isAtLeast(clauses(question.asked().rule()))) {
      return over(
          question,
          "The rules in force ask less of people than those it was asked under; ask again");
    }
    var bound = question.binding();
    var asked = question.asked();
    return new Fate.Again(
        question,
        new ApprovalRequest(
            question.id(),
            new ApprovalRequest.Binding(
                bound.request(), bound.auditId(), bound.sealed(), next.policyVersion()),
            new ApprovalRequest.Asked(
                decision.rule(),
                decision instanceof PolicyDecision.Allow ? asked.reason() : decision.reason(),
                asked.effectiveRisk(),
                asked.rollbackOf(),
                asked.evidence()),
            span(question.span(), decision.rule(), now),
            List.of()));
  }

  private static Rule.Clauses clauses(Optional<Rule> rule) {
    return rule.flatMap(Rule::approval).orElse(Rule.Clauses.PLAIN);
  }

  /** The times to answer and to claim go on; a rule that gives less from now on shortens them. */
  private static ApprovalRequest.Span span(
      ApprovalRequest.Span then, Optional<Rule> rule, Instant now) {
    var lives = rule.flatMap(Rule::approval).map(Rule.Clauses::lives);
    var expires =
        lives
            .flatMap(Rule.Lives::question)
            .map(now::plusSeconds)
            .filter(end -> end.isBefore(then.expires()))
            .orElse(then.expires());
    var claim =
        lives
            .flatMap(Rule.Lives::claim)
            .map(Duration::ofSeconds)
            .filter(life -> life.compareTo(then.claimLife()) < 0)
            .orElse(then.claimLife());
    return new ApprovalRequest.Span(then.asked(), expires, claim);
  }

  /** What is recorded of it. */
  List<EntryDraft> entries(Fate fate, Instant now) {
    return switch (fate) {
      case Fate.Over(var question, var standing) ->
          List.of(parts.approvalDrafts().settled(question, standing, now));
      case Fate.Again(var _, var asked) ->
          asked.asked().evidence() instanceof Rehearsal.Outcome.Gathering
              ? List.of(parts.approvalDrafts().askedAgain(asked))
              : List.of(
                  parts.approvalDrafts().askedAgain(asked),
                  parts.approvalDrafts().evidence(asked, asked.asked().evidence()));
    };
  }

  /** Has it happen, once it is recorded; inside {@link Docket#deciding}. */
  void happen(Fate fate, Instant now) {
    switch (fate) {
      case Fate.Over(var question, var standing) -> docket.settle(question.id(), standing, now);
      case Fate.Again(var _, var asked) -> {
        docket.update(asked.id(), then -> asked);
        docket.settle(asked.id(), new Standing.Pending(), now);
      }
    }
  }
}
