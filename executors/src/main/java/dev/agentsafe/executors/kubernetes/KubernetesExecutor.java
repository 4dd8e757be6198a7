package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Permit;
import dev.agentsafe.core.runner.Readback;
import dev.agentsafe.core.runner.Seen;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.state.Writer;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Acts on Kubernetes and reads it; thread-safe.
 *
 * <p>Every order opens the context that its target is bound to, and no other; where its permit has
 * a credential, the effect proves itself with that and with nothing of the kubeconfig's user.
 * Writes hold for the version of the object that was read, are sent once, and leave the decision's
 * id as annotation {@code agent-safe.dev/audit-id}.
 */
public final class KubernetesExecutor implements Executor, AutoCloseable {
  /** How often it is looked whether the pod of an open port is still there. */
  private static final Duration PULSE = Duration.ofSeconds(2);

  private final Map<ActionName, Way<?>> ways;
  private final ForwardPort forwards;
  private final Clusters clusters;
  private final InstantSource clock;

  private static Map<ActionName, Way<?>> ways(CommandRules commands, ForwardPort forwards) {
    return Map.ofEntries(
        way("scale-deployment", new ScaleDeployment()),
        way("restart-deployment", new RestartDeployment()),
        way("update-image", new UpdateImage()),
        way("rollout-status", new RolloutStatus()),
        way("rollout-undo", new RolloutUndo()),
        way("scale-hpa", new ScaleAutoscaler()),
        way("update-hpa-limits", new AimAutoscaler()),
        way("update-configmap", new UpdateConfigMap()),
        way("get-configmap", new ReadConfigMap()),
        way("get-secret", new ReadSecret()),
        way("create-namespace", new CreateNamespace()),
        way("delete-namespace", new DeleteNamespace()),
        way("apply-network-policy", new ApplyNetworkPolicy()),
        way("cordon-node", new Schedule(false)),
        way("uncordon-node", new Schedule(true)),
        way("drain-node", new DrainNode()),
        way("delete-pod", new DeletePod()),
        way("get-pod-logs", new PodLogs()),
        way("exec-pod", new ExecPod(commands)),
        way("port-forward", forwards));
  }

  private static Map.Entry<ActionName, Way<?>> way(String name, Way<?> how) {
    return Map.entry(new ActionName(name), how);
  }

  /**
   * What it reaches and how long a single call may take.
   *
   * @param contexts how the API of each context is reached
   * @param kubeconfig asked for contexts that are not among them, by their exact name
   * @param callTimeout of one call; an order's own deadline bounds all of them
   * @param commands what may be run in containers
   */
  public record Config(
      Map<String, Road> contexts,
      Optional<Path> kubeconfig,
      Duration callTimeout,
      InstantSource clock,
      CommandRules commands) {
    public Config {
      contexts = Map.copyOf(contexts);
    }

    /** The same where nothing may be run in containers. */
    public Config(
        Map<String, Road> contexts,
        Optional<Path> kubeconfig,
        Duration callTimeout,
        InstantSource clock) {
      this(contexts, kubeconfig, callTimeout, clock, CommandRules.NONE);
    }

    /** These contexts alone, ten seconds a call, the system's clock. */
    public static Config of(Map<String, ? extends Road> contexts) {
      return new Config(
          Map.copyOf(contexts), Optional.empty(), Duration.ofSeconds(10), InstantSource.system());
    }
  }

