package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.ProvenVotes;
import dev.agentsafe.core.approval.Sealing;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.SpentVotes;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says whether a signed vote may count for a question that is open; thread-safe. */
record BallotCheck(
    Operators roster, Reconsidering reconsidering, ProvenVotes proven, SpentVotes spent) {

  /** Decides again, where an approver changes what was asked. */
  interface Reconsidering {
    /** What the rules in force say of that. */
    Redraft of(ApprovalRequest question, Changes changes);
  }

  /** How far a voter's clock may be from ours. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final String GATHERING = Sealing.evidence(new Rehearsal.Outcome.Gathering());

  /** What came of checking a vote. */
  sealed interface Checked {
    /** It counts, as that person's. */
    record Good(Operator voter) implements Checked {}

    /** It does not. */
    record Bad(Voted.Refused why) implements Checked {}
  }

  Checked check(ApprovalRequest request, SignedVote vote, Instant now) {
    var statement = vote.statement();
    var member = roster.find(statement.by().voter());
    if (member.isEmpty()) {
      return bad(
          "unknown-operator", "`" + statement.by().voter() + "` is no operator of this workspace.");
    }
    var voter = member.get().operator();
    return signature(member.get(), vote, now)
        .or(() -> sight(request, vote))
        .or(() -> counted(request, vote))
        .or(() -> Eligibility.refusal(request, voter, statement.choice()))
        .or(() -> changed(request, statement.choice().changes()))
        .<Checked>map(Checked.Bad::new)
        .orElseGet(() -> new Checked.Good(voter));
  }

  /** A vote that was counted before, where it still would be: as that person's of today. */
  Optional<Vote> again(ApprovalRequest request, SignedVote vote) {
    var statement = vote.statement();
    return roster
        .find(statement.by().voter())
        .filter(m ->
            m.key(statement.by().keyId())
                .filter(k -> k.isGoodAt(statement.moment().castAt()))
                .filter(k -> proven.isSigned(vote, k.key()))
                .isPresent())
        .filter(m -> statement.request().equals(request.id()))
        .filter(m -> !statement.choice().approves() || statement.seen().equals(Seen.of(request)))
        .map(m -> m.operator())
        .filter(o -> Eligibility.involvement(request, o).isEmpty())
        .map(o -> new Vote(o, vote));
  }

  private Optional<Voted.Refused> changed(ApprovalRequest request, Changes changes) {
    return changes.isEmpty()
        ? Optional.empty()
        : switch (reconsidering.of(request, changes)) {
          case Redraft.Refused(var why) -> Optional.of(why);
          case Redraft.Decided(PolicyDecision.Deny _, _) ->
              refused("denied-by-rules", "The rules in force deny what is left.");
          case Redraft.Decided _ -> Optional.empty();
        };
  }

  private Optional<Voted.Refused> signature(Operators.Member member, SignedVote vote, Instant now) {
    var by = vote.statement().by();
    var castAt = vote.statement().moment().castAt();
    var key = member.key(by.keyId());
    if (key.isEmpty()) {
      return refused(
          "unknown-key",
          roster.holder(by.keyId()).isPresent()
              ? "The key belongs to another operator than `" + by.voter() + "`."
              : "The key `" + by.keyId() + "` is not one of `" + by.voter() + "`.");
    }
    if (!proven.isSigned(vote, key.get().key())) {
      return refused("bad-signature", "The signature does not fit what is said.");
    }
    if (!key.get().isGoodAt(now) || !key.get().isGoodAt(castAt)) {
      return refused(
          "retired-key", "The key `" + by.keyId() + "` of `" + by.voter() + "` is retired.");
    }
    return timely(castAt, now);
  }

  /** Why what was signed then is not of now; empty: it is. */
  Optional<Voted.Refused> timely(Instant signedAt, Instant now) {
    return Duration.between(signedAt, now).abs().compareTo(SKEW) > 0
        ? refused(
            "untimely",
            "It was signed at `"
                + signedAt
                + "`, more than 5 minutes from now; sign it again, or set the clock.")
        : Optional.empty();
  }

  /** Whether the voter was shown what stands there now. */
  private static Optional<Voted.Refused> sight(ApprovalRequest request, SignedVote vote) {
    var now = Seen.of(request);
    var shown = vote.statement().seen();
    boolean denies = !vote.statement().choice().approves();
    if (!shown.request().equals(now.request())) {
      return refused("other-request", "The vote is for another request than this one.");
    }
    if (!shown.policyVersion().equals(now.policyVersion())) {
      return refused("stale-policy", "The vote was cast under other rules than those in force.");
    }
    if (denies && (shown.evidence().equals(GATHERING) || shown.evidence().equals(now.evidence()))) {
      return Optional.empty();
    }
    if (now.evidence().equals(GATHERING)) {
      return refused(
          "evidence-gathering", "The evidence is still being gathered; look at it, then approve.");
    }
    return shown.evidence().equals(now.evidence())
        ? Optional.empty()
        : refused("other-evidence", "The evidence is not what was shown; look at it again.");
  }

  private Optional<Voted.Refused> counted(ApprovalRequest request, SignedVote vote) {
    return spent.isVoid(request, vote.statement())
        ? refused(
            "void-vote", "The question was asked again since this vote was counted; vote again.")
        : Optional.empty();
  }

  private static Checked bad(String clause, String why) {
    return new Checked.Bad(new Voted.Refused(clause, why));
  }

  private static Optional<Voted.Refused> refused(String clause, String why) {
    return Optional.of(new Voted.Refused(clause, why));
  }
}
