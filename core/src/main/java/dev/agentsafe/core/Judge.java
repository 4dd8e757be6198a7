package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.policy.Effect;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.RecordedFacts;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides submissions and words what must be recorded with a decision; records nothing. */
final class Judge {
  private final Parts parts;
  private final Supplier<Workspace> inForce;
  private final PolicyDecisionPoint decisions;
  private final Ticker ticker;

  /**
   * A judge.
   *
   * @param inForce the workspace with the rules that decide now; they do not change while nothing
   *     that {@link dev.agentsafe.core.hold.Holds#steady} keeps begins
   */
  Judge(Parts parts, Supplier<Workspace> inForce, PolicyDecisionPoint decisions, Ticker ticker) {
    this.parts = parts;
    this.inForce = inForce;
    this.decisions = decisions;
    this.ticker = ticker;
  }

  /** Whether what was decided has its consequence now: a ticket, a question. */
  enum Consequence {
    /** Allowed: a ticket. To be approved: a question. */
    NOW,
    /** To be approved: a question. A ticket is to be had later. */
    QUESTION_ONLY,
    /** Neither. */
    NONE
  }

  /**
   * A ruling and what must be recorded before it is given.
   *
   * @param entries the decision first
   */
  record Judged(Ruling ruling, Optional<ApprovalRequest> question, List<EntryDraft> entries) {}

  /** A hold comes before everything else: what it refuses uses up no rate and opens no breaker. */
  PolicyDecisionPoint.Decided decide(Submission submission, Instant now) {
    var when = Facts.When.of(now);
    return parts
        .holds()
        .on(submission.caller().orElse(Caller.ANONYMOUS))
        .map(hold -> decisions.refuse(submission, when, hold.words()))
        .orElseGet(
            () -> decisions.decide(submission, inForce.get().policies(), when, ticker.seconds()));
  }

  /** Words a decision and its consequence. */
  Judged judged(
      Submission submission,
      PolicyDecisionPoint.Decided decided,
      Origin origin,
      Consequence consequence,
      Instant now) {
    var auditId = parts.ids().event();
    var ticket =
        decided
            .request()
            .filter(r -> decided.effect() == Effect.ALLOW && consequence == Consequence.NOW)
            .map(r -> parts.tickets().issue(ClaimDesk.claims(r, auditId), now));
    var question =
        decided
            .request()
            .filter(
                r -> decided.effect() == Effect.REQUIRE_APPROVAL && consequence != Consequence.NONE)
            .map(r -> question(r, auditId, decided.grounds(), new Asking(now, origin)));
    var ruling =
        new Ruling(
            decided.effect(),
            auditId,
            submission,
            decided.grounds(),
            decided.cumulative(),
            ticket,
            question.map(ApprovalRequest::id));
    var entries = new ArrayList<EntryDraft>();
    var facts = decided.request().map(r -> RecordedFacts.of(r.target(), Facts.When.of(now)));
    entries.add(parts.drafts().decision(ruling, origin, inForce.get().policyVersion(), facts));
    ticket.ifPresent(t ->
        entries.add(
            parts.runDrafts().ticketIssued(decided.request().orElseThrow(), t, Optional.empty())));
    return new Judged(ruling, question, entries);
  }

  /** When and in what connection a question is asked. */
  private record Asking(Instant now, Origin origin) {}

  private ApprovalRequest question(
      ActionRequest request, String auditId, Ruling.Grounds grounds, Asking asking) {
    var lives = grounds.rule().flatMap(Rule::approval).map(Rule.Clauses::lives);
    var usual = inForce.get().settings().approvals();
    var life = lives.flatMap(Rule.Lives::question).map(Duration::ofSeconds).orElse(usual.life());
    var claim = lives.flatMap(Rule.Lives::claim).map(Duration::ofSeconds);
    return new ApprovalRequest(
        parts.ids().approval(),
        new ApprovalRequest.Binding(
            request, auditId, parts.drafts().sealed(request), inForce.get().policyVersion()),
        new ApprovalRequest.Asked(
            grounds.rule(),
            grounds.reason(),
            grounds.effectiveRisk(),
            asking.origin().rollbackOf(),
            new Rehearsal.Outcome.Gathering()),
        new ApprovalRequest.Span(
            asking.now(), asking.now().plus(life), claim.orElse(usual.claimLife())),
        List.of());
  }
}
