package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks people, takes their answers and hands out the one ticket of an approved question.
 *
 * <p>Everything that settles a question happens inside the docket's one critical section, its entry
 * durable before anybody hears of it: of two answers at once one wins.
 */
final class ApprovalDesk {
  private final Parts parts;
  private final Docket docket;
  private final Predicate<ApprovalRequest> deniedByNow;
  private final Map<ApprovalId, Ticket> claimed = new HashMap<>();

  /**
   * A desk.
   *
   * @param deniedByNow whether the rules in force would deny a request that was approved
   */
  ApprovalDesk(Parts parts, Docket docket, Predicate<ApprovalRequest> deniedByNow) {
    this.parts = parts;
    this.docket = docket;
    this.deniedByNow = deniedByNow;
  }

  Docket docket() {
    return docket;
  }

  /**
   * Records the entries of a decision and the question it asks, then opens the question; nobody
   * sees the one without the other.
   */
  void open(ApprovalRequest request, List<EntryDraft> decision) {
    var entries = new ArrayList<>(decision);
    entries.add(parts.drafts().asked(request));
    docket.deciding(() -> {
      parts.record(entries);
      docket.add(request);
      return request;
    });
  }

  /** Evidence has been read; it is recorded as long as the question is open. */
  void evidence(ApprovalId id, Rehearsal.Outcome evidence) {
    docket.deciding(() -> {
      if (docket.standing(id).orElse(new Standing.Expired()) instanceof Standing.Pending) {
        docket.update(id, r -> withEvidence(r, evidence));
        docket.request(id).map(r -> parts.drafts().evidence(r, evidence)).ifPresent(this::write);
      }
      return evidence;
    });
  }

  Voted vote(ApprovalId id, Operator operator, boolean approves, String reason) {
    return docket.deciding(() -> voteNow(id, operator, approves, reason));
  }

  private Voted voteNow(ApprovalId id, Operator operator, boolean approves, String reason) {
    var found = docket.request(id);
    if (found.isEmpty()) {
      return new Voted.Refused("unknown-request", "There is no request `" + id + "`.");
    }
    var request = found.get();
    var now = parts.clock().instant();
    var refused =
        refusal(request, operator, now).or(() -> Eligibility.reasonRefusal(request, reason));
    if (refused.isPresent()) {
      return refused.get();
    }
    var vote = new Vote(operator, approves, reason, now);
    var voted = withVote(request, vote);
    var entries = new ArrayList<EntryDraft>();
    entries.add(parts.drafts().vote(request, vote));
    Standing standing =
        switch (Quorum.tally(Eligibility.clauses(voted), voted.votes())) {
          case Quorum.Verdict.Met(var last) ->
              new Standing.Approved(last.voter().id().value(), last.reason());
          case Quorum.Verdict.Vetoed(var by) ->
              new Standing.Denied(by.voter().id().value(), by.reason());
          case Quorum.Verdict.Open(var missing) -> new Standing.Pending();
        };
    if (!(standing instanceof Standing.Pending)) {
      entries.add(parts.drafts().resolved(voted, standing));
    }
    parts.record(entries);
    docket.update(id, r -> withVote(r, vote));
    if (!(standing instanceof Standing.Pending)) {
      docket.settle(id, standing);
    }
    return new Voted.Counted(standing);
  }

  Optional<Voted.Refused> ineligible(ApprovalId id, Operator operator) {
    var request = docket.request(id);
    return request.isEmpty()
        ? Optional.of(new Voted.Refused("unknown-request", "There is no request `" + id + "`."))
        : refusal(request.get(), operator, parts.clock().instant());
  }

  private Optional<Voted.Refused> refusal(ApprovalRequest request, Operator operator, Instant now) {
    var standing = docket.standing(request.id()).orElse(new Standing.Expired());
    if (standing instanceof Standing.Pending && !now.isBefore(request.span().expires())) {
      expireNow(request);
      standing = new Standing.Expired();
    }
    return switch (standing) {
      case Standing.Pending() -> Eligibility.refusal(request, operator);
      case Standing.Approved(var by, var reason) ->
          Optional.of(new Voted.Refused("settled", "`" + by + "` has approved this already."));
      case Standing.Denied(var by, var reason) ->
          Optional.of(new Voted.Refused("settled", "`" + by + "` has denied this already."));
      case Standing.Expired() ->
          Optional.of(
              new Voted.Refused(
                  "expired", "The time to answer is over; the agent has to ask again."));
    };
  }

