package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Docket;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.journal.EntryDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that an approval which somebody gave alone is looked at by somebody else afterwards;
 * thread-safe.
 */
public final class ReviewDesk {
  private final Parts parts;
  private final Docket docket;
  private final BallotCheck ballots;
  private final Duration within;

  /**
   * A desk.
   *
   * @param within how soon a review must follow
   */
  ReviewDesk(Parts parts, Docket docket, BallotCheck ballots, Duration within) {
    this.parts = parts;
    this.docket = docket;
    this.ballots = ballots;
    this.within = within;
  }

  /** The approvals that somebody gave alone and nobody has reviewed, oldest first. */
  public List<Reviews.Open> open() {
    return parts.reviews().all();
  }

  /** Why nobody may approve alone now; empty: somebody may. */
  public Optional<Voted.Refused> obstacle() {
    return obstacle(parts.clock().instant());
  }

  Optional<Voted.Refused> obstacle(Instant now) {
    return parts
        .reviews()
        .overdue(now)
        .map(r ->
            new Voted.Refused(
                "review-overdue",
                "`"
                    + r.by()
                    + "` approved `"
                    + r.request()
                    + "` alone, and its review is overdue; somebody else reviews it first:"
                    + " `agent-safe approval review "
                    + r.request()
                    + "`."));
  }

  /** The entry that tells everybody in the rule's clauses. */
  EntryDraft broken(ApprovalRequest request, Vote vote) {
    return parts
        .approvalDrafts()
        .brokeGlass(
            request, vote, told(request, vote.voter().id()), parts.clock().instant().plus(within));
  }

  /** Who is told where that person approves alone: everybody else in the rule's clauses. */
  public List<String> told(ApprovalRequest request, OperatorId by) {
    var clauses = Eligibility.clauses(request);
    return ballots.roster().members().stream()
        .map(Operators.Member::operator)
        .filter(o -> Quorum.admits(clauses, o))
        .map(o -> o.id().value())
        .filter(id -> !id.equals(by.value()))
        .toList();
  }

  /**
   * Somebody has looked at it.
   *
   * @return why that does not count; empty: it does
   */
  public Optional<Voted.Refused> review(ReviewStatement.Signed review) {
    return docket.deciding(() -> {
      var said = review.statement();
      var open = parts.reviews().find(said.request());
      var refused =
          open.isEmpty()
              ? refused("unknown-request", "`" + said.request() + "` waits for no review.")
              : signature(review).or(() -> fitness(said, open.get())).or(() -> wording(said));
      parts.record(
          refused.isPresent()
              ? parts
                  .drafts()
                  .refusal("operator/" + said.by().voter(), "review", refused.get().why())
              : parts.approvalDrafts().reviewed(open.orElseThrow(), review));
      return refused;
    });
  }

  private Optional<Voted.Refused> signature(ReviewStatement.Signed review) {
    var said = review.statement();
    var key = ballots.roster().find(said.by().voter()).flatMap(m -> m.key(said.by().keyId()));
    if (key.isEmpty()) {
      return refused("unknown-key", "`" + said.by().voter() + "` is no operator with such a key.");
    }
    if (!review.isSignedBy(key.get().key())) {
      return refused("bad-signature", "The signature does not fit what is said.");
    }
    return key.get().isGoodAt(parts.clock().instant())
        ? ballots.timely(said.reviewedAt(), parts.clock().instant())
        : refused("retired-key", "The key is retired.");
  }

  private Optional<Voted.Refused> fitness(ReviewStatement said, Reviews.Open open) {
    if (!said.entry().equals(open.entry())) {
      return refused("other-request", "The review is of another entry than the one that waits.");
    }
    if (isSame(said.by().voter(), open.by())) {
      return refused(
          "self-approval", "`" + open.by() + "` approved it alone; somebody else reviews.");
    }
    return ballots
        .roster()
        .find(said.by().voter())
        .flatMap(m -> Eligibility.involvement(open.what().caller(), m.operator()));
  }

  private Optional<Voted.Refused> wording(ReviewStatement said) {
    var reason = said.judgement().reason();
    if (reason.isBlank()) {
      return refused("reason-required", "A review says what was found.");
    }
    return parts.drafts().secrets().clean(reason).equals(reason)
        ? Optional.empty()
        : refused("reason-secret", "The reason holds what looks like a secret; say it without.");
  }

  private static boolean isSame(OperatorId one, OperatorId other) {
    return Operators.folded(one.value()).equals(Operators.folded(other.value()));
  }

  private static Optional<Voted.Refused> refused(String clause, String why) {
    return Optional.of(new Voted.Refused(clause, why));
  }
}