  /** An executor for the clusters that it is told of. */
  public KubernetesExecutor(Config config) {
    this.clusters = new Clusters(config.contexts(), config.kubeconfig(), config.callTimeout());
    this.clock = config.clock();
    this.forwards = new ForwardPort(PULSE, clock);
    this.ways = ways(config.commands(), forwards);
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public Set<ActionName> actions() {
    return ways.keySet();
  }

  @Override
  public boolean reaches(Target target) {
    return target.binding().filter(b -> b.system().equals("kubernetes")).isPresent();
  }

  @Override
  public Rehearsal.Outcome rehearse(Order order) {
    try {
      return with(
          order,
          operation ->
              operation
                  .objection()
                  .<Rehearsal.Outcome>map(KubernetesExecutor::notPossible)
                  .orElseGet(operation::rehearse),
          KubernetesExecutor::notPossible);
    } catch (ExecutorException e) {
      return new Rehearsal.Outcome.NotPossible(
          said(e), Optional.of("Check that the cluster can be reached from here."));
    }
  }

  private static Rehearsal.Outcome notPossible(String why) {
    return new Rehearsal.Outcome.NotPossible(why, Optional.empty());
  }

  @Override
  public Value.Fields read(Order order) {
    return with(order, Doing::read, why -> Value.EMPTY);
  }

  @Override
  public Seen look(Order order) {
    return with(order, Doing::look, why -> new Seen(Value.EMPTY, Optional.empty()));
  }

  @Override
  public List<PrecheckResult> precheck(Order order) {
    return with(
        order,
        Doing::precheck,
        why ->
            order.request().action().scope().prechecks().stream()
                .map(check -> new PrecheckResult(check.name(), false, why, false))
                .toList());
  }

  @Override
  public Effected execute(Order order, Permit permit, Consumer<String> progress) {
    var credential = Objects.requireNonNull(permit, "permit").credential();
    if (credential.isEmpty()) {
      if (order.request().action().scope().credentials().isPresent()) {
        progress.accept("The workspace serves no credentials: acting as the kubeconfig's own user");
      }
      return execute(order, permit, progress, clusters::open);
    }
    return switch (Proof.of(credential.get(), clock.instant())) {
      case Proof.Read.Bad(var why) -> new Effected.NotDone(why);
      case Proof.Read.Good(var proof) ->
          execute(
              order,
              permit,
              progress,
              (context, deadline) -> clusters.visit(context, deadline, proof));
    };
  }

  @Override
  public Set<String> things(Order order) {
    var way = ways.get(order.request().action().name());
    return way != null
            && !way.readsOnly()
            && Place.of(order.request(), way.kind()) instanceof Place.Found.At(var place)
        ? Set.of(name() + " " + place.context() + " " + place)
        : Set.of();
  }

  @Override
  public Readback readBack(Order order, Value.Fields before) {
    return with(order, doing -> doing.happened(before), Readback.Open::new);
  }

  @Override
  public List<Writer> writers(Order order) {
    return with(order, Doing::writers, why -> List.of());
  }

  @Override
  public Optional<Manual> manual(ActionName action) {
    return Optional.ofNullable(ways.get(action)).map(Way::manual);
  }

  private Effected execute(Order order, Permit permit, Consumer<String> progress, Opening opening) {
    try {
      return with(
          order,
          opening,
          operation ->
              operation
                  .objection()
                  .<Effected>map(Effected.NotDone::new)
                  .orElseGet(() -> operation.execute(permit, progress)),
          Effected.NotDone::new);
    } catch (ExecutorException e) {
      // Reads before the write are all that throws: nothing was sent.
      return new Effected.NotDone(said(e));
    }
  }

  /** How a cluster is entered. */
  private interface Opening {
    Visit open(String context, Deadline deadline);
  }

  private static String said(ExecutorException e) {
    return String.valueOf(e.getMessage());
  }

  /** Opens what the order is about, or says why it cannot be. */
  private <R> R with(Order order, Function<Doing, R> use, Function<String, R> refused) {
    return with(order, clusters::open, use, refused);
  }

  private <R> R with(
      Order order, Opening opening, Function<Doing, R> use, Function<String, R> refused) {
    var way = ways.get(order.request().action().name());
    if (way == null) {
      var known =
          actions().stream().map(a -> "`" + a + "`").sorted().collect(Collectors.joining(", "));
      return refused.apply(
          "`"
              + order.request().action().name()
              + "` cannot be done here; what can: "
              + known
              + ".");
    }
    return with(way, order, opening, use, refused);
  }

  private <T extends HasMetadata, R> R with(
      Way<T> way,
      Order order,
      Opening opening,
      Function<Doing, R> use,
      Function<String, R> refused) {
    var objection = way.objection(order.request().params());
    if (objection.isPresent()) {
      return refused.apply(objection.get());
    }
    return switch (Place.of(order.request(), way.kind())) {
      case Place.Found.Nowhere(var why) -> refused.apply(why);
      case Place.Found.At(var place) -> {
        try (var visit = opening.open(place.context(), Deadline.in(order.deadline()))) {
          yield use.apply(doing(way, place, visit.cluster(), order));
        }
      }
    };
  }

  private <T extends HasMetadata> Doing doing(
      Way<T> way, Place place, Cluster cluster, Order order) {
    var asked = new Asked(place, order.request().params(), clock.instant(), cluster);
    return switch (way) {
      case Procedure<T> procedure -> new Operation<>(procedure, asked, cluster, order);
      case Errand<T> errand ->
          new Undertaking<>(errand, new Errand.Site(asked, cluster, order.auditId()), order);
    };
  }

  /**
   * Closes its connections and the ports it left open; orders that are still under way lose theirs.
   */
  @Override
  public void close() {
    forwards.close();
    clusters.close();
  }
}
