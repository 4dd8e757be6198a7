package dev.agentsafe.app.desk;

import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can do with a workspace; answers are the JSON forms of the gateway. */
public interface Desk extends AutoCloseable {

  /** Asks for a decision; it is recorded like an agent's. */
  Reply check(Ask ask);

  /** The open questions: {@code {approvals: […]}}, oldest first. */
  Reply pending();

  /** One question, open or settled. */
  Reply question(String requestId);

  /** An operator's signed answer to a question. */
  Reply vote(SignedVote vote);

  /** A plan with how each step stands and the questions of its steps. */
  Reply plan(String planId);

  /** An operator's signed answers to all open questions of a plan; all count or none. */
  Reply votePlan(String planId, List<SignedVote> votes);

  /** Stops all agents; with what still executes. */
  Reply freeze(String reason);

  /** Lets agents act again. */
  Reply unfreeze(String reason);

  /** Stops an agent and all that act on its behalf. */
  Reply pause(String agentId, String reason);

  /** Lets a paused agent act again. */
  Reply resume(String agentId, String reason);

  /** The agents, and who is stopped: {@code {frozen, paused, agents}}. */
  Reply agents();

  /** The policies on disk, held against those in force: {@code {status, change, later}}. */
  Reply policies();

  /**
   * Puts the policies on disk into force: {@code {status, change, asked_again, denied}}.
   *
   * @param version what somebody saw and wants
   */
  Reply reload(String version);

  /** Makes new keys for the journal's checkpoints: {@code {generation, keys, audit_id}}. */
  Reply rotateJournalKeys(String reason);

  /** Makes a new key for tokens and tickets: {@code {signs, retired, until}}. */
  Reply rotateTokenKeys(String reason, Duration grace);

  /** Seals the journal now: {@code {sealed, entries}}. */
  Reply sealJournal();

  /** The approvals that somebody gave alone and nobody has reviewed: {@code {reviews: […]}}. */
  Reply reviews();

  /** An operator's signed review of one of them. */
  Reply review(ReviewStatement.Signed review);

  /**
   * The request that would undo a recorded run, against live state, or those that would undo what
   * happened of a plan; changes and records nothing.
   */
  Reply rollbackPlan(String auditId);

  /**
   * Asks for a roll-back; it is decided and recorded like any request.
   *
   * @param caller in whose name; absent: the operator
   */
  Reply rollback(String auditId, Optional<Who> caller);

  /** The executions. */
  RunsDesk runs();

  @Override
  void close();

  /**
   * A request for a decision.
   *
   * @param caller absent: nobody
   */
  record Ask(
      String action,
      Optional<String> target,
      Optional<Who> caller,
      Value.Fields params,
      Optional<String> ticketId) {}

  /** In whose name something is asked. */
  sealed interface Who {
    /** Whoever this identity token says. */
    record Token(String text) implements Who {}

    /** An agent that the operator vouches for. */
    record Vouched(String agentId, Caller.Grants grants) implements Who {}
  }

  /** What came of it. */
  sealed interface Reply {
    /** It was done, or answered. */
    record Done(Value.Fields body) implements Reply {}

    /**
     * It was not.
     *
     * @param code stable and short, such as {@code not_found}
     * @param message for people
     */
    record Refused(String code, String message) implements Reply {}
  }
}
