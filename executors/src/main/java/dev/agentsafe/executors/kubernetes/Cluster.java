package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One cluster for the time of one order: no call outlives its deadline, no write is sent twice.
 *
 * <p>Reads throw {@link ExecutorException} with a message for people.
 */
final class Cluster implements Surroundings {
  private static final String MANAGER = "agent-safe";

  private final String context;
  private final KubernetesClient client;
  private final Deadline deadline;
  private final Duration callTimeout;
  private final AtomicReference<Runnable> leave;

  Cluster(String context, KubernetesClient client, Deadline deadline, Duration callTimeout) {
    this(context, client, deadline, callTimeout, () -> {});
  }

  /**
   * The same by a client of its own.
   *
   * @param leave ends the client
   */
  Cluster(
      String context,
      KubernetesClient client,
      Deadline deadline,
      Duration callTimeout,
      Runnable leave) {
    this.leave = new AtomicReference<>(leave);
    this.context = context;
    this.client = client;
    this.deadline = deadline;
    this.callTimeout = callTimeout;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Ends its client, unless a line has taken that over. */
  void leave() {
    leave.getAndSet(() -> {}).run();
  }

  /** A way to that pod that goes on after the order; whoever takes it ends it. */
  Line line(Place pod) {
    return new Line(client, pod, callTimeout, leave.getAndSet(() -> {}));
  }

  @Override
  public <T extends HasMetadata> Optional<T> find(Place place, Class<T> type) {
    return read(() -> Optional.ofNullable(resource(place).get())).map(type::cast);
  }

  @Override
  public <T extends HasMetadata> List<T> all(Class<T> type, String namespace) {
    var every = client.resources(type);
    return read(() ->
        namespace.isEmpty()
            ? every.inAnyNamespace().list().getItems()
            : every.inNamespace(namespace).list().getItems());
  }

  @Override
  public <T extends HasMetadata> Optional<List<T>> allIfKnown(Class<T> type, String namespace) {
    try {
      return Optional.of(all(type, namespace));
    } catch (ExecutorException e) {
      // A list that is not found is of a kind that this API does not have.
      if (e.getCause() instanceof Failure failure && failure.code() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether this server is known to keep {@code dryRun=All}: since 1.18. */
  boolean keepsDryRun() {
    var version = read(client::getKubernetesVersion);
    int major = number(version.getMajor());
    return major > 1 || (major == 1 && number(version.getMinor()) >= 18);
  }

  private static int number(@org.jspecify.annotations.Nullable String text) {
    var digits = text == null ? "" : text.replaceAll("[^0-9].*", "");
    return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }

  /** Sends that edit once. */
  Written patch(Place place, Edit edit, boolean dry) {
    var how = new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager(MANAGER);
    if (dry) {
      how.withDryRun(List.of("All"));
    }
    return write(() -> resource(place).patch(how.build(), edit.json()));
  }

  /** Sends that new object once. */
  <T extends HasMetadata> Written create(HasMetadata object, Class<T> type, boolean dry) {
    var path = Paths.collection(object) + "?fieldManager=" + MANAGER + (dry ? "&dryRun=All" : "");
    return write(() ->
        client.getKubernetesSerialization().unmarshal(client.raw(path, "POST", object), type));
  }

  /** Asks once that exactly that version of the object goes. */
  Written delete(HasMetadata live, OptionalLong grace, boolean dry) {
    var meta = live.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
            .withPropagationPolicy("Background");
    grace.ifPresent(options::withGracePeriodSeconds);
    if (dry) {
      options.withDryRun("All");
    }
    // The body counts for the API; the query says the same to whoever stands between.
    var path = Paths.of(live) + (dry ? "?dryRun=All" : "");
    return write(() -> {
      client.raw(path, "DELETE", options.build());
      return live;
    });
  }

  /** The pods that are on that node, in any namespace. */
  List<Pod> podsOn(String node) {
    return read(
        () -> client.pods().inAnyNamespace().withField("spec.nodeName", node).list().getItems());
  }

  /** Asks once that exactly that pod goes, as far as disruption budgets allow. */
  Evicted evict(Pod pod, boolean dry) {
    var meta = pod.getMetadata();
    var options = new DeleteOptionsBuilder().withNewPreconditions(null, meta.getUid());
    if (dry) {
      options.withDryRun("All");
    }
    var eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withName(meta.getName())
            .withNamespace(meta.getNamespace())
            .endMetadata()
            .withDeleteOptions(options.build())
            .build();
    var path = Paths.of(pod) + "/eviction" + (dry ? "?dryRun=All" : "");
    try {
      within(() -> client.raw(path, "POST", eviction));
      return new Evicted.Begun();
    } catch (Failure failure) {
      return switch (failure.kind()) {
        case NOT_SENT -> new Evicted.Held(failure.words());
        case LOST -> new Evicted.Lost(failure.words());
        case REFUSED ->
            switch (failure.code()) {
              case 404, 409 -> new Evicted.Gone();
              case 429 -> new Evicted.Held(failure.words());
              default -> new Evicted.Refused(failure.words());
            };
      };
    }
  }

  /** The last lines of what a container wrote. */
  Tail log(Place pod, String container, int lines, int bytes) {
    return read(() -> {
      try (var in =
          client
              .pods()
              .inNamespace(pod.namespace())
              .withName(pod.name())
              .inContainer(container)
              .withReadyWaitTimeout(0)
              .tailingLines(lines)
              .getLogInputStream()) {
        return Tail.of(in, bytes);
      }
    });
  }

  /** Runs that command once, with no input, as long as the deadline lets it. */
  Executed exec(Place pod, String container, List<String> words, int most) {
    var out = new Capture(most);
    var err = new Capture(most);
    try {
      return within(
          () -> {
            var config = client.getConfiguration();
            try (var turnstile = Turnstile.before(config);
                var once = Clusters.connect(turnstile.through(config));
                var channels = once(turnstile, once, Paths.exec(pod, container, words))) {
              return Executed.of(channels, out, err);
            }
          },
          deadline.left());
    } catch (Failure failure) {
      return failure.kind() == Failure.Kind.LOST
          ? new Executed.Lost(failure.words(), out)
          : new Executed.Refused(failure.words());
    }
  }

  private Channels once(Turnstile turnstile, KubernetesClient through, String path)
      throws Failure, InterruptedException {
    try {
      return new Channels(through, path, deadline.left());
    } catch (ExecutionException e) {
      var failure = Failure.of(e);
      // A second connection is refused by us: that says nothing of what came by the first.
      throw turnstile.passed() && failure.kind() == Failure.Kind.NOT_SENT
          ? Failure.lost("the connection broke before the answer came")
          : failure;
    }
  }

  private Written write(Callable<? extends HasMetadata> call) {
    try {
      return new Written.Taken(within(call));
    } catch (Failure failure) {
      return switch (failure.kind()) {
        case NOT_SENT -> new Written.Refused(failure.words(), false);
        case REFUSED -> new Written.Refused(failure.words(), failure.isConflict());
        case LOST -> new Written.Lost(failure.words());
      };
    }
  }

  /** A token of that service account, made for us. */
  TokenRequest token(String namespace, String account, TokenRequest asked) throws Failure {
    return within(() ->
        client.serviceAccounts().inNamespace(namespace).withName(account).tokenRequest(asked));
  }

  private Resource<? extends HasMetadata> resource(Place place) {
    var every = client.resources(place.kind().type());
    return place.kind().namespaced()
        ? every.inNamespace(place.namespace()).withName(place.name())
        : every.withName(place.name());
  }

  private <T> T read(Callable<T> call) {
    try {
      return within(call);
    } catch (Failure failure) {
      throw new ExecutorException(
          "Cluster `" + context + "` could not be read: " + failure.words(), failure);
    }
  }

  /** Bounds a call by what is left, even where the answer comes in drops. */
  private <T> T within(Callable<T> call) throws Failure {
    return within(call, deadline.left(callTimeout));
  }

  private <T> T within(Callable<T> call, Duration limit) throws Failure {
    if (limit.isZero()) {
      throw Failure.notSent("The deadline has passed.");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw Failure.notSent("it was stopped before that");
    }
    var task = new FutureTask<>(call);
    Thread.ofVirtual().name("kubernetes " + context).start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw Failure.lost("no answer came within " + Words.of(limit));
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw Failure.lost("it was stopped while it waited for the answer");
    } catch (ExecutionException e) {
      throw Failure.of(e.getCause() == null ? e : e.getCause());
    }
  }
}
