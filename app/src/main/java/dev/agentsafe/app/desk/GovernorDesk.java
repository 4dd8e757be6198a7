package dev.agentsafe.app.desk;

import dev.agentsafe.app.wire.ApprovalForm;
import dev.agentsafe.app.wire.DecisionForm;
import dev.agentsafe.app.wire.HoldForm;
import dev.agentsafe.app.wire.PlanForm;
import dev.agentsafe.app.wire.PolicyForm;
import dev.agentsafe.app.wire.ReviewForm;
import dev.agentsafe.app.wire.RollbackForm;
import dev.agentsafe.app.wire.Times;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.HoldDesk;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.SignedVote;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.plan.PlanId;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The desk of an operator who sits at the governor of this process; thread-safe. */
public final class GovernorDesk implements Desk {
  private static final Duration EVIDENCE = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(10);

  private final Governor governor;
  private final OperatorHand hand;
  private final boolean owned;

  private GovernorDesk(Governor governor, OperatorHand hand, boolean owned) {
    this.governor = governor;
    this.hand = hand;
    this.owned = owned;
  }

  /** A desk that closes the governor when it is closed. */
  public static GovernorDesk owning(Governor governor, OperatorHand hand) {
    return new GovernorDesk(governor, hand, true);
  }

  /** A desk at a governor that somebody else closes. */
  public static GovernorDesk at(Governor governor, OperatorHand hand) {
    return new GovernorDesk(governor, hand, false);
  }

  @Override
  public Reply check(Ask ask) {
    var caller = Optional.<Caller>empty();
    if (ask.caller().isPresent()) {
      switch (identify(ask.caller().get())) {
        case Governor.Identified.Known(var known, var _) -> caller = Optional.of(known);
        case Governor.Identified.Refused(var why) -> {
          return new Reply.Refused("invalid_token", why);
        }
      }
    }
    var ruling =
        governor.submit(
            new Submission(
                new ActionName(ask.action()),
                ask.target().map(TargetId::new),
                caller,
                ask.params(),
                ask.ticketId()));
    ruling.approval().ifPresent(this::awaitEvidence);
    return new Reply.Done(DecisionForm.of(ruling, governor.workspace().inventory()));
  }

