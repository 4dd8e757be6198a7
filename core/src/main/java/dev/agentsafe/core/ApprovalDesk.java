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
  private final Parts parts;
  private final Docket docket;
  private final BallotCheck ballots;
  private final ReviewDesk reviews;

  ApprovalDesk(Parts parts, Docket docket, BallotCheck ballots, ReviewDesk reviews) {
    this.parts = parts;
    this.docket = docket;
    this.ballots = ballots;
    this.reviews = reviews;
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
    var now = parts.clock().instant();
    boolean alone = vote.statement().choice().breakGlass();
    var checked =
        settled(request, now)
            .or(() -> alone ? reviews.obstacle(now) : Optional.empty())
            .<BallotCheck.Checked>map(BallotCheck.Checked.Bad::new)
            .or(() -> telling(request, vote))
            .orElseGet(() -> ballots.check(request, vote, now));
    return switch (checked) {
      case BallotCheck.Checked.Bad(var why) -> {
        parts.record(parts.approvalDrafts().refused(request, vote, why));
        yield why;
      }
      case BallotCheck.Checked.Good(var voter) -> count(request, new Vote(voter, vote));
    };
  }

  /** A secret would be taken out of what was signed, and nobody could verify the vote any more. */
  private Optional<BallotCheck.Checked> telling(ApprovalRequest request, SignedVote vote) {
    var reason = vote.statement().choice().reason();
    return parts.drafts().secrets().of(request.binding().request()).clean(reason).equals(reason)
        ? Optional.empty()
        : Optional.of(
            new BallotCheck.Checked.Bad(
                new Voted.Refused(
                    "reason-secret",
                    "The reason holds what looks like a secret; say it without.")));
  }

  private Voted count(ApprovalRequest request, Vote vote) {
    var voted = request.withVote(vote);
    var entries = new ArrayList<EntryDraft>();
    entries.add(parts.approvalDrafts().vote(request, vote));
    if (vote.choice().breakGlass()) {
      entries.add(reviews.broken(request, vote));
    }
    var standing = standing(voted);
    if (!(standing instanceof Standing.Pending)) {
      entries.add(parts.approvalDrafts().settled(voted, standing));
    }
    parts.record(entries);
    docket.update(request.id(), r -> r.withVote(vote));
    if (!(standing instanceof Standing.Pending)) {
      docket.settle(request.id(), standing);
    }
    return new Voted.Counted(standing);
  }

  /** Where the votes of a question leave it. */
  private static Standing standing(ApprovalRequest request) {
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
    };
  }

  /** Settles whatever nobody answered in time. */
  void expireOverdue() {
    docket.deciding(() -> {
      var overdue = docket.overdue(parts.clock().instant());
      overdue.forEach(id -> docket.request(id).ifPresent(this::expire));
      return overdue;
    });
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
  private static boolean isOpen(Standing standing) {
    return standing instanceof Standing.Pending || standing instanceof Standing.Offered;
  }

  /** Says where a question stands from now on; inside {@link Docket#deciding}. */
  void settle(ApprovalRequest request, Standing standing) {
    parts.record(parts.approvalDrafts().settled(request, standing));
    docket.settle(request.id(), standing);
  }

  /**
   * Takes up a question that an earlier process left open, or an approval that nobody claimed.
   *
   * <p>Votes count again where they still would: signed by an operator of today with a key that was
   * good then. An approval stands where the quorum still does.
   *
   * @return the question, where it is open; its evidence may have to be read
   */
  Optional<ApprovalRequest> restore(OpenQuestions.Question left) {
    return docket.deciding(() -> {
      if (left.request().isEmpty()) {
        parts.record(parts.approvalDrafts().lapsed(left.asked()));
        return Optional.empty();
      }
      var request = left.request().get();
      for (var signed : left.votes()) {
        request = ballots.again(request, signed).map(request::withVote).orElse(request);
      }
      docket.add(request);
      boolean late = !parts.clock().instant().isBefore(request.span().expires());
      var standing = late ? new Standing.Expired() : standing(request);
      if (left.standing() instanceof Standing.Approved && standing instanceof Standing.Offered) {
        standing = left.standing();
      } else if (!(left.standing() instanceof Standing.Pending)
          && standing instanceof Standing.Pending) {
        standing =
            new Standing.Denied(
                "quorum", "Those who approved are not the operators of today any more");
      }
      if (!standing.equals(left.standing())) {
        parts.record(parts.approvalDrafts().settled(request, standing));
      }
      if (!(standing instanceof Standing.Pending)) {
        docket.settle(request.id(), standing);
        return Optional.empty();
      }
      return Optional.of(request);
    });
  }

  /** Why that vote would not count now; empty: it would. */
  Optional<Voted.Refused> refusal(ApprovalRequest request, SignedVote vote) {
    var now = parts.clock().instant();
    var settled = settled(request, now);
    return settled.isPresent()
        ? settled
        : switch (ballots.check(request, vote, now)) {
          case BallotCheck.Checked.Bad(var why) -> Optional.of(why);
          case BallotCheck.Checked.Good good -> Optional.empty();
        };
  }

  private boolean isPending(ApprovalId id) {
    return docket.standing(id).orElse(new Standing.Expired()) instanceof Standing.Pending;
  }
}