  /** Settles whatever nobody answered in time. */
  void expireOverdue() {
    docket.deciding(() -> {
      var overdue = docket.overdue(parts.clock().instant());
      overdue.forEach(id -> docket.request(id).ifPresent(this::expireNow));
      return overdue;
    });
  }

  private void expireNow(ApprovalRequest request) {
    docket.deciding(() -> {
      if (docket.standing(request.id()).orElse(new Standing.Expired())
          instanceof Standing.Pending) {
        settle(request, new Standing.Expired());
      }
      return request;
    });
  }

  /**
   * The one ticket of an approved question; asked again by the same caller it is the same one.
   *
   * <p>An approval that nobody claims before its question would have run out is worth nothing any
   * more, and a policy that denies by now wins over it. While a hold stops the caller there is no
   * ticket; it can be had once the hold is over.
   */
  Optional<Ticket> claim(ApprovalId id, Caller caller) {
    var ticket = parts.holds().steady(() -> docket.deciding(() -> claimNow(id, caller)));
    if (ticket.isPresent()) {
      docket.request(id).map(r -> r.asked().effectiveRisk()).ifPresent(parts::sealFor);
    }
    return ticket;
  }

  private Optional<Ticket> claimNow(ApprovalId id, Caller caller) {
    var found = docket.request(id);
    if (found.isEmpty()
        || !(docket.standing(id).orElseThrow() instanceof Standing.Approved)
        || !found.get().binding().request().caller().id().equals(caller.id())
        || parts.holds().on(caller).isPresent()
        || parts.holds().on(found.get().binding().request().caller()).isPresent()) {
      return Optional.empty();
    }
    var earlier = claimed.get(id);
    return earlier != null ? Optional.of(earlier) : issue(found.get());
  }

  private Optional<Ticket> issue(ApprovalRequest request) {
    var now = parts.clock().instant();
    if (!now.isBefore(request.span().expires())) {
      settle(request, new Standing.Expired());
      return Optional.empty();
    }
    if (deniedByNow.test(request)) {
      settle(request, new Standing.Denied("policy", "The rules in force deny this by now"));
      return Optional.empty();
    }
    var asked = request.binding().request();
    var ticket = parts.tickets().issue(claims(asked, request.binding().auditId()), now);
    write(parts.runDrafts().ticketIssued(asked, ticket, Optional.of(request.id().value())));
    claimed.put(request.id(), ticket);
    return Optional.of(ticket);
  }

  static Ticket.Claims claims(dev.agentsafe.core.request.ActionRequest request, String auditId) {
    return new Ticket.Claims(
        request.action().name().value(),
        request.target().id().value(),
        request.caller().id().value(),
        request.params(),
        auditId);
  }

  private void settle(ApprovalRequest request, Standing standing) {
    write(parts.drafts().resolved(request, standing));
    docket.settle(request.id(), standing);
  }

  private void write(EntryDraft draft) {
    parts.record(draft);
  }

  private static ApprovalRequest withVote(ApprovalRequest request, Vote vote) {
    var votes = new ArrayList<>(request.votes());
    votes.add(vote);
    return new ApprovalRequest(
        request.id(), request.binding(), request.asked(), request.span(), List.copyOf(votes));
  }

  private static ApprovalRequest withEvidence(ApprovalRequest request, Rehearsal.Outcome evidence) {
    var asked = request.asked();
    return new ApprovalRequest(
        request.id(),
        request.binding(),
        new ApprovalRequest.Asked(
            asked.rule(), asked.reason(), asked.effectiveRisk(), asked.rollbackOf(), evidence),
        request.span(),
        request.votes());
  }
}
