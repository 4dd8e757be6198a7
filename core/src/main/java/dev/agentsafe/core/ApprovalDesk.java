package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.journal.EntryDraft;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks people and takes their answers.
 *
 * <p>Everything that settles a question happens inside the docket's one critical section, its entry
 * durable before anybody hears of it: of two answers at once one wins.
 */
final class ApprovalDesk {
  private static final String REASON_SECRET =
      "The reason holds what looks like a secret (a password, a key, a token). Reasons are recorded"
          + " for good, and a secret that is taken out of a signed reason leaves a vote that nobody"
          + " can verify. Say why without it, name where it is kept instead, and sign again; if it"
          + " is a real one, change it.";

  private final Parts parts;
  private final Docket docket;
  private final BallotCheck ballots;
  private final ReviewDesk reviews;
  private final ClaimLives lives;

  ApprovalDesk(Parts parts, Docket docket, BallotCheck ballots, ReviewDesk reviews) {
    this.parts = parts;
    this.docket = docket;
    this.ballots = ballots;
    this.reviews = reviews;
    lives = new ClaimLives(parts, docket);
  }

  Docket docket() {
    return docket;
  }

  /** Takes up what an earlier process left behind. */
  Reopening reopening() {
    return new Reopening(parts, docket, ballots);
  }

  /**
   * Records the entries of a decision and the question it asks, then opens the question; nobody
   * sees the one without the other.
   */
  void open(ApprovalRequest request, List<EntryDraft> decision) {
    var entries = new ArrayList<>(decision);
    entries.add(parts.approvalDrafts().asked(request));
    docket.deciding(() -> {
      parts.record(entries);
      docket.add(request);
      return request;
    });
  }

  /** Records entries and the questions that they ask, then opens the questions. */
  void openAll(List<ApprovalRequest> requests, List<EntryDraft> entries) {
    var all = new ArrayList<>(entries);
    requests.forEach(r -> all.add(parts.approvalDrafts().asked(r)));
    docket.deciding(() -> {
      parts.record(all);
      requests.forEach(docket::add);
      return requests;
    });
  }

  /** Evidence has been read; it is recorded as long as the question is open. */
  void evidence(ApprovalId id, Rehearsal.Outcome evidence) {
    docket.deciding(() -> {
      if (isPending(id)) {
        docket
            .request(id)
            .ifPresent(r -> parts.record(parts.approvalDrafts().evidence(r, evidence)));
        docket.update(id, r -> r.withEvidence(evidence));
      }
      return evidence;
    });
  }

  Voted vote(SignedVote vote) {
    return docket.deciding(() -> voteNow(vote));
  }

  private Voted voteNow(SignedVote vote) {
    var found = docket.request(vote.statement().request());
    if (found.isEmpty()) {
      var refused = unknown(vote.statement().request());
      parts.record(parts.approvalDrafts().refused(vote, refused));
      return refused;
    }
    var request = found.get();
    return switch (checked(request, vote)) {
      case BallotCheck.Checked.Bad(var why) -> {
        parts.record(parts.approvalDrafts().refused(request, vote, why));
        yield why;
      }
      case BallotCheck.Checked.Good(var voter) -> count(request, new Vote(voter, vote));
    };
  }

  private BallotCheck.Checked checked(ApprovalRequest request, SignedVote vote) {
    var now = parts.clock().instant();
    boolean alone = vote.statement().choice().breakGlass();
    return settled(request, now)
        .or(() -> alone ? reviews.obstacle(now) : Optional.empty())
        .or(() -> telling(request, vote))
        .<BallotCheck.Checked>map(BallotCheck.Checked.Bad::new)
        .orElseGet(() -> ballots.check(request, vote, now));
  }

  /** Why that vote would not count now; empty: it would. */
  Optional<Voted.Refused> refusal(ApprovalRequest request, SignedVote vote) {
    return switch (checked(request, vote)) {
      case BallotCheck.Checked.Bad(var why) -> Optional.of(why);
      case BallotCheck.Checked.Good good -> Optional.empty();
    };
  }

