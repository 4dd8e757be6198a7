package dev.agentsafe.core;

import dev.agentsafe.core.Governor.Redeemed;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.plan.Plan;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.ticket.Ticket;
import dev.agentsafe.core.ticket.TicketAuthority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes in submissions and tickets: decides, records, answers. */
final class Intake {
  private static final System.Logger LOG = System.getLogger(Intake.class.getName());
  private static final Duration REHEARSAL_DEADLINE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Supplier<Workspace> inForce;
  private final Desks desks;
  private final Gate gate;

  /** Who is asked on the way. */
  record Desks(ApprovalDesk approvals, RunDesk runs, PlanDesk plans, Runner runner) {}

  /** What is decided. */
  record Gate(Judge judge, PolicyDecisionPoint decisions, Ticker ticker) {}

  Intake(Parts parts, Supplier<Workspace> inForce, Desks desks, Gate gate) {
    this.parts = parts;
    this.inForce = inForce;
    this.desks = desks;
    this.gate = gate;
  }

  Ruling submit(Submission submission, Origin origin) {
    var ruling = parts.holds().steady(() -> decided(submission, origin));
    if (ruling.ticket().isPresent()) {
      parts.sealFor(ruling.grounds().effectiveRisk());
    }
    return ruling;
  }

  private Ruling decided(Submission submission, Origin origin) {
    var now = parts.clock().instant();
    var judged =
        gate.judge()
            .judged(
                submission,
                gate.judge().decide(submission, now),
                origin,
                Judge.Consequence.NOW,
                now);
    if (judged.question().isPresent()) {
      desks.approvals().open(judged.question().get(), judged.entries());
      gatherEvidence(judged.question().get());
    } else {
      parts.record(judged.entries());
    }
    return judged.ruling();
  }

  /** Reads what would change, aside; the question is open meanwhile. */
  void gatherEvidence(ApprovalRequest question) {
    Thread.ofVirtual().name("evidence-" + question.id()).start(() -> rehearse(question));
  }

  private void rehearse(ApprovalRequest question) {
    var evidence = look(desks.runner(), parts.drafts().secrets(), question);
    try {
      desks.approvals().evidence(question.id(), evidence);
    } catch (CoreException e) {
      // Nothing hangs on it: the question stays open without evidence, and whatever is answered
      // meets the same journal.
      LOG.log(System.Logger.Level.WARNING, "evidence was not recorded: {0}", e.getMessage());
    }
  }

  /** The agents, the one that asked last first. */
  List<AgentView> agents() {
    var seconds = gate.ticker().seconds();
    return parts.book().agents().newestFirst().stream()
        .map(seen ->
            new AgentView(
                seen,
                gate.decisions().meters(seen.caller().account(), seconds),
                parts.holds().on(seen.caller())))
        .toList();
  }

  /** What would change, from live state. */
  static Rehearsal.Outcome look(Runner runner, Secrets secrets, ApprovalRequest question) {
    var asked = question.binding();
    return Secrets.clean(
        secrets.of(asked.request()),
        runner.rehearse(new Order(asked.request(), asked.auditId(), REHEARSAL_DEADLINE)));
  }

  Redeemed redeem(String token, Caller caller) {
    return switch (parts.tickets().verify(token, parts.clock().instant())) {
      case TicketAuthority.Checked.Refused refused -> refuse(caller.id().value(), refused.reason());
      case TicketAuthority.Checked.Good(var ticket) -> {
        if (!ticket.claims().caller().equals(caller.id().value())) {
          yield refuse(caller.id().value(), "The ticket was issued to another caller.");
        }
        // Before it is steady: an old decision is read from disk, and a freeze waits for no disk.
        // What it was decided, and how it was approved, is in the journal before its ticket is.
        var decision = parts.book().threads().of(ticket.claims().auditId());
        yield parts.holds().steady(() -> redeem(ticket, caller, decision));
      }
    };
  }

  private Redeemed redeem(Ticket ticket, Caller caller, List<AuditEntry> decision) {
    var claims = ticket.claims();
    var callerId = caller.id().value();
    if (decision.isEmpty()) {
      return refuse(callerId, "The journal has no decision `" + claims.auditId() + "`.");
    }
    var asker = decision.getFirst().caller();
    var hold = parts.holds().on(caller).or(() -> parts.holds().on(asker));
    if (hold.isPresent()) {
      return refuse(callerId, hold.get().words());
    }
    var submission =
        new Submission(
            new ActionName(claims.action()),
            Optional.of(new TargetId(claims.target())),
            Optional.of(asker),
            claims.params(),
            decision.getFirst().line().text("ticket_id"));
    return switch (parts.tools().parser().parse(submission)) {
      case Parsed.Unfit unfit ->
          refuse(callerId, "The request does not fit the workspace any more: " + unfit.reason());
      case Parsed.Fits(var request) -> {
        if (isDeniedByNow(inForce.get(), request, parts.clock())) {
          yield refuse(callerId, "The rules in force deny this by now.");
        }
        yield switch (begin(ticket, request, decision)) {
          case Redeemed.Started started -> started;
          case Redeemed.Refused(var why) -> refuse(callerId, why);
        };
      }
    };
  }

