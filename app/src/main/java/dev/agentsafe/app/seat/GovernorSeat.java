package dev.agentsafe.app.seat;

import dev.agentsafe.core.Archive;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.CareDesk;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.FileDesk;
import dev.agentsafe.core.Governor;
import dev.agentsafe.core.Redraft;
import dev.agentsafe.core.Reviews;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.RunView;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Eligibility;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.WholeObject;
import dev.agentsafe.core.ship.ShipStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The seat of an operator at the governor of this process; thread-safe. */
public final class GovernorSeat implements Seat {
  private final Governor governor;
  private final OperatorHand hand;
  private final String gateway;
  private final QuestionReader reader;

  /**
   * A seat at that governor, which somebody else closes.
   *
   * @param gateway host and port that agents reach, for people
   */
  public GovernorSeat(Governor governor, OperatorHand hand, String gateway) {
    this.governor = governor;
    this.hand = hand;
    this.gateway = gateway;
    reader = new QuestionReader(governor, hand);
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
                .map(r -> new Place.Rule(r.name().value(), reader.place(r)))
                .toList()));
  }

  @Override
  public Authoring authoring() {
    return governor.files().authoring(hand.operator());
  }

  @Override
  public DraftDesk drafts() {
    return governor.files().drafts(hand.operator());
  }

  @Override
  public Reloading reloading() {
    return new GovernorReloading(governor.files().policies(), hand.operator());
  }

  @Override
  public List<FileDesk.Version> versions(Path file) {
    return governor.files().versions(file);
  }

  @Override
  public Brakes brakes() {
    return new GovernorBrakes(governor, hand.operator());
  }

  @Override
  public Reins reins() {
    return new GovernorReins(governor, Eligibility.caller(hand.operator()).id().value());
  }

  @Override
  public Plans plans() {
    return new GovernorPlans(
        governor,
        hand,
        id -> governor.approval(id).map(asked -> reader.read(asked, List.of())),
        this::question);
  }

  @Override
  public List<Question> questions() {
    return governor.pending().stream().map(asked -> reader.read(asked, List.of())).toList();
  }

  @Override
  public Optional<Question> question(ApprovalId id) {
    return governor
        .approval(id)
        .map(asked -> reader.read(asked, governor.explain(id).map(Trace::steps).orElse(List.of())));
  }

  @Override
  public Voted vote(Question question, Choice choice, Duration shown) {
    return governor.vote(hand, question.id(), question.now().ballot().seen(), choice, shown);
  }

  @Override
  public Redraft redraft(ApprovalId id, Changes changes) {
    return governor.redraft(id, changes);
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
  public WholeObject objects(String auditId) {
    return governor.care().objects(auditId);
  }

  @Override
  public Optional<String> readBack(RunId id) {
    var me = Eligibility.caller(hand.operator()).id().value();
    return governor.care().readBack(id, me) instanceof CareDesk.ReadBack.Refused(var why)
        ? Optional.of(why)
        : Optional.empty();
  }

  @Override
  public RollbackPreview preview(String auditId) {
    return governor.previewRollback(auditId, Eligibility.caller(hand.operator()));
  }

  @Override
  public Undone undo(String auditId) {
    return switch (governor.rollback(auditId, Eligibility.caller(hand.operator()))) {
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
  public Runnable watchJournal(Consumer<JournalHealth> watcher) {
    return governor.journal().watch(watcher);
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
  public Optional<AuditEntry> entry(long seq) {
    if (seq < 0 || seq >= governor.journalSize()) {
      return Optional.empty();
    }
    var found = new ArrayList<AuditEntry>(1);
    governor.historyWhile(
        seq,
        entry -> {
          found.add(entry);
          return false;
        });
    return found.stream().findFirst();
  }

  @Override
  public void history(long fromSeq, Consumer<AuditEntry> sink) {
    governor.history(fromSeq, sink);
  }

  @Override
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    return governor.subscribe(listener);
  }

  private static Execution execution(RunView run) {
    var order = run.order();
    return new Execution(
        run.id(),
        QuestionReader.deed(order.request()),
        new Execution.Origin(
            order.request().caller().id().value(),
            order.auditId(),
            order.startedAt(),
            order.rollbackOf(),
            run.brokeGlass()),
        run.record(),
        new Execution.Seen(run.output(), run.thread()));
  }
}