  /** A secret would be taken out of what was signed, and nobody could verify the vote any more. */
  private Optional<Voted.Refused> telling(ApprovalRequest request, SignedVote vote) {
    var reason = vote.statement().choice().reason();
    return parts.drafts().secrets().of(request.binding().request()).clean(reason).equals(reason)
        ? Optional.empty()
        : Optional.of(new Voted.Refused("reason-secret", REASON_SECRET));
  }

  private Voted count(ApprovalRequest request, Vote vote) {
    var voted = request.withVote(vote);
    var entries = new ArrayList<EntryDraft>();
    entries.add(parts.approvalDrafts().vote(request, vote));
    if (vote.choice().breakGlass()) {
      entries.add(reviews.broken(request, vote));
    }
    var standing = standing(voted);
    var now = parts.clock().instant();
    if (!(standing instanceof Standing.Pending)) {
      entries.add(parts.approvalDrafts().settled(voted, standing, now));
    }
    parts.record(entries);
    ballots.spent().add(vote.signed().statement());
    docket.update(request.id(), r -> r.withVote(vote));
    if (!(standing instanceof Standing.Pending)) {
      docket.settle(request.id(), standing, now);
    }
    return new Voted.Counted(standing);
  }

  /** Where the votes of a question leave it. */
  static Standing standing(ApprovalRequest request) {
    return switch (Quorum.tally(Eligibility.terms(request), request.votes())) {
      case Quorum.Verdict.Met(var last, var changes) ->
          changes.isEmpty()
              ? new Standing.Approved(last.voter().id().value(), last.reason())
              : new Standing.Offered(last.voter().id().value(), last.reason(), changes);
      case Quorum.Verdict.Vetoed(var by) ->
          new Standing.Denied(by.voter().id().value(), by.reason());
      case Quorum.Verdict.Open(var missing) -> new Standing.Pending();
    };
  }

  Optional<Voted.Refused> ineligible(ApprovalId id, Operator operator) {
    return docket
        .request(id)
        .map(r -> settled(r, parts.clock().instant()).or(() -> Eligibility.refusal(r, operator)))
        .orElseGet(() -> Optional.of(unknown(id)));
  }

  /** What would become of less than was asked; changes and records nothing. */
  Redraft redraft(ApprovalId id, Changes changes) {
    return docket
        .request(id)
        .map(r -> ballots.reconsidering().of(r, changes))
        .orElseGet(() -> new Redraft.Refused(unknown(id)));
  }

  private static Voted.Refused unknown(ApprovalId id) {
    return new Voted.Refused("unknown-request", "There is no request `" + id + "`.");
  }

  /** Why nobody can answer any more; empty: somebody can. */
  private Optional<Voted.Refused> settled(ApprovalRequest request, Instant now) {
    var standing = docket.standing(request.id()).orElse(new Standing.Expired());
    if (isOpen(standing) && !now.isBefore(request.span().expires())) {
      expire(request);
      standing = new Standing.Expired();
    }
    return switch (standing) {
      case Standing.Pending() -> Optional.empty();
      case Standing.Approved(var by, var reason) ->
          Optional.of(new Voted.Refused("settled", "`" + by + "` has approved this already."));
      case Standing.Denied(var by, var reason) ->
          Optional.of(new Voted.Refused("settled", "`" + by + "` has denied this already."));
      case Standing.Offered(var by, var reason, var changes) ->
          Optional.of(
              new Voted.Refused("settled", "`" + by + "` has offered the agent less already."));
      case Standing.Cancelled(var reason) ->
          Optional.of(new Voted.Refused("settled", "The agent does not want this any more."));
      case Standing.Expired() ->
          Optional.of(
              new Voted.Refused(
                  "expired", "The time to answer is over; the agent has to ask again."));
      case Standing.Unclaimed(var by) ->
          Optional.of(
              new Voted.Refused(
                  "settled",
                  "`" + by + "` had approved this, and nobody came for the ticket in time."));
    };
  }

