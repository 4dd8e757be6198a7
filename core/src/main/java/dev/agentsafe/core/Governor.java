package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Joins the rooms: request, decision, approval, ticket, run, state, journal; thread-safe.
 *
 * <p>Every answer it gives is durable in the journal before it is given.
 */
public final class Governor implements AutoCloseable {

  /**
   * What a governor is made of.
   *
   * @param executors asked in order; the first that reaches a target acts on it
   */
  public record Config(Workspace workspace, List<Executor> executors, Clock clock) {
    public Config {
      executors = List.copyOf(executors);
    }
  }

  private Governor() {}

  /**
   * Opens the workspace's journal for writing and folds it.
   *
   * @throws CoreException where another process writes the journal, or it does not verify
   */
  public static Governor open(Config config) {
    throw new UnsupportedOperationException("open " + config);
  }

  /** The workspace in force. */
  public Workspace workspace() {
    throw new UnsupportedOperationException("workspace");
  }

  /** Who is behind an identity token, or why it is refused; a refusal is journaled. */
  public Identified identify(String token) {
    throw new UnsupportedOperationException("identify " + token);
  }

  /** What came of reading an identity token. */
  public sealed interface Identified {
    /** It is good. */
    record Known(Caller caller) implements Identified {}

    /** It is not. */
    record Refused(String why) implements Identified {}
  }

  /** Decides, records, and issues a ticket or asks people. */
  public Ruling submit(Submission submission) {
    return submit(submission, Optional.empty());
  }

  /**
   * Decides one of several submissions that belong together.
   *
   * @param correlation the id of what it belongs to, such as a plan
   */
  public Ruling submit(Submission submission, Optional<String> correlation) {
    throw new UnsupportedOperationException("submit " + submission + correlation);
  }

  /** How the rules see that question now, rule by rule. */
  public Optional<Trace> explain(ApprovalId id) {
    throw new UnsupportedOperationException("explain " + id);
  }

  /** The questions that are open, oldest first. */
  public List<ApprovalRequest> pending() {
    throw new UnsupportedOperationException("pending");
  }

  /** That question, open or settled. */
  public Optional<ApprovalRequest> approval(ApprovalId id) {
    throw new UnsupportedOperationException("approval " + id);
  }

  /** Where that question stands; empty where there is none. */
  public Optional<Standing> standing(ApprovalId id) {
    throw new UnsupportedOperationException("standing " + id);
  }

  /** Waits until that question is settled or the time is over, and says where it stands. */
  public Optional<Standing> await(ApprovalId id, Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException("await " + id + atMost);
  }

  /** Why that operator may not answer that question, before a form is shown; empty: may. */
  public Optional<Voted.Refused> ineligible(ApprovalId id, Operator operator) {
    throw new UnsupportedOperationException("ineligible " + id + operator);
  }

  /** An operator answers. */
  public Voted vote(ApprovalId id, Operator operator, boolean approves, String reason) {
    throw new UnsupportedOperationException("vote " + id + operator + approves + reason);
  }

  /** The one ticket of an approved question, for the caller that asked; empty for anybody else. */
  public Optional<Ticket> claim(ApprovalId id, Caller caller) {
    throw new UnsupportedOperationException("claim " + id + caller);
  }

  /** What came of redeeming a ticket. */
  public sealed interface Redeemed {
    /** It was spent; the run has begun. */
    record Started(RunId run) implements Redeemed {}

    /** It is not worth anything, and this is why. */
    record Refused(String why) implements Redeemed {}
  }

  /** Spends its caller's ticket durably, then begins the run on a thread of its own. */
  public Redeemed redeem(String ticketToken, Caller caller) {
    throw new UnsupportedOperationException("redeem " + caller);
  }

  /** That run as it stands now. */
  public Optional<RunView> run(RunId id) {
    throw new UnsupportedOperationException("run " + id);
  }

  /** Waits until that run has ended or the time is over. */
  public Optional<RunView> awaitRun(RunId id, Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException("awaitRun " + id + atMost);
  }

  /** Runs known to this governor, newest first. */
  public List<RunView> runs() {
    throw new UnsupportedOperationException("runs");
  }

  /** The request that would undo that decision's run, or why there is none; changes nothing. */
  public RollbackPlan.Outcome planRollback(String auditId) {
    throw new UnsupportedOperationException("planRollback " + auditId);
  }

  /**
   * What a roll-back would do now: its plan against live state, drift, and what policy says of it;
   * reads the world, changes and records nothing.
   */
  public RollbackPreview previewRollback(String auditId, Caller caller) {
    throw new UnsupportedOperationException("previewRollback " + auditId + caller);
  }

  /** The caller that an operator is when they ask for something themselves: a roll-back. */
  public static Caller callerOf(Operator operator) {
    throw new UnsupportedOperationException("callerOf " + operator);
  }

  /**
   * Begins the run of an allowed ruling at once, without an agent that redeems its ticket; for an
   * operator's roll-back.
   */
  public Redeemed execute(Ruling ruling) {
    throw new UnsupportedOperationException("execute " + ruling);
  }

  /** Submits the inverse of that decision's run, linked to it. */
  public RolledBack rollback(String auditId, Caller caller) {
    throw new UnsupportedOperationException("rollback " + auditId + caller);
  }

  /** What came of asking for a roll-back. */
  public sealed interface RolledBack {
    /** It was submitted and ruled on. */
    record Submitted(RollbackPlan plan, Ruling ruling) implements RolledBack {}

    /** It cannot be undone. */
    record Impossible(String why) implements RolledBack {}
  }

  /** Calls back for each entry that becomes durable; quick callbacks only. */
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    throw new UnsupportedOperationException("subscribe " + listener);
  }

  /** How many entries the journal holds. */
  public long journalSize() {
    throw new UnsupportedOperationException("journalSize");
  }

  /** Hands over recorded entries from that sequence number on. */
  public void history(long fromSeq, Consumer<AuditEntry> sink) {
    throw new UnsupportedOperationException("history " + fromSeq + sink);
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("close");
  }
}
