package dev.agentsafe.core.approval;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What people said in votes that were counted lately: whoever reads a vote in the journal does not
 * hand it in once more for a question that was asked again since. Older ones are nobody's of now
 * anyway. Thread-safe.
 */
public final class SpentVotes {
  private final Duration life;
  private final Set<VoteStatement> said = new HashSet<>();

  /**
   * None so far.
   *
   * @param life how far from each other the clocks of a voter and of this machine may be
   */
  public SpentVotes(Duration life) {
    this.life = life;
  }

  /** That vote was counted. */
  public synchronized void add(VoteStatement vote) {
    // A vote that is counted is at most a life ahead of us, and one as far behind is too old.
    var oldest = vote.moment().castAt().minus(life.multipliedBy(2));
    said.removeIf(s -> s.moment().castAt().isBefore(oldest));
    said.add(vote);
  }

  /** Whether that vote was counted, and does not count for that question by now. */
  public synchronized boolean isVoid(ApprovalRequest question, VoteStatement vote) {
    return said.contains(vote)
        && question.votes().stream().noneMatch(v -> v.signed().statement().equals(vote));
  }
}