  /** Settles whatever nobody answered in time, and approvals that nobody came for in time. */
  void expireOverdue() {
    docket.deciding(() -> {
      var now = parts.clock().instant();
      var overdue = docket.overdue(now);
      overdue.forEach(id -> docket.request(id).ifPresent(this::expire));
      docket.unclaimed().stream()
          .filter(r -> lives.isOver(r, now))
          .forEach(r -> settle(r, unclaimed(r)));
      return overdue;
    });
  }

  private Standing unclaimed(ApprovalRequest request) {
    return unclaimed(docket.standing(request.id()).orElseThrow());
  }

  static Standing unclaimed(Standing approved) {
    return new Standing.Unclaimed(approved instanceof Standing.Approved(var by, var _) ? by : "");
  }

  private void expire(ApprovalRequest request) {
    docket.deciding(() -> {
      if (isOpen(docket.standing(request.id()).orElse(new Standing.Expired()))) {
        settle(request, new Standing.Expired());
      }
      return request;
    });
  }

  /**
   * The agent that asked answers an offer.
   *
   * @return why that cannot be; empty: it is done
   */
  Optional<Voted.Refused> answerOffer(ApprovalId id, Caller caller, boolean takes) {
    return docket.deciding(() -> {
      var request = docket.request(id).filter(r -> isAskedBy(r, caller));
      if (request.isEmpty()) {
        return Optional.of(unknown(id));
      }
      boolean late = !parts.clock().instant().isBefore(request.get().span().expires());
      if (late) {
        expire(request.get());
      }
      if (!(docket.standing(id).orElseThrow()
          instanceof Standing.Offered(var by, var reason, var changes))) {
        return Optional.of(
            new Voted.Refused(
                late ? "expired" : "no-offer",
                late ? "The time to answer is over; ask again." : "There is no offer to answer."));
      }
      settle(
          request.get(),
          takes
              ? new Standing.Approved(by, reason)
              : new Standing.Cancelled("The agent declined what was offered."));
      return Optional.empty();
    });
  }

  /**
   * The agent that asked wants it no more.
   *
   * @return why it cannot be taken back; empty: it is
   */
  Optional<Voted.Refused> cancel(ApprovalId id, Caller caller) {
    return docket.deciding(() -> {
      var request = docket.request(id).filter(r -> isAskedBy(r, caller));
      if (request.isEmpty()) {
        return Optional.of(unknown(id));
      }
      var standing = docket.standing(id).orElseThrow();
      boolean unclaimed = standing instanceof Standing.Approved && !docket.isClaimed(id);
      if (!isOpen(standing) && !unclaimed) {
        return Optional.of(
            new Voted.Refused(
                "settled",
                standing instanceof Standing.Approved
                    ? "Its ticket was handed out; what is not redeemed runs out by itself."
                    : "It is settled already."));
      }
      settle(request.get(), new Standing.Cancelled("The agent took it back."));
      return Optional.empty();
    });
  }

  private static boolean isAskedBy(ApprovalRequest request, Caller caller) {
    return request.binding().request().caller().id().equals(caller.id());
  }

  /** Whether it waits for people or for the agent. */
  static boolean isOpen(Standing standing) {
    return standing instanceof Standing.Pending || standing instanceof Standing.Offered;
  }

  /** Says where a question stands from now on; inside {@link Docket#deciding}. */
  void settle(ApprovalRequest request, Standing standing) {
    var now = parts.clock().instant();
    parts.record(parts.approvalDrafts().settled(request, standing, now));
    docket.settle(request.id(), standing, now);
  }

  private boolean isPending(ApprovalId id) {
    return docket.standing(id).orElse(new Standing.Expired()) instanceof Standing.Pending;
  }
}