  /** A governor that is closed after this command could not record what is still being read. */
  private void awaitEvidence(ApprovalId id) {
    var until = System.nanoTime() + EVIDENCE.toNanos();
    try {
      while (owned && gathering(id) && System.nanoTime() < until) {
        Thread.sleep(GLANCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean gathering(ApprovalId id) {
    return governor
        .approval(id)
        .filter(r -> r.asked().evidence() instanceof Rehearsal.Outcome.Gathering)
        .isPresent();
  }

  @Override
  public Reply pending() {
    var open = new ArrayList<Value>();
    for (var request : governor.pending()) {
      open.add(ApprovalForm.question(request, new Standing.Pending()));
    }
    return new Reply.Done(Value.EMPTY.with("approvals", new Value.Items(open)));
  }

  @Override
  public Reply question(String requestId) {
    var id = new ApprovalId(requestId);
    var request = governor.approval(id);
    var standing = governor.standing(id);
    if (request.isEmpty() || standing.isEmpty()) {
      return noQuestion(requestId);
    }
    return new Reply.Done(ApprovalForm.question(request.get(), standing.get()));
  }

  @Override
  public Reply vote(SignedVote vote) {
    var requestId = vote.statement().request().value();
    if (governor.approval(vote.statement().request()).isEmpty()) {
      return noQuestion(requestId);
    }
    return switch (governor.vote(vote)) {
      case Voted.Counted(var standing) -> question(requestId);
      case Voted.Refused(var clause, var why) -> new Reply.Refused(clause.replace('-', '_'), why);
    };
  }

  @Override
  public Reply plan(String planId) {
    return governor
        .plans()
        .course(new PlanId(planId))
        .<Reply>map(course -> new Reply.Done(PlanForm.card(course, this::form)))
        .orElseGet(() -> new Reply.Refused("not_found", "There is no plan `" + planId + "`."));
  }

  private Optional<Value.Fields> form(ApprovalId id) {
    return governor
        .approval(id)
        .flatMap(r -> governor.standing(id).map(s -> ApprovalForm.question(r, s)));
  }

  @Override
  public Reply votePlan(String planId, List<SignedVote> votes) {
    if (governor.plans().course(new PlanId(planId)).isEmpty()) {
      return plan(planId);
    }
    return switch (governor.plans().vote(new PlanId(planId), votes)) {
      case Voted.Counted(var standing) -> plan(planId);
      case Voted.Refused(var clause, var why) -> new Reply.Refused(clause.replace('-', '_'), why);
    };
  }

  @Override
  public Reply freeze(String reason) {
    return held(governor.holds().freeze(hand.operator(), reason));
  }

  @Override
  public Reply unfreeze(String reason) {
    return held(governor.holds().unfreeze(hand.operator(), reason));
  }

  @Override
  public Reply pause(String agentId, String reason) {
    return held(governor.holds().pause(new AgentId(agentId), hand.operator(), reason));
  }

  @Override
  public Reply resume(String agentId, String reason) {
    return held(governor.holds().resume(new AgentId(agentId), hand.operator(), reason));
  }

  @Override
  public Reply policies() {
    return new Reply.Done(PolicyForm.of(governor.files().policies().look()));
  }

  @Override
  public Reply reload(String version) {
    return switch (governor.files().policies().reload(hand.operator(), version)) {
      case PolicyDesk.Swapped.Done done -> new Reply.Done(PolicyForm.of(done));
      case PolicyDesk.Swapped.Not(var why) -> new Reply.Done(PolicyForm.of(why));
    };
  }

  @Override
  public Reply rotateJournalKeys(String reason) {
    if (reason.isBlank()) {
      return new Reply.Refused("reason-missing", "Say why; it is recorded.");
    }
    var entry = governor.journal().rotateKeys(hand.operator(), reason);
    return new Reply.Done(
        Value.EMPTY
            .with("generation", entry.context().get("generation").orElse(Value.NULL))
            .with("keys", entry.context().get("keys").orElse(Value.NULL))
            .with("audit_id", Value.of(entry.chain().eventId())));
  }

  @Override
  public Reply rotateTokenKeys(String reason, Duration grace) {
    if (reason.isBlank()) {
      return new Reply.Refused("reason-missing", "Say why; it is recorded.");
    }
    var rotation = governor.tokens().keys().rotate(hand.operator(), reason, grace);
    return new Reply.Done(
        Value.EMPTY
            .with("signs", Value.of(rotation.signs()))
            .with("retired", Value.texts(rotation.retired()))
            .with("until", Value.of(Times.text(rotation.until()))));
  }

  @Override
  public Reply sealJournal() {
    var health = governor.journal().seal();
    return new Reply.Done(
        Value.EMPTY
            .with("sealed", Value.of(health.sealed()))
            .with("entries", Value.of(governor.journalSize())));
  }

  private Reply held(HoldDesk.Outcome outcome) {
    return switch (outcome) {
      case HoldDesk.Outcome.Done done ->
          new Reply.Done(HoldForm.done(done, governor.holds().state()));
      case HoldDesk.Outcome.Refused(var clause, var why) ->
          new Reply.Refused(clause.replace('-', '_'), why);
    };
  }

  @Override
  public Reply agents() {
    return new Reply.Done(HoldForm.agents(governor.agents(), governor.holds().state()));
  }

  @Override
  public Reply reviews() {
    var forms = governor.reviews().open().stream().<Value>map(ReviewForm::of).toList();
    return new Reply.Done(Value.EMPTY.with("reviews", new Value.Items(forms)));
  }

  @Override
  public Reply review(ReviewStatement.Signed review) {
    return governor
        .reviews()
        .review(review)
        .<Reply>map(no -> new Reply.Refused(no.clause().replace('-', '_'), no.why()))
        .orElseGet(this::reviews);
  }

  @Override
  public Reply rollbackPlan(String auditId) {
    if (auditId.startsWith(PlanId.PREFIX)) {
      return governor
          .care()
          .planRollback(new PlanId(auditId))
          .<Reply>map(rollback -> new Reply.Done(RollbackForm.of(rollback)))
          .orElseGet(() -> plan(auditId));
    }
    var me = Eligibility.caller(hand.operator());
    return switch (governor.previewRollback(auditId, me)) {
      case RollbackPreview.Ready ready -> new Reply.Done(RollbackForm.of(ready));
      case RollbackPreview.Impossible(var why) -> new Reply.Refused("not_reversible", why);
    };
  }

  @Override
  public RunsDesk runs() {
    return new GovernorRuns(governor, hand, this::awaitEvidence);
  }

  @Override
  public Reply rollback(String auditId, Optional<Who> who) {
    var caller = Eligibility.caller(hand.operator());
    if (who.isPresent()) {
      switch (identify(who.get())) {
        case Governor.Identified.Known(var known, var _) -> caller = known;
        case Governor.Identified.Refused(var why) -> {
          return new Reply.Refused("invalid_token", why);
        }
      }
    }
    return switch (governor.rollback(auditId, caller)) {
      case Governor.RolledBack.Submitted(var plan, var ruling) -> {
        var body = new LinkedHashMap<String, Value>();
        body.put("plan", RollbackForm.of(plan));
        body.put("decision", DecisionForm.of(ruling, governor.workspace().inventory()));
        yield new Reply.Done(new Value.Fields(body));
      }
      case Governor.RolledBack.Impossible(var why) -> new Reply.Refused("not_reversible", why);
    };
  }

  @Override
  public void close() {
    if (owned) {
      governor.close();
    }
  }

  private Governor.Identified identify(Who who) {
    return switch (who) {
      case Who.Token(var text) -> governor.identify(text);
      case Who.Vouched(var agentId, var grants) ->
          new Governor.Identified.Known(
              new Caller(new AgentId(agentId), "", grants, Caller.Delegation.NONE), Instant.MAX);
    };
  }

  private static Reply noQuestion(String requestId) {
    return new Reply.Refused(
        "not_found",
        "There is no approval request `"
            + requestId
            + "`; `agent-safe approval list` shows the open ones.");
  }
}
