package dev.agentsafe.app.seat;

import dev.agentsafe.core.Archive;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Reviews;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.SecretMarks;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.ApprovalRequest;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.policy.Rule;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.request.ActionRequest;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.ship.ShipStatus;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The seat of an operator at the governor of this process; thread-safe. */
public final class GovernorSeat implements Seat {
  private final Governor governor;
  private final OperatorHand hand;
  private final String gateway;

  /**
   * A seat at that governor, which somebody else closes.
   *
   * @param gateway host and port that agents reach, for people
   */
  public GovernorSeat(Governor governor, OperatorHand hand, String gateway) {
    this.governor = governor;
    this.hand = hand;
    this.gateway = gateway;
  }

  @Override
  public OperatorHand hand() {
    return hand;
  }

  @Override
  public Place place() {
    var workspace = governor.workspace();
    return new Place(
        workspace.root(),
        workspace.settings().paths().auditLog(),
        gateway,
        workspace.policyVersion(),
        new Place.Names(
            workspace.catalog().actions().stream().map(a -> a.name().value()).toList(),
            workspace.inventory().targets().stream().map(t -> t.id().value()).toList(),
            workspace.policies().rules().stream()
                .map(r -> new Place.Rule(r.name().value(), place(r)))
                .toList()));
  }

  @Override
  public Authoring authoring() {
    return new Authoring(governor.workspace().settings().paths());
  }

  @Override
  public Brakes brakes() {
    return new GovernorBrakes(governor, hand.operator());
  }

  @Override
  public Plans plans() {
    return new GovernorPlans(
        governor,
        hand,
        id -> governor.approval(id).map(asked -> question(asked, List.of())),
        this::question);
  }

  @Override
  public List<Question> questions() {
    return governor.pending().stream().map(asked -> question(asked, List.of())).toList();
  }

  @Override
  public Optional<Question> question(ApprovalId id) {
    return governor
        .approval(id)
        .map(asked -> question(asked, governor.explain(id).map(Trace::steps).orElse(List.of())));
  }

  @Override
  public Voted vote(Question question, Choice choice, Duration shown) {
    return governor.vote(hand, question.id(), question.now().ballot().seen(), choice, shown);
  }

  @Override
  public List<Reviews.Open> reviews() {
    return governor.reviews().open();
  }

  @Override
  public Optional<Voted.Refused> review(Reviews.Open open, ReviewStatement.Judgement judgement) {
    var signer = hand.signer();
    return signer.isEmpty()
        ? Optional.of(new Voted.Refused("locked", "Your key is locked; give its passphrase."))
        : governor
            .reviews()
            .review(
                new ReviewStatement(
                        open.request(),
                        open.entry(),
                        judgement,
                        new VoteStatement.By(hand.operator().id(), signer.get().publicKey().id()),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS))
                    .sign(signer.get()));
  }

  @Override
  public List<Execution> runs() {
    return governor.runs().stream().map(GovernorSeat::execution).toList();
  }

  @Override
  public Optional<Execution> run(RunId id) {
    return governor.run(id).map(GovernorSeat::execution);
  }

  @Override
  public Optional<Execution> runOf(String auditId) {
    return governor.runs().stream()
        .filter(r -> r.order().auditId().equals(auditId))
        .findFirst()
        .map(GovernorSeat::execution);
  }

  @Override
  public RollbackPreview preview(String auditId) {
    return governor.previewRollback(auditId, Governor.callerOf(hand.operator()));
  }

  @Override
  public Undone undo(String auditId) {
    return switch (governor.rollback(auditId, Governor.callerOf(hand.operator()))) {
      case Governor.RolledBack.Impossible(var why) -> new Undone.Refused(why);
      case Governor.RolledBack.Submitted(var plan, var ruling) ->
          switch (ruling.result()) {
            case DENY -> new Undone.Refused(ruling.grounds().reason());
            case REQUIRE_APPROVAL ->
                ruling
                    .approval()
                    .<Undone>map(Undone.Asked::new)
                    .orElseGet(() -> new Undone.Refused(ruling.grounds().reason()));
            case ALLOW ->
                switch (governor.execute(ruling)) {
                  case Governor.Redeemed.Started(var run) -> new Undone.Running(run);
                  case Governor.Redeemed.Refused(var why) -> new Undone.Refused(why);
                };
          };
    };
  }

  @Override
  public JournalHealth journal() {
    return governor.journalHealth();
  }

  @Override
  public Archive archive() {
    // Not before somebody looks: the first frame of the window comes first.
    governor.archive().open();
    return governor.archive();
  }

  @Override
  public long size() {
    return governor.journalSize();
  }

  @Override
  public List<ShipStatus> shipped() {
    return governor.workspace().shipped(governor.journalSize());
  }

  @Override
  public void history(long fromSeq, Consumer<AuditEntry> sink) {
    governor.history(fromSeq, sink);
  }

  @Override
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    return governor.subscribe(listener);
  }

  private Question question(ApprovalRequest asked, List<Trace.Step> trace) {
    var request = asked.binding().request();
    var rule = asked.asked().rule();
    var clauses = rule.flatMap(Rule::approval);
    var standing = governor.standing(asked.id()).orElse(new Standing.Pending());
    return new Question(
        asked.id(),
        new Question.What(
            deed(request),
            SecretMarks.hidden(request.action(), request.params()),
            request.changeTicket(),
            asked.binding().auditId(),
            asked.asked().rollbackOf()),
        who(request),
        new Question.Why(
            rule.map(r -> r.name().value()).orElse(""),
            asked.asked().reason(),
            rule.map(this::place).orElse(""),
            trace,
            clauses.map(c -> c.reason().required()).orElse(false)),
        new Question.Now(
            standing,
            new Question.Span(asked.span().asked(), asked.span().expires()),
            asked.asked().evidence(),
            new Question.Ballot(
                Seen.of(asked),
                Quorum.places(Eligibility.clauses(asked), asked.votes()),
                asked.votes(),
                clauses.map(Rule.Clauses::latitude).orElse(new Rule.Latitude(false, false, 1))),
            governor.ineligible(asked.id(), hand.operator())));
  }

  /** A rule's place as people in this workspace name it. */
  private String place(Rule rule) {
    var root = governor.workspace().root().toString() + File.separator;
    var place = rule.origin().toString();
    return place.startsWith(root) ? place.substring(root.length()) : place;
  }

  private static Question.Deed deed(ActionRequest request) {
    var action = request.action();
    var standing = request.target().standing();
    return new Question.Deed(
        action.name().value(),
        action.summary().description(),
        new Question.Aim(
            request.target().id().value(),
            request.target().type(),
            standing.environment(),
            standing.sensitivity(),
            standing.owner()),
        new Question.Risk(action.scope().risk(), request.effectiveRisk()),
        action.effects().reversible());
  }

  private static Question.Who who(ActionRequest request) {
    var caller = request.caller();
    return new Question.Who(
        caller.id().value(),
        caller.name(),
        caller.grants().roles(),
        caller.grants().groups(),
        caller.delegation().links().stream().map(l -> l.id().value()).toList());
  }

  private static Execution execution(RunView run) {
    var order = run.order();
    return new Execution(
        run.id(),
        deed(order.request()),
        new Execution.Origin(
            order.request().caller().id().value(),
            order.auditId(),
            order.startedAt(),
            order.rollbackOf()),
        run.record(),
        new Execution.Seen(run.output(), run.thread()));
  }
}
