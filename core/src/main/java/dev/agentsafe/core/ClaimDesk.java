package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Hands out the one ticket of an approved question.
 *
 * <p>Everything is checked again before: time, quorum, rules, and that the state which was shown as
 * evidence is still the state. What does not hold any more settles the question.
 */
final class ClaimDesk {
  static final Standing NO_QUORUM =
      new Standing.Denied("quorum", "Those who approved are not the operators of today any more");

  private final Parts parts;
  private final Docket docket;
  private final Checks checks;
  private final ClaimLives lives;

  /** Tickets that are still good; guarded by the docket's critical section. */
  private final Map<ApprovalId, Ticket> held = new HashMap<>();

  /**
   * What is checked again.
   *
   * @param isDeniedByNow whether the rules in force would deny a request that was approved
   * @param look reads the target's state again
   * @param ballots says which votes still count
   */
  record Checks(
      Predicate<ApprovalRequest> isDeniedByNow,
      Function<ApprovalRequest, Rehearsal.Outcome> look,
      BallotCheck ballots) {}

  ClaimDesk(Parts parts, Docket docket, Checks checks) {
    this.parts = parts;
    this.docket = docket;
    this.checks = checks;
    lives = new ClaimLives(parts, docket);
  }

  /**
   * The ticket, for the caller that asked; empty for anybody else. As long as it is good the same
   * caller gets the same one again, and never another. While a hold stops the caller there is none;
   * it can be had once the hold is over.
   */
  Optional<Ticket> claim(ApprovalId id, Caller caller) {
    var mine =
        docket
            .request(id)
            .filter(r -> r.binding().request().caller().id().equals(caller.id()))
            .isPresent();
    var ticket =
        mine
            ? docket.claiming(id, () -> held(id, caller).or(() -> issue(id, caller)))
            : Optional.<Ticket>empty();
    if (ticket.isPresent()) {
      docket.request(id).map(r -> r.asked().effectiveRisk()).ifPresent(parts::sealFor);
    }
    return ticket;
  }

  /** When that approval, which nobody has claimed, is worth nothing any more. */
  Optional<Instant> until(ApprovalRequest request) {
    return docket.deciding(
        () -> docket.claimUntil(request.id()).isEmpty() ? Optional.empty() : lives.until(request));
  }

  private Optional<Ticket> held(ApprovalId id, Caller caller) {
    return unheld(id, caller, () -> Optional.ofNullable(held.get(id)));
  }

  /** Does something where no hold stops the caller, while none begins and nothing is settled. */
  private <T> Optional<T> unheld(ApprovalId id, Caller caller, Supplier<Optional<T>> body) {
    return parts
        .holds()
        .steady(() -> docket.deciding(() -> isStopped(id, caller) ? Optional.empty() : body.get()));
  }

  private boolean isStopped(ApprovalId id, Caller caller) {
    return parts.holds().on(caller).isPresent()
        || docket.request(id).filter(this::waitsForItsPlan).isPresent()
        || docket
            .request(id)
            .flatMap(r -> parts.holds().on(r.binding().request().caller()))
            .isPresent();
  }

  /** A step's ticket is to be had once the steps that it depends on have succeeded. */
  private boolean waitsForItsPlan(ApprovalRequest request) {
    var auditId = request.binding().auditId();
    return parts
        .courses()
        .ofDecision(auditId)
        .flatMap(course -> course.stepOf(auditId).flatMap(course::obstacle))
        .isPresent();
  }

  /** Reads the world between two critical sections: nobody else has to wait for it. */
  private Optional<Ticket> issue(ApprovalId id, Caller caller) {
    var ready = unheld(id, caller, () -> ready(id));
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    var change = changeSince(ready.get().question());
    return unheld(
        id,
        caller,
        () ->
            ready(id)
                .flatMap(agreed -> {
                  if (change.isPresent()) {
                    settle(
                        agreed.question(), new Standing.Denied("evidence_changed", change.get()));
                    return Optional.empty();
                  }
                  return Optional.of(issueNow(agreed));
                }));
  }

  /** A question, and what the people of today agree to. */
  private record Agreed(ApprovalRequest question, Changes changes) {}

  /** The question, where a ticket may be issued for it now; what may not be is settled. */
  private Optional<Agreed> ready(ApprovalId id) {
    var request = docket.request(id);
    if (request.isEmpty()
        || docket.isClaimed(id)
        || !(docket.standing(id).orElseThrow() instanceof Standing.Approved)) {
      return Optional.empty();
    }
    var agreed = agreed(request.get());
    var worthless = worthless(request.get(), agreed.isPresent());
    worthless.ifPresent(standing -> settle(request.get(), standing));
    return worthless.isPresent() ? Optional.empty() : agreed;
  }

  private Optional<Standing> worthless(ApprovalRequest request, boolean isAgreed) {
    if (lives.isOver(request, parts.clock().instant())) {
      return docket.standing(request.id()).map(ApprovalDesk::unclaimed);
    }
    if (!isAgreed) {
      return Optional.of(NO_QUORUM);
    }
    return checks.isDeniedByNow().test(request)
        ? Optional.of(new Standing.Denied("policy", "The rules in force deny this by now"))
        : Optional.empty();
  }

  /** What the people of today agree to; empty: they do not. */
  private Optional<Agreed> agreed(ApprovalRequest request) {
    var votes =
        request.votes().stream()
            .flatMap(v -> checks.ballots().again(request, v.signed()).stream())
            .toList();
    return Quorum.tally(Eligibility.terms(request), votes)
            instanceof Quorum.Verdict.Met(var last, var changes)
        ? Optional.of(new Agreed(request, changes))
        : Optional.empty();
  }

  /** What is other than the approvers were shown, in words; empty: nothing. */
  private Optional<String> changeSince(ApprovalRequest request) {
    return ShownState.of(request, parts.courses())
        .flatMap(shown ->
            switch (checks.look().apply(request)) {
              case Rehearsal.Outcome.Done(var now) -> shown.changeTo(now.now());
              case Rehearsal.Outcome.NotPossible(var why, var hint) ->
                  Optional.of("What the approvers were shown cannot be read again: " + why);
              case Rehearsal.Outcome.Gathering g ->
                  Optional.of("What the approvers were shown cannot be read again");
            });
  }

  private Ticket issueNow(Agreed agreed) {
    var question = agreed.question();
    var changes = agreed.changes();
    var request = Reconsideration.changed(parts.tools().parser(), question, changes);
    var claims = claims(request, question.binding().auditId());
    var now = parts.clock().instant();
    var ticket =
        changes
            .lifeSeconds()
            .map(life -> parts.tickets().issue(claims, Duration.ofSeconds(life), now))
            .orElseGet(() -> parts.tickets().issue(claims, now));
    parts.record(
        parts.runDrafts().ticketIssued(request, ticket, Optional.of(question.id().value())));
    docket.claimed(question.id());
    held.put(question.id(), ticket);
    return ticket;
  }

  /** Forgets tickets that are good for nothing any more. */
  void forgetOverdue() {
    var now = parts.clock().instant();
    docket.deciding(() -> held.values().removeIf(t -> !now.isBefore(t.expiresAt())));
  }

  private void settle(ApprovalRequest request, Standing standing) {
    var now = parts.clock().instant();
    parts.record(parts.approvalDrafts().settled(request, standing, now));
    docket.settle(request.id(), standing, now);
  }

  static Ticket.Claims claims(ActionRequest request, String auditId) {
    return new Ticket.Claims(
        request.action().name().value(),
        request.target().id().value(),
        request.caller().id().value(),
        request.params(),
        auditId);
  }
}
