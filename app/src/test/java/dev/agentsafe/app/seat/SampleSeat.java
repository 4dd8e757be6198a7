package dev.agentsafe.app.seat;

import dev.agentsafe.core.AgentView;
import dev.agentsafe.core.Archive;
import dev.agentsafe.core.Authoring;
import dev.agentsafe.core.DraftDesk;
import dev.agentsafe.core.FileDesk;
import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.Redraft;
import dev.agentsafe.core.Reviews;
import dev.agentsafe.core.RollbackPreview;
import dev.agentsafe.core.Settings;
import dev.agentsafe.core.agent.Agents;
import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Narrowing;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.ReviewStatement;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.VoteStatement;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.EntryType;
import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.OperatorSigner;
import dev.agentsafe.core.index.Feed;
import dev.agentsafe.core.limit.CumulativeRisk;
import dev.agentsafe.core.limit.RateLimit;
import dev.agentsafe.core.limit.RateLimiter;
import dev.agentsafe.core.policy.PolicyDecision;
import dev.agentsafe.core.policy.PolicySet;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunId;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.run.WholeObject;
import dev.agentsafe.core.ship.ShipStatus;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A seat with questions of its own, for tests of screens alone; thread-safe. */
public final class SampleSeat implements Seat {
  /** Who sits here. */
  public static final Operator OLENA =
      new Operator(new OperatorId("olena"), "Olena K.", List.of("operator"), List.of());

  private final Map<ApprovalId, Question> questions = new LinkedHashMap<>();
  private final List<Execution> runs = new ArrayList<>();
  private final List<AuditEntry> entries = new ArrayList<>();
  private final List<Place.Rule> rules =
      new CopyOnWriteArrayList<>(
          List.of(new Place.Rule("prod-medium-needs-approval", "policies/production.yaml:14:5")));
  private final List<Consumer<AuditEntry>> listeners = new CopyOnWriteArrayList<>();
  private final Instant start;
  private final List<Reviews.Open> reviews = new ArrayList<>();
  private final List<ReviewStatement.Judgement> judged = new ArrayList<>();
  private final SamplePlans plans = new SamplePlans(this);
  private Optional<String> blocked = Optional.empty();
  private final SampleBrakes brakes;
  private final OperatorHand hand;
  private final Archive archive =
      Archive.inMemory(new Feed(this::size, this::history, this::subscribe));

  /** A seat at that time, of a person who can sign. */
  public SampleSeat(Instant start) {
    this(start, OperatorHand.ready(OLENA, OperatorSigner.generate(OperatorKey.Kind.ED25519)));
  }

  /** A seat at that time, of that person. */
  public SampleSeat(Instant start, OperatorHand hand) {
    this.start = start;
    this.hand = hand;
    brakes = new SampleBrakes(hand.operator(), start);
  }

  /** Adds the questions that pictures show. */
  public SampleSeat filled() {
    ask(
        scale(
            "apr-0c51d2aa9e10",
            "deploy-bot",
            "prod/web-deployment",
            Environment.PROD,
            Sensitivity.RESTRICTED,
            Optional.empty(),
            260));
    ask(
        scale(
            "apr-5b0f2290cd11",
            "sre-oncall-bot",
            "prod/payments-api",
            Environment.PROD,
            Sensitivity.CRITICAL,
            Optional.empty(),
            190));
    ask(
        scale(
            "apr-77aa01be4512",
            "olena",
            "staging/worker",
            Environment.STAGING,
            Sensitivity.INTERNAL,
            Optional.of(
                new Voted.Refused(
                    "self-approval", "`olena` asked for this, so somebody else must agree")),
            41));
    brakes.add(
        agent(
            "deploy-bot",
            41,
            18,
            new CumulativeRisk.Reading(22, RiskClass.MEDIUM, 9, Optional.empty())));
    brakes.add(
        agent(
            "sre-oncall-bot",
            190,
            3,
            new CumulativeRisk.Reading(4, RiskClass.LOW, 3, Optional.empty())));
    return this;
  }

  private AgentView agent(String id, long ago, long requests, CumulativeRisk.Reading risk) {
    return new AgentView(
        new Agents.Seen(
            new AgentId(id),
            "",
            start.minusSeconds(ago).toString(),
            List.of(),
            new Agents.Tally(requests - 1, 1, 0)),
        new AgentView.Meters(
            Optional.of(
                new RateLimiter.Usage(
                    new RateLimit(100, 60, new RateLimit.Breaker(0, 60, 300)),
                    requests,
                    OptionalDouble.empty())),
            Optional.of(risk)),
        Optional.empty());
  }

