package dev.agentsafe.core;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.identity.IdentityTokens;
import dev.agentsafe.core.identity.Operator;
import dev.agentsafe.core.identity.OperatorHand;
import dev.agentsafe.core.identity.OperatorId;
import dev.agentsafe.core.identity.OperatorKey;
import dev.agentsafe.core.identity.OperatorSigner;
import dev.agentsafe.core.identity.SharedKey;
import dev.agentsafe.core.identity.SigningKeys;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Forward;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import dev.agentsafe.core.yaml.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A workspace with one action and two targets, and a world of replica counts to act on. */
final class SmallWorld implements Executor {
  static final OperatorHand ANNAS_HAND = hand("anna", "operator");
  static final OperatorHand BENS_HAND = hand("ben", "operator");

  /** Somebody whose name is the agent's, spelled otherwise. */
  static final OperatorHand BOTS_HAND = hand("Deploy-Bot", "operator");

  static final Operator ANNA = ANNAS_HAND.operator();
  static final Operator BEN = BENS_HAND.operator();

  final Map<String, Long> replicas = new ConcurrentHashMap<>(Map.of("dev/web", 2L, "prod/web", 3L));
  final AtomicInteger effects = new AtomicInteger();
  final AtomicReference<Effected> answer = new AtomicReference<>(new Effected.Done(Value.of("ok")));
  final TestClock clock = new TestClock();

  /** What is found where nobody knows whether an effect happened. */
  final AtomicReference<Function<Order, Readback>> found =
      new AtomicReference<>(order -> new Readback.Open("nobody can tell"));

  /** Who wrote the objects, as the world tells. */
  final AtomicReference<List<Writer>> writers = new AtomicReference<>(List.of());

  /** The whole object, for people who read. */
  final AtomicReference<Optional<Value.Fields>> whole = new AtomicReference<>(Optional.empty());

  /** A field of each object. */
  final AtomicReference<String> note = new AtomicReference<>("");

  /** Whether effects are had without changing anything. */
  final AtomicReference<Boolean> keeps = new AtomicReference<>(false);

  /** Runs whenever state is read. */
  final AtomicReference<Runnable> reading = new AtomicReference<>(() -> {});

  /** Runs inside each effect, before it is had. */
  final AtomicReference<Runnable> during = new AtomicReference<>(() -> {});

  /** What effects leave open. */
  final AtomicReference<Optional<Supplier<Forward>>> leaves =
      new AtomicReference<>(Optional.empty());

  /** What they left open, in order. */
  final List<Forward> left = new CopyOnWriteArrayList<>();

  /** Told the decision of each effect as it begins. */
  final AtomicReference<Consumer<String>> acting = new AtomicReference<>(id -> {});

  /** While it is closed, nothing can be rehearsed. */
  final AtomicReference<CountDownLatch> hold = new AtomicReference<>(new CountDownLatch(0));

  /** Why nothing can be rehearsed. */
  final AtomicReference<Optional<String>> unreadable = new AtomicReference<>(Optional.empty());

  private final Path folder;

