package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Joins the rooms: request, decision, approval, ticket, run, state, journal; thread-safe.
 *
 * <p>Every answer it gives is durable in the journal before it is given. Where the journal cannot
 * be written its methods throw {@link CoreException} and nothing is executed.
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

  private final Assembly rooms;

  private Governor(Assembly rooms) {
    this.rooms = rooms;
  }

  /**
   * Opens the workspace's journal for writing and folds it.
   *
   * @throws CoreException where another process writes the journal, or it does not verify
   */
  public static Governor open(Config config) {
    return open(config, Disk.real());
  }

  /** The same with a journal on another disk, which may fail. */
  static Governor open(Config config, Disk disk) {
    return new Governor(Assembly.open(config, disk));
  }

  /** The workspace as it was loaded at the start, with the rules that decide now. */
  public Workspace workspace() {
    return rooms.workspace();
  }

  /** Who is behind an identity token, or why it is refused; a refusal is journaled. */
  public Identified identify(String token) {
    return rooms.tokens().bearers().identify(token);
  }

  /** What came of reading an identity token. */
  public sealed interface Identified {
    /** It is good until then. */
    record Known(Caller caller, Instant until) implements Identified {}

    /** It is not. */
    record Refused(String why) implements Identified {}
  }

  /** Decides, records, and issues a ticket or asks people. */
  public Ruling submit(Submission submission) {
    return rooms.intake().submit(submission, Origin.NONE);
  }

  /** Decides the steps of a plan. */
  public PlanDesk.Submitted submit(Plan plan, Caller caller) {
    return rooms.intake().submit(plan, caller);
  }

  /** The plans: how each stands, its answer as a whole, the tickets of its steps. */
  public PlanDesk plans() {
    return rooms.voting().plans();
  }

  /** How the rules see that question now, rule by rule. */
  public Optional<Trace> explain(ApprovalId id) {
    return approval(id).map(rooms.intake()::explain);
  }

  /** The questions that are open, oldest first. */
  public List<ApprovalRequest> pending() {
    return rooms.voting().approvals().docket().pending();
  }

  /** That question, open or settled. */
  public Optional<ApprovalRequest> approval(ApprovalId id) {
    return rooms.voting().approvals().docket().request(id);
  }

  /** Where that question stands; empty where there is none. */
  public Optional<Standing> standing(ApprovalId id) {
    return rooms.voting().approvals().docket().standing(id);
  }

  /**
   * When that approval, which nobody has claimed, is worth nothing any more; empty where it is none
   * or the step of a plan that waits for others.
   */
  public Optional<Instant> claimUntil(ApprovalId id) {
    return approval(id).flatMap(rooms.voting().claims()::until);
  }

  /** Waits until that question is settled or the time is over, and says where it stands. */
  public Optional<Standing> await(ApprovalId id, Duration atMost) throws InterruptedException {
    return rooms.voting().approvals().docket().await(id, atMost);
  }

  /** Why that operator may not answer that question, before a form is shown; empty: may. */
  public Optional<Voted.Refused> ineligible(ApprovalId id, Operator operator) {
    return rooms.voting().approvals().ineligible(id, operator);
  }

  /** What would become of less than was asked, if approvers offered it; records nothing. */
  public Redraft redraft(ApprovalId id, Changes changes) {
    return rooms.voting().approvals().redraft(id, changes);
  }

  /** Who may answer questions here, with the keys they sign with. */
  public Operators operators() {
    return rooms.voting().roster();
  }

  /**
   * An operator answers.
   *
   * <p>Where an operator's own request is approved by this answer, its run begins at once: there is
   * no agent that would redeem the ticket.
   */
  public Voted vote(SignedVote vote) {
    var voted = rooms.voting().approvals().vote(vote);
    if (voted instanceof Voted.Counted(Standing.Approved a)) {
      var id = vote.statement().request();
      approval(id)
          .map(r -> r.binding().request().caller())
          .filter(Eligibility::isOperator)
          .ifPresent(
              caller -> claim(id, caller).ifPresent(ticket -> redeem(ticket.token(), caller)));
    }
    return voted;
  }

  /**
   * The person at this machine answers: signs and votes.
   *
   * @param seen what they were shown
   * @param shown how long
   */
  public Voted vote(OperatorHand hand, ApprovalId id, Seen seen, Choice choice, Duration shown) {
    var now = rooms.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    return new HandVote(hand, new VoteStatement.Moment(now, shown.toSeconds()))
        .cast(id, seen, choice, this::vote);
  }

  /** Sees to the review of approvals that somebody gave alone. */
  public ReviewDesk reviews() {
    return rooms.voting().reviews();
  }

  /** The one ticket of an approved question, the same each time; empty for who did not ask. */
  public Optional<Ticket> claim(ApprovalId id, Caller caller) {
    return rooms.voting().claims().claim(id, caller);
  }

  /** The agent takes what people offer, or leaves it; says why not, empty: it is done. */
  public Optional<Voted.Refused> answerOffer(ApprovalId id, Caller caller, boolean takes) {
    return rooms.voting().approvals().answerOffer(id, caller, takes);
  }

  /** The agent takes back its question or unclaimed approval; says why not, empty: it is done. */
  public Optional<Voted.Refused> cancel(ApprovalId id, Caller caller) {
    return rooms.voting().approvals().cancel(id, caller);
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
    return rooms.intake().redeem(ticketToken, caller);
  }

  /** That run as it stands now. */
  public Optional<RunView> run(RunId id) {
    return rooms.runs().view(id);
  }

  /** Waits until that run has ended or the time is over. */
  public Optional<RunView> awaitRun(RunId id, Duration atMost) throws InterruptedException {
    return rooms.runs().await(id, atMost);
  }

  /** The newest runs, newest first; older ones are in the journal. */
  public List<RunView> runs() {
    return rooms.runs().views();
  }

  /** What would become of a request now, from live state; records and changes nothing. */
  public DryRun dryRun(Submission submission) {
    return rooms.intake().dryRun(submission);
  }

  /** Takes care of runs and plans: calls off, reads back, undoes plans, closes ports. */
  public CareDesk care() {
    return new CareDesk(rooms.runs(), rooms.plans(), rooms.rollbacks());
  }

  /** The agents and how they stand now, the one that asked last first. */
  public List<AgentView> agents() {
    return rooms.intake().agents();
  }

  /** Freezes and pauses agents, and says who is stopped. */
  public HoldDesk holds() {
    return rooms.holds();
  }

  /** The request that would undo that decision's run, or why there is none; changes nothing. */
  public RollbackPlan.Outcome planRollback(String auditId) {
    return rooms.rollbacks().plan(auditId);
  }

  /**
   * What a roll-back would do now: its plan against live state, drift, and what policy says of it;
   * reads the world, changes and records nothing.
   */
  public RollbackPreview previewRollback(String auditId, Caller caller) {
    return rooms.rollbacks().preview(auditId, caller);
  }

  /** Begins the run of an allowed ruling at once; for an operator's roll-back. */
  public Redeemed execute(Ruling ruling) {
    return ruling
        .ticket()
        .map(t -> redeem(t.token(), ruling.submission().caller().orElse(Caller.ANONYMOUS)))
        .orElseGet(
            () -> new Redeemed.Refused("There is no ticket: the decision was not to allow it."));
  }

  /** Submits the inverse of that decision's run, linked to it. */
  public RolledBack rollback(String auditId, Caller caller) {
    return rooms.rollbacks().submit(auditId, caller);
  }

  /** What came of asking for a roll-back. */
  public sealed interface RolledBack {
    /** It was submitted and ruled on. */
    record Submitted(RollbackPlan plan, Ruling ruling) implements RolledBack {}

    /** It cannot be undone. */
    record Impossible(String why) implements RolledBack {}
  }

  /**
   * Calls back for each entry that becomes durable, in order, on a thread of the governor's; one
   * that throws ends its own subscription only.
   *
   * @return ends the subscription
   */
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    return rooms.bulletin().subscribe(listener);
  }

  /** The journal as it can be searched; not before somebody has opened it. */
  public Archive archive() {
    return rooms.archive();
  }

  /** Saves files of the workspace for operators, and knows what they held. */
  public FileDesk files() {
    return rooms.files();
  }

  /** What concerns the journal itself: how it does, its keys, its anchors. */
  public JournalDesk journal() {
    return rooms.journalDesk();
  }

  /** How many entries the journal holds. */
  public long journalSize() {
    return rooms.journal().size();
  }

  /** How the journal does: how much of it is sealed, and what is wrong with it; quick. */
  public JournalHealth journalHealth() {
    return rooms.journal().health();
  }

  /** The tokens of agents: their keys, what is handed on, who is behind one. */
  public TokenDesk tokens() {
    return rooms.tokens();
  }

  /** Hands over recorded entries from that sequence number on. */
  public void history(long fromSeq, Consumer<AuditEntry> sink) {
    rooms.journal().read(fromSeq, sink);
  }

  /** Hands over recorded entries from there on, until one of them is the last wanted. */
  public void historyWhile(long fromSeq, Predicate<AuditEntry> wantsMore) {
    rooms.journal().readWhile(fromSeq, wantsMore);
  }

  /** Waits a while for running executions, then closes the journal. */
  @Override
  public void close() {
    rooms.close();
  }
}