  /** A question to scale something. */
  public Question scale(
      String id,
      String agent,
      String target,
      Environment environment,
      Sensitivity sensitivity,
      Optional<Voted.Refused> forbids,
      long ago) {
    var deed =
        new Question.Deed(
            "scale-deployment",
            "Scale a Kubernetes deployment to a number of replicas",
            new Question.Aim(target, "k8s-deployment", environment, sensitivity, "platform-team"),
            new Question.Risk(RiskClass.MEDIUM, RiskClass.MEDIUM.on(sensitivity)),
            true);
    var params =
        fields(
            "namespace", Value.of("shop"), "deployment", Value.of("web"), "replicas", Value.of(8));
    var evidence =
        new Rehearsal(
            fields(
                "replicas",
                Value.of(3),
                "available_replicas",
                Value.of(3),
                "image",
                Value.of("registry.example/shop/web:2.14.1")),
            fields(
                "replicas",
                Value.of(8),
                "available_replicas",
                Value.of(8),
                "image",
                Value.of("registry.example/shop/web:2.14.1")),
            List.of("deployment shop/web"),
            List.of(
                new PrecheckResult(
                    "deployment-exists",
                    true,
                    "deployment shop/web is there, generation 12",
                    false),
                new PrecheckResult(
                    "resource-headroom",
                    false,
                    "cpu requests would reach 87 % of the quota",
                    true)),
            List.of("owned by Argo CD application shop; it may revert this within 3 minutes"));
    var asked = start.minusSeconds(ago);
    return new Question(
        new ApprovalId(id),
        new Question.What(
            deed, params, Optional.of("CHG-20418"), "evt-3f9a01bc77de", Optional.empty()),
        new Question.Who(
            agent,
            "Deployment bot",
            List.of("deployer"),
            List.of("platform"),
            List.of("release-manager")),
        new Question.Why(
            "prod-medium-needs-approval",
            "Changes to production of medium risk need a person",
            "policies/production.yaml:14:5",
            List.of(),
            false),
        new Question.Now(
            new Standing.Pending(),
            new Question.Span(asked, asked.plusSeconds(900)),
            new Rehearsal.Outcome.Done(evidence),
            ballot(List.of()),
            forbids));
  }

  private static boolean alone(Question question) {
    return question.now().ballot().alone().isPresent();
  }

  private static final Question.Liberty LIBERTY =
      new Question.Liberty(
          true,
          List.of(
              new Narrowing.Room(
                  new Parameter(
                      "replicas",
                      Parameter.Type.INTEGER,
                      "",
                      new Parameter.Use(true, Optional.empty(), false),
                      Parameter.Constraints.NONE),
                  Value.of(8),
                  Optional.of(new Narrowing.Range(BigDecimal.valueOf(3), BigDecimal.valueOf(8))))),
          300,
          Optional.of(new Question.Alone(List.of("sam"), Optional.empty())));

  private static Question.Ballot ballot(List<Vote> votes) {
    return new Question.Ballot(
        new Seen("0".repeat(64), "9f".repeat(32), "1".repeat(64)),
        Quorum.places(List.of(), votes),
        votes,
        LIBERTY);
  }

  /** Adds a question and rings. */
  public synchronized void ask(Question question) {
    questions.put(question.id(), question);
    ring(EntryType.APPROVAL_REQUESTED, question, "asked");
  }

  private void ring(EntryType type, Question question, String reason) {
    var seq = entries.size();
    var entry =
        new AuditEntry(
            seq,
            new AuditEntry.Chain(
                "evt-%012x".formatted(seq),
                type,
                start.plusSeconds(seq).toString(),
                "0".repeat(64),
                "1".repeat(64)),
            new AuditEntry.Subject(
                question.what().deed().action(),
                question.what().deed().aim().id(),
                question.who().agent(),
                Optional.of(question.what().auditId())),
            new AuditEntry.Ruling("", reason, Optional.empty(), Optional.empty(), Optional.empty()),
            fields("event_type", Value.of(type.value())));
    entries.add(entry);
    listeners.forEach(l -> l.accept(entry));
  }