  SmallWorld(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("actions"));
    Files.createDirectories(folder.resolve("policies"));
    write(
        "agent-safe.yaml",
        """
        registry: ./actions/
        policies: ./policies/
        inventory: ./inventory.yaml
        audit_log: ./audit.jsonl
        """);
    write(
        "actions/scale.yaml",
        """
        name: scale-deployment
        version: "1.0.0"
        description: Set how many replicas run.
        risk_class: medium
        target_types: [k8s-deployment]
        parameters:
          - {name: replicas, type: integer, description: how many, constraints: {min_value: 0}}
        reversible: true
        rollback_action: scale-deployment
        rollback_params:
          replicas: {source: before_state.replicas}
        state_fields:
          - {name: replicas, description: wanted, type: integer, required: true}
        """);
    write(
        "inventory.yaml",
        """
        targets:
          - id: dev/web
            type: k8s-deployment
            environment: dev
            sensitivity: public
            owner: web
            binding: {kubernetes: {context: demo, namespace: dev, name: web}}
          - id: prod/web
            type: k8s-deployment
            environment: prod
            sensitivity: internal
            owner: web
            binding: {kubernetes: {context: demo, namespace: prod, name: web}}
        """);
    write(
        "policies/rules.yaml",
        """
        rules:
          - name: prod-needs-approval
            priority: 20
            decision: require_approval
            reason: Production is approved by people
            match: {targets: {environments: [prod]}}
          - name: dev-is-free
            priority: 10
            decision: allow
            reason: Development is free
            match: {targets: {environments: [dev]}}
        """);
    operators(ANNAS_HAND, BENS_HAND, BOTS_HAND);
  }

  /** A person with a key of their own. */
  static OperatorHand hand(String id, String... roles) {
    return OperatorHand.ready(
        new Operator(new OperatorId(id), id, List.of(roles), List.of()),
        OperatorSigner.generate(OperatorKey.Kind.ES256));
  }

  /** Writes who may vote. */
  void operators(OperatorHand... hands) throws IOException {
    var text = new StringBuilder("operators:\n");
    for (var hand : hands) {
      var person = hand.operator();
      text.append(
          "  - {id: %s, roles: [%s], groups: [%s], keys: [{public: \"%s\"}]}\n"
              .formatted(
                  person.id(),
                  String.join(", ", person.roles()),
                  String.join(", ", person.groups()),
                  hand.signer().orElseThrow().publicKey().text()));
    }
    write("operators.yaml", text.toString());
  }

  /** Looks at a question until its evidence is there, then answers it. */
  static Voted vote(Governor governor, ApprovalId id, OperatorHand hand, Choice choice) {
    return governor
        .approval(id)
        .map(question -> {
          awaitEvidence(governor, id);
          return governor.vote(
              hand,
              id,
              Seen.of(governor.approval(id).orElseThrow()),
              choice,
              Duration.ofSeconds(4));
        })
        .orElseGet(
            () -> governor.vote(hand, id, new Seen("", "", ""), choice, Duration.ofSeconds(4)));
  }

  static void awaitEvidence(Governor governor, ApprovalId id) {
    while (governor.standing(id).orElseThrow() instanceof Standing.Pending
        && governor.approval(id).orElseThrow().asked().evidence()
            instanceof Rehearsal.Outcome.Gathering) {
      LockSupport.parkNanos(200_000);
    }
  }

  void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  Path log() {
    return folder.resolve("audit.jsonl");
  }

  Governor open() {
    return open(clock, Disk.real());
  }

  /** The same with another clock and a journal on another disk. */
  Governor open(Clock other, Disk disk) {
    return switch (Workspace.load(folder)) {
      case Loaded.Good<Workspace>(var workspace, var warnings) ->
          Governor.open(new Governor.Config(workspace, List.of(this), other), disk);
      case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems);
    };
  }

  /** Issues and reads tokens as the workspace does. */
  IdentityTokens tokens() {
    return new IdentityTokens(
        IdentityTokens.Config.of(
            "agent-safe",
            new SharedKey.Pair(
                SigningKeys.open(folder.resolve(".agent-safe/keys"), clock.instant()),
                Optional.empty())));
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Submission scale(String target, long replicas) {
    return new Submission(
        new ActionName("scale-deployment"),
        Optional.of(new TargetId(target)),
        Optional.of(agent()),
        new Value.Fields(Map.of("replicas", Value.of(replicas))),
        Optional.empty());
  }

  static Caller agent() {
    return Caller.of(new AgentId("deploy-bot"));
  }

  @Override
  public String name() {
    return "small-world";
  }

  @Override
  public Set<ActionName> actions() {
    return Set.of(new ActionName("scale-deployment"));
  }

  @Override
  public boolean reaches(Target target) {
    return target.binding().isPresent();
  }

  @Override
  public Rehearsal.Outcome rehearse(Order order) {
    try {
      hold.get().await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    unreadable
        .get()
        .ifPresent(why -> {
          throw new IllegalStateException(why);
        });
    return new Rehearsal.Outcome.Done(
        new Rehearsal(
            read(order),
            new Value.Fields(Map.of("replicas", wanted(order))),
            List.of(id(order)),
            precheck(order),
            List.of()));
  }

  @Override
  public List<Writer> writers(Order order) {
    return writers.get();
  }

  @Override
  public Readback readBack(Order order, Value.Fields before) {
    return found.get().apply(order);
  }

  @Override
  public Value.Fields read(Order order) {
    reading.get().run();
    var state = Value.EMPTY.with("replicas", Value.of(replicas.getOrDefault(id(order), 0L)));
    return note.get().isEmpty() ? state : state.with("note", Value.of(note.get()));
  }

  @Override
  public dev.agentsafe.core.runner.Seen look(Order order) {
    return new dev.agentsafe.core.runner.Seen(read(order), whole.get());
  }

  @Override
  public List<PrecheckResult> precheck(Order order) {
    return List.of(new PrecheckResult("deployment-exists", true, "", false));
  }

  @Override
  public Effected execute(Order order, Permit permit, Consumer<String> progress) {
    acting.get().accept(order.auditId());
    effects.incrementAndGet();
    during.get().run();
    if (!keeps.get()) {
      replicas.put(id(order), ((Value.Int) wanted(order)).value().longValueExact());
    }
    progress.accept("scaled");
    return leave(permit).<Effected>map(Effected.NotDone::new).orElse(answer.get());
  }

  private Optional<String> leave(Permit permit) {
    return leaves
        .get()
        .map(Supplier::get)
        .flatMap(forward -> {
          left.add(forward);
          return permit.leave(forward);
        });
  }

  private static Value wanted(Order order) {
    return order.request().params().get("replicas").orElseThrow();
  }

  private static String id(Order order) {
    return order.request().target().id().value();
  }

  /** A clock that tests move. */
  static final class TestClock extends Clock {
    private final Instant start = Instant.now();
    private volatile Duration moved = Duration.ZERO;

    void advance(Duration by) {
      moved = moved.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return start.plus(moved);
    }
  }
}
