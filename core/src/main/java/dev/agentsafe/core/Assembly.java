package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.Operators;
import dev.agentsafe.core.journal.Journal;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The rooms of one governor, with the journal of earlier processes folded into them. */
final class Assembly {
  private static final System.Logger LOG = System.getLogger(Assembly.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Staff staff;
  private final Bulletin bulletin;
  private final JournalDesk journalDesk;
  private final OwnPlans ownPlans;
  private final FileDesk files;
  private final ScheduledExecutorService expiry =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("approval-expiry").factory());

  /** Of its own: a ticket may have to look at its target first, and what expires must not wait. */
  private final ScheduledExecutorService carrier =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("operator-plans").factory());

  /** Who does the work. */
  record Staff(Intake intake, Voting voting, RunDesk runs, Agency agency, Rollbacks rollbacks) {}

  /**
   * Who stops agents, who changes the keys of their tokens and lets them hand authority on, who
   * changes the rules.
   */
  record Agency(HoldDesk holds, TokenDesk tokens, PolicyDesk policies) {}

  /** Who may vote, who takes the votes, who hands out what they were for, alone and in plans. */
  record Voting(
      Operators roster,
      ApprovalDesk approvals,
      ClaimDesk claims,
      ReviewDesk reviews,
      PlanDesk plans) {

    Reopening reopening() {
      return approvals.reopening();
    }
  }

  private Assembly(Parts parts, Staff staff) {
    this.parts = parts;
    this.staff = staff;
    bulletin = new Bulletin(parts.book().journal(), parts.holds());
    journalDesk = new JournalDesk(parts);
    files = new FileDesk(parts, staff.agency().policies());
    ownPlans = new OwnPlans(staff.voting().plans(), staff.intake());
    var _ = expiry.scheduleWithFixedDelay(this::expireOverdue, 200, 200, TimeUnit.MILLISECONDS);
    var _ = carrier.scheduleWithFixedDelay(this::goOn, 200, 200, TimeUnit.MILLISECONDS);
  }

  static Assembly open(Governor.Config config, Disk disk) {
    return open(config, disk, Optional.empty());
  }

  /**
   * The same.
   *
   * @param reloads who looked at the policies and wants them in force; empty: they are found
   */
  static Assembly open(Governor.Config config, Disk disk, Optional<Operator> reloads) {
    var opened = Opening.of(config, disk);
    var assembly = new Assembly(opened.parts(), opened.staff());
    assembly.fold(opened, reloads);
    return assembly;
  }

  private void fold(Opening opened, Optional<Operator> reloads) {
    var refold = opened.refold();
    for (var run : refold.runs()) {
      staff.runs().restore(run.id(), run.asked(), run.record());
      run.readBack().ifPresent(found -> staff.runs().reconciling().leave(run.id()));
    }
    refold.unfit().forEach(intent -> parts.record(parts.runDrafts().interruptedUnfit(intent)));
    for (var run : refold.interrupted()) {
      interrupted(run);
    }
    var forwards = new ForwardDrafts(parts.drafts());
    refold.leftOpen().forEach(left -> parts.record(forwards.foundEnded(left)));
    listOperators(refold.questions().operators());
    staff.agency().tokens().keys().compare(refold.tokenKeys());
    policies().found(reloads);
    var reopening = staff.voting().reopening();
    refold.questions().settled().forEach(reopening::recall);
    for (var question : refold.questions().all()) {
      reopening
          .reopen(question)
          .filter(r -> r.asked().evidence() instanceof Rehearsal.Outcome.Gathering)
          .ifPresent(staff.intake()::gatherEvidence);
    }
    staff.voting().plans().recordStops();
  }

  /** Records who may vote, where the journal does not say so yet. */
  private void listOperators(Map<String, Value> known) {
    var gone = new LinkedHashMap<>(known);
    gone.values().removeIf(Value.Null.class::isInstance);
    for (var member : staff.voting().roster().members()) {
      var id = member.operator().id().value();
      if (!ApprovalDrafts.listed(member).equals(gone.remove(id))) {
        parts.record(parts.approvalDrafts().operator(id, Optional.of(member)));
      }
    }
    gone.forEach((id, was) -> parts.record(parts.approvalDrafts().operator(id, Optional.empty())));
  }

  /** A run that a crash cut off: where its effect had begun nobody knows whether it happened. */
  private void interrupted(Refold.Begun run) {
    var account = new RunRecord.Account(run.before(), Value.EMPTY, List.of(), 0, "");
    var record =
        run.neverActed()
            ? new RunRecord.Skipped(
                account,
                "The console stopped before the effect began: nothing was done. Ask again.")
            : new RunRecord.Unknown(
                account,
                "The console stopped while this ran. Look at the target before you ask again.");
    var asked = Refold.asked(run);
    parts.record(
        parts
            .runDrafts()
            .execution(
                run.request(),
                asked.auditId(),
                run.id(),
                new RunDrafts.Done(
                    record, run.intent().context().text("ticket_nonce").orElse(""), Map.of())));
    staff.runs().restore(run.id(), asked, record);
  }

  private void expireOverdue() {
    var voting = staff.voting();
    // Ports first: they are open, whatever becomes of the rest and of the journal.
    List.<Runnable>of(
            staff.runs().forwards()::lookAround,
            journalDesk::look,
            voting.approvals()::expireOverdue,
            voting.claims()::forgetOverdue,
            voting.plans()::expireOverdue,
            staff.runs().reconciling()::lookAround)
        .forEach(Assembly::attend);
  }

  /** Whatever goes wrong with one thing that is due, the others are due all the same. */
  private static void attend(Runnable due) {
    try {
      due.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "what is due could not be done", e);
    }
  }

  private void goOn() {
    try {
      ownPlans.goOn();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the plans of operators could not go on", e);
    }
  }

  FileDesk files() {
    return files;
  }

  PolicyDesk policies() {
    return staff.agency().policies();
  }

  Workspace workspace() {
    return policies().inForce();
  }

  Intake intake() {
    return staff.intake();
  }

  Voting voting() {
    return staff.voting();
  }

  RunDesk runs() {
    return staff.runs();
  }

  PlanDesk plans() {
    return staff.voting().plans();
  }

  HoldDesk holds() {
    return staff.agency().holds();
  }

  TokenDesk tokens() {
    return staff.agency().tokens();
  }

  Rollbacks rollbacks() {
    return staff.rollbacks();
  }

  Bulletin bulletin() {
    return bulletin;
  }

  JournalDesk journalDesk() {
    return journalDesk;
  }

  Clock clock() {
    return parts.clock();
  }

  Archive archive() {
    return parts.book().threads().archive();
  }

  Journal journal() {
    return parts.book().journal();
  }

  void close() {
    expiry.shutdownNow();
    carrier.shutdownNow();
    try {
      if (!staff.runs().quiesce(PATIENCE)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "executions still run; their outcome will be found unknown at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    staff.runs().forwards().close();
    bulletin.close();
    archive().close();
    journal().close();
  }
}