  private static Value.Fields fields(Object... pairs) {
    var map = new LinkedHashMap<String, Value>();
    for (var i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (Value) pairs[i + 1]);
    }
    return new Value.Fields(map);
  }

  @Override
  public SamplePlans plans() {
    return plans;
  }

  @Override
  public Archive archive() {
    return archive;
  }

  @Override
  public Brakes brakes() {
    return brakes;
  }

  @Override
  public OperatorHand hand() {
    return hand;
  }

  @Override
  public Place place() {
    return new Place(
        Path.of("shop-platform"),
        Path.of("shop-platform/audit.jsonl"),
        "127.0.0.1:8787",
        "9f".repeat(32),
        new Place.Names(
            List.of("scale-deployment"), List.of("prod/web-deployment"), List.copyOf(rules)));
  }

  /** Rules with one more take over, and it rings. */
  public void swapIn(String rule) {
    rules.add(new Place.Rule(rule, "policies/production.yaml:40:5"));
    ring(EntryType.POLICY_CHANGED, questions.values().iterator().next(), "A policy was saved");
  }

  @Override
  public Authoring authoring() {
    var nowhere = Path.of("sample");
    return new Authoring(
        new Settings.Paths(
            nowhere.resolve("agent-safe.yaml"),
            nowhere,
            nowhere,
            Optional.empty(),
            nowhere.resolve("audit.jsonl")));
  }

  @Override
  public DraftDesk drafts() {
    var catalog = new Catalog(List.of());
    var inventory = new Inventory(List.of());
    var nowhere = Path.of("sample");
    return new DraftDesk(
        new DraftDesk.Ground(
            catalog,
            inventory,
            new PolicySet(List.of()),
            new RequestParser(catalog, inventory),
            new DraftDesk.Folders(nowhere, nowhere)),
        (from, sink) -> {});
  }

  @Override
  public Reloading reloading() {
    return new Reloading() {
      @Override
      public String stamp() {
        return "";
      }

      @Override
      public PolicyDesk.OnDisk look() {
        return new PolicyDesk.OnDisk.Same(List.of());
      }

      @Override
      public PolicyDesk.Swapped reload(String seen) {
        return new PolicyDesk.Swapped.Not(look());
      }
    };
  }

  @Override
  public List<FileDesk.Version> versions(Path file) {
    return List.of();
  }

  @Override
  public synchronized List<Question> questions() {
    return questions.values().stream().filter(Question::open).toList();
  }

  @Override
  public synchronized Optional<Question> question(ApprovalId id) {
    return Optional.ofNullable(questions.get(id));
  }

  @Override
  public synchronized Voted vote(Question question, VoteStatement.Choice choice, Duration shown) {
    var id = question.id();
    var reason = choice.reason();
    var q = questions.get(id);
    if (q == null) {
      return new Voted.Refused("unknown-request", "there is no request `" + id + "`");
    }
    if (q.now().forbids().isPresent()) {
      return q.now().forbids().get();
    }
    Standing standing =
        !choice.approves()
            ? new Standing.Denied("olena", reason)
            : choice.changes().isEmpty()
                ? new Standing.Approved("olena", reason)
                : new Standing.Offered("olena", reason, choice.changes());
    if (choice.breakGlass()) {
      reviews.add(open(q, operator().id(), reason));
    }
    var signer = hand.signer().orElseThrow();
    var vote =
        new Vote(
            operator(),
            new VoteStatement(
                    id,
                    question.now().ballot().seen(),
                    choice,
                    new VoteStatement.By(operator().id(), signer.publicKey().id()),
                    new VoteStatement.Moment(start, shown.toSeconds()))
                .sign(signer));
    settle(q, standing, ballot(List.of(vote)));
    ring(choice.breakGlass() ? EntryType.BREAK_GLASS : EntryType.VOTE, q, reason);
    return new Voted.Counted(standing);
  }

  /** The agent of a question takes what it was offered, or leaves it. */
  public synchronized void answerOffer(ApprovalId id, boolean takes) {
    var q = questions.get(id);
    if (q == null || !(q.now().standing() instanceof Standing.Offered offered)) {
      throw new IllegalStateException("nothing was offered");
    }
    settle(
        q,
        takes
            ? new Standing.Approved(offered.by(), offered.reason())
            : new Standing.Cancelled("The agent declined what was offered."),
        q.now().ballot());
    ring(EntryType.APPROVAL_RESOLVED, q, "answered");
  }

  private void settle(Question q, Standing standing, Question.Ballot ballot) {
    questions.put(
        q.id(),
        new Question(
            q.id(),
            q.what(),
            q.who(),
            q.why(),
            new Question.Now(
                standing, q.now().span(), q.now().evidence(), ballot, Optional.empty())));
  }

  /** Somebody approved a question alone, so long ago. */
  public synchronized void brokenGlass(String by, Duration ago) {
    var q = questions.values().iterator().next();
    reviews.add(
        new Reviews.Open(
            q.id(),
            "evt-00000000b1a5",
            new OperatorId(by),
            new Reviews.Due(start.minus(ago), start.minus(ago).plus(Duration.ofDays(1))),
            new Reviews.What(
                q.what().deed().action(),
                q.what().deed().aim().id(),
                Caller.of(new AgentId(q.who().agent())),
                "checkout was down, nobody else answered")));
    ring(EntryType.BREAK_GLASS, q, "alone");
  }

  private Reviews.Open open(Question q, OperatorId by, String reason) {
    return new Reviews.Open(
        q.id(),
        "evt-00000000b1a5",
        by,
        new Reviews.Due(start, start.plus(Duration.ofDays(1))),
        new Reviews.What(
            q.what().deed().action(),
            q.what().deed().aim().id(),
            Caller.of(new AgentId(q.who().agent())),
            reason));
  }

  @Override
  public Redraft redraft(ApprovalId id, Changes changes) {
    var replicas = changes.params().get("replicas").orElse(Value.of(8));
    if ((replicas instanceof Value.Int(var n) && n.intValue() >= 3 && n.intValue() < 8)
        || changes.params().values().isEmpty()) {
      return new Redraft.Decided(
          replicas.equals(Value.of(4))
              ? new PolicyDecision.Deny(Optional.empty(), "Four is an unlucky number")
              : new PolicyDecision.NeedsApproval(Optional.empty(), "People decide"),
          RiskClass.MEDIUM);
    }
    return new Redraft.Refused(
        new Voted.Refused("not-narrower", "`replicas` must be from `3` to `8`."));
  }

  @Override
  public synchronized List<Reviews.Open> reviews() {
    return List.copyOf(reviews);
  }

  @Override
  public synchronized Optional<Voted.Refused> review(
      Reviews.Open open, ReviewStatement.Judgement judgement) {
    var at = reviews.indexOf(open);
    if (at < 0) {
      return Optional.of(new Voted.Refused("unknown-request", "nothing waits for a review"));
    }
    judged.add(judgement);
    ring(
        EntryType.BREAK_GLASS_REVIEWED,
        Objects.requireNonNull(questions.get(reviews.remove(at).request())),
        judgement.reason());
    return Optional.empty();
  }

  /** The reviews that were given, oldest first. */
  public synchronized List<ReviewStatement.Judgement> judged() {
    return List.copyOf(judged);
  }

  /** The agent of a question redeems its ticket. */
  public synchronized void redeem(ApprovalId id) {
    var q = questions.get(id);
    if (q == null || !(q.now().evidence() instanceof Rehearsal.Outcome.Done d)) {
      throw new IllegalStateException("nothing to redeem");
    }
    var account =
        new RunRecord.Account(
            d.rehearsal().now(),
            d.rehearsal().after(),
            d.rehearsal().prechecks(),
            2_412,
            "kubernetes");
    runs.addFirst(
        new Execution(
            new RunId("run-%012x".formatted(runs.size())),
            q.what().deed(),
            new Execution.Origin(
                q.who().agent(), q.what().auditId(), start, Optional.empty(), alone(q)),
            Optional.of(new RunRecord.Succeeded(account, fields("replicas", Value.of(8)))),
            new Execution.Seen(
                List.of(
                    "patching deployment shop/web",
                    "waiting for 8 available replicas",
                    "8 of 8 available"),
                List.copyOf(entries))));
    ring(EntryType.EXECUTION, q, "ran");
  }

  @Override
  public synchronized List<Execution> runs() {
    return List.copyOf(runs);
  }

  @Override
  public synchronized Optional<Execution> run(RunId id) {
    return runs.stream().filter(r -> r.id().equals(id)).findFirst();
  }

  @Override
  public synchronized Optional<Execution> runOf(String auditId) {
    return runs.stream().filter(r -> r.origin().auditId().equals(auditId)).findFirst();
  }

  /** A run that goes on until it is called off. */
  public synchronized RunId begin(ApprovalId id) {
    var q = java.util.Objects.requireNonNull(questions.get(id));
    var run = new RunId("run-%012x".formatted(runs.size()));
    runs.addFirst(
        new Execution(
            run,
            q.what().deed(),
            new Execution.Origin(
                q.who().agent(), "evt-0000000000aa", start, Optional.empty(), false),
            Optional.empty(),
            new Execution.Seen(List.of("waiting for 8 available replicas"), List.of())));
    ring(EntryType.EXECUTION_BEGUN, q, "acts");
    return run;
  }

  /** The ports that runs left open. */
  public final SampleReins reins = new SampleReins(this::calledOff);

  @Override
  public Reins reins() {
    return reins;
  }

  private synchronized Optional<String> calledOff(RunId id, String reason) {
    var run = run(id).filter(r -> !r.over());
    if (run.isEmpty()) {
      return Optional.of("The run `" + id + "` is over; roll it back if it did harm.");
    }
    var account = new RunRecord.Account(Value.EMPTY, Value.EMPTY, List.of(), 900, "kubernetes");
    runs.replaceAll(r ->
        r.id().equals(id)
            ? new Execution(
                r.id(),
                r.deed(),
                r.origin(),
                Optional.of(new RunRecord.Unknown(account, "Called off: " + reason)),
                r.seen())
            : r);
    return Optional.empty();
  }

  @Override
  public synchronized RollbackPreview preview(String auditId) {
    var run = runOf(auditId).filter(r -> r.deed().reversible());
    if (run.isEmpty() || run.get().record().isEmpty()) {
      return new RollbackPreview.Impossible("nothing was captured before it ran");
    }
    var account = run.get().record().get().account();
    var plan =
        new RollbackPlan(
            new RollbackPlan.Original(
                auditId,
                new ActionName(run.get().deed().action()),
                new TargetId(run.get().deed().aim().id()),
                run.get().origin().caller(),
                Value.EMPTY),
            new ActionName("scale-deployment"),
            new TargetId(run.get().deed().aim().id()),
            fields("replicas", Value.of(3)),
            List.of());
    return new RollbackPreview.Ready(
        plan,
        new RollbackPreview.Since(account.before(), account.after(), account.after(), List.of()),
        new Rehearsal.Outcome.Done(
            new Rehearsal(
                account.after(), account.before(), List.of(), account.prechecks(), List.of())),
        new PolicyDecision.Allow(Optional.empty(), "An operator may change what can be undone"));
  }

  @Override
  public synchronized WholeObject objects(String auditId) {
    return runOf(auditId).flatMap(Execution::record).isEmpty()
        ? WholeObject.NONE
        : new WholeObject(
            Optional.of(Value.EMPTY.with("kind", Value.of("Deployment"))), Optional.empty());
  }

  @Override
  public synchronized Optional<String> readBack(RunId id) {
    return run(id).isPresent() ? Optional.empty() : Optional.of("There is no run `" + id + "`.");
  }

  @Override
  public synchronized Undone undo(String auditId) {
    var run = runOf(auditId).orElseThrow();
    var was = run.record().orElseThrow().account();
    var account =
        new RunRecord.Account(was.after(), was.before(), was.prechecks(), 1_100, "kubernetes");
    var id = new RunId("run-%012x".formatted(runs.size()));
    runs.addFirst(
        new Execution(
            id,
            run.deed(),
            new Execution.Origin(
                "operator/olena", "evt-0000000000ff", start, Optional.of(auditId), false),
            Optional.of(new RunRecord.Succeeded(account, Value.EMPTY)),
            new Execution.Seen(List.of("3 of 3 available"), List.of())));
    return new Undone.Running(id);
  }

  @Override
  public Runnable watchJournal(Consumer<JournalHealth> watcher) {
    watcher.accept(journal());
    return () -> {};
  }

  @Override
  public synchronized JournalHealth journal() {
    return new JournalHealth(entries.size(), 0, Optional.empty(), blocked, Optional.empty());
  }

  /** The journal cannot be written any more. */
  public synchronized void block(String why) {
    blocked = Optional.of(why);
  }

  @Override
  public synchronized long size() {
    return entries.size();
  }

  @Override
  public List<ShipStatus> shipped() {
    return List.of();
  }

  @Override
  public synchronized Optional<AuditEntry> entry(long seq) {
    return seq < 0 || seq >= entries.size()
        ? Optional.empty()
        : Optional.of(entries.get((int) seq));
  }

  @Override
  public synchronized void history(long fromSeq, Consumer<AuditEntry> sink) {
    entries.stream().skip(fromSeq).forEach(sink);
  }

  @Override
  public Runnable subscribe(Consumer<AuditEntry> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