  /** A step of a plan begins while no other step of a plan can end. */
  private Redeemed begin(Ticket ticket, ActionRequest request, List<AuditEntry> thread) {
    var decision = thread.getFirst();
    var question = decision.context().text("request_id").map(ApprovalId::new);
    var asked = question.flatMap(desks.approvals().docket()::request);
    if (question.isPresent() && asked.isEmpty()) {
      return new Redeemed.Refused("What people were shown is not known any more; ask again.");
    }
    var ground =
        new RunDesk.Ground(
            decision.context().text("rollback_of"),
            thread.stream().anyMatch(e -> e.chain().type().equals(EntryType.BREAK_GLASS)),
            asked.flatMap(q -> ShownState.of(q, parts.courses())));
    return parts.courses().ofDecision(decision.chain().eventId()).isEmpty()
            && desks.plans().obstacle(decision).isEmpty()
        ? desks.runs().begin(ticket, request, ground)
        : desks
            .approvals()
            .docket()
            .deciding(() ->
                desks
                    .plans()
                    .obstacle(decision)
                    .<Redeemed>map(Redeemed.Refused::new)
                    .orElseGet(() -> desks.runs().begin(ticket, request, ground)));
  }

  /** Takes in a plan. */
  PlanDesk.Submitted submit(Plan plan, Caller caller) {
    return submit(plan, caller, Map.of());
  }

  /**
   * Takes in a plan that undoes what was done.
   *
   * @param undoes a step's id to the decision that it undoes
   */
  PlanDesk.Submitted submit(Plan plan, Caller caller, Map<String, String> undoes) {
    var submitted = desks.plans().submit(plan, caller, undoes);
    submitted.questions().forEach(this::gatherEvidence);
    submitted.rulings().stream()
        .filter(ruling -> ruling.ticket().isPresent())
        .map(ruling -> ruling.grounds().effectiveRisk())
        .max(Comparator.naturalOrder())
        .ifPresent(parts::sealFor);
    return submitted;
  }

  private Redeemed refuse(String callerId, String why) {
    parts.record(parts.drafts().refusal(callerId, "ticket", why));
    return new Redeemed.Refused(why);
  }

  /** Whether the rules in force deny a request that was let through earlier. */
  static boolean isDeniedByNow(Workspace workspace, ActionRequest request, Clock clock) {
    return decideNow(workspace, request, clock) instanceof PolicyDecision.Deny;
  }

  /** What the rules in force say of a request. */
  static PolicyDecision decideNow(Workspace workspace, ActionRequest request, Clock clock) {
    return workspace.policies().decide(facts(request, clock));
  }

  Trace explain(ApprovalRequest question) {
    return inForce.get().policies().explain(facts(question.binding().request(), parts.clock()));
  }

  static Facts facts(ActionRequest request, Clock clock) {
    return new Facts(
        request.action().name(),
        Optional.of(request.target()),
        Optional.of(request.caller()),
        request.effectiveRisk(),
        when(clock.instant()),
        request.changeTicket().isPresent());
  }

  RollbackPreview preview(RollbackPlan.Outcome.Planned planned, Caller caller, Instant since) {
    var plan = planned.plan();
    return switch (parts.tools().parser().parse(Rollbacks.submission(plan, caller))) {
      case Parsed.Unfit unfit -> new RollbackPreview.Impossible(unfit.reason());
      case Parsed.Fits(var request) ->
          new RollbackPreview.Ready(
              plan,
              since(planned, caller, since),
              rehearse(request, plan.original().auditId()),
              inForce.get().policies().decide(facts(request, parts.clock())));
    };
  }

  private Rehearsal.Outcome rehearse(ActionRequest request, String auditId) {
    return Secrets.clean(
        parts.drafts().secrets().of(request),
        desks.runner().rehearse(new Order(request, auditId, REHEARSAL_DEADLINE)));
  }

  /** How the object stands that the original changed. */
  private RollbackPreview.Since since(
      RollbackPlan.Outcome.Planned planned, Caller caller, Instant since) {
    var original = planned.plan().original();
    var submission =
        new Submission(
            original.action(),
            Optional.of(original.target()),
            Optional.of(caller),
            original.params(),
            Optional.empty());
    if (parts.tools().parser().parse(submission) instanceof Parsed.Fits(var request)) {
      var order = new Order(request, original.auditId(), REHEARSAL_DEADLINE);
      var secrets = parts.drafts().secrets().of(request);
      var live = desks.runner().read(order).map(secrets::clean).orElse(Value.EMPTY);
      // Times of APIs are whole seconds.
      var from = since.truncatedTo(ChronoUnit.SECONDS);
      var writers =
          desks.runner().writers(order).stream()
              .filter(w -> w.at().filter(at -> !at.isBefore(from)).isPresent())
              .toList();
      return new RollbackPreview.Since(planned.before(), planned.after(), live, writers);
    }
    return new RollbackPreview.Since(planned.before(), planned.after(), Value.EMPTY, List.of());
  }

  /** What would become of a request now; records and changes nothing. */
  DryRun dryRun(Submission submission) {
    return switch (parts.tools().parser().parse(submission)) {
      case Parsed.Unfit unfit -> new DryRun.Unfit(unfit.reason());
      case Parsed.Fits(var request) ->
          new DryRun.Looked(
              rehearse(request, "dry-run"),
              inForce.get().policies().decide(facts(request, parts.clock())));
    };
  }

  /** How an action is done here. */
  Optional<Manual> manual(ActionName action) {
    return desks.runner().manual(action);
  }

  private static Facts.When when(Instant now) {
    return Facts.When.of(now);
  }
}
