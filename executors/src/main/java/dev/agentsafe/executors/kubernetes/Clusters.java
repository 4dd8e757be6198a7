package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens clusters by the name of their context; thread-safe. */
final class Clusters implements AutoCloseable {
  private static final FileTime NEVER = FileTime.fromMillis(0);

  /** A login that has to be asked for takes longer than a call; the order's own end counts too. */
  private static final Duration ROAD = Duration.ofSeconds(20);

  private final Map<String, Road> roads;
  private final Optional<Path> kubeconfig;
  private final Duration callTimeout;
  private final Map<String, Open> clients = new ConcurrentHashMap<>();

  /**
   * A client that is ready.
   *
   * @param as what it was made from: a connection, or when the kubeconfig had been written
   */
  private record Open(Object as, KubernetesClient client) {}

  Clusters(Map<String, ? extends Road> roads, Optional<Path> kubeconfig, Duration callTimeout) {
    this.roads = Map.copyOf(roads);
    this.kubeconfig = kubeconfig;
    this.callTimeout = callTimeout;
  }

  /**
   * That context and no other, for the time of one order.
   *
   * @throws ExecutorException where it is not configured
   */
  Visit open(String context, Deadline deadline) {
    return new Visit(new Cluster(context, client(context, deadline), deadline, callTimeout));
  }

  /**
   * That context and no other, entered with that proof alone: nothing of its own user goes along.
   *
   * @throws ExecutorException where it is not configured, or the proof must not go there
   */
  Visit visit(String context, Deadline deadline, Proof proof) {
    var road = Optional.ofNullable(roads.get(context));
    road.flatMap(Road::objectionToCredentials)
        .ifPresent(why -> {
          throw Visit.refused(context, why);
        });
    var base = base(road.map(r -> r.connection(deadline.left(ROAD))), context);
    var client = connect(patient(Visit.config(context, base, proof)));
    return new Visit(new Cluster(context, client, deadline, callTimeout, client::close));
  }

  /** One client for each context; a new one where what it was made from is not what it was. */
  private KubernetesClient client(String context, Deadline deadline) {
    var road = Optional.ofNullable(roads.get(context));
    var connection = road.map(r -> r.connection(deadline.left(ROAD)));
    var as = connection.<Object>map(c -> c).orElseGet(this::modified);
    return clients
        .compute(
            context,
            (name, open) ->
                open != null && open.as().equals(as)
                    ? open
                    : new Open(as, connect(patient(base(connection, name)))))
        .client();
  }

  private FileTime modified() {
    try {
      return kubeconfig.isPresent() ? Files.getLastModifiedTime(kubeconfig.get()) : NEVER;
    } catch (IOException e) {
      return NEVER;
    }
  }

  static KubernetesClient connect(Config config) {
    return new KubernetesClientBuilder()
        .withHttpClientFactory(new JdkHttpClientFactory())
        .withConfig(config)
        .build();
  }

  @Override
  public void close() {
    clients.values().forEach(open -> open.client().close());
    clients.clear();
    roads.values().forEach(Road::close);
  }

  private Config base(Optional<Connection> connection, String context) {
    return connection.map(Clusters::of).orElseGet(() -> fromKubeconfig(context));
  }

  private Config patient(Config base) {
    int millis = Math.toIntExact(Math.clamp(callTimeout.toMillis(), 1, Integer.MAX_VALUE));
    return new ConfigBuilder(base)
        .withAutoConfigure(false)
        .withRequestRetryBackoffLimit(0)
        .withRequestTimeout(millis)
        .withConnectionTimeout(millis)
        .build();
  }

  private static Config of(Connection connection) {
    var server = connection.server();
    if (!isPrivate(server)) {
      throw new ExecutorException(
          "`" + server + "` is not safe: give an `https` address, or `http` on this machine.");
    }
    var config = new ConfigBuilder(Config.empty()).withMasterUrl(server.toString());
    connection.token().ifPresent(config::withOauthToken);
    connection.authority().ifPresent(file -> config.withCaCertFile(file.toString()));
    return config.build();
  }

  static boolean isPrivate(URI server) {
    var scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
    var host = String.valueOf(server.getHost());
    return scheme.equals("https") || (scheme.equals("http") && isHere(host));
  }

  private static boolean isHere(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}");
  }

  private Config fromKubeconfig(String context) {
    if (kubeconfig.isEmpty()) {
      throw unknown(context, "it is not among the executors' contexts");
    }
    var file = kubeconfig.get();
    if (!Files.isReadable(file)) {
      throw unknown(context, "`" + file + "` cannot be read");
    }
    try {
      var config = Config.fromKubeconfig(context, file.toFile());
      var found = config.getCurrentContext();
      if (found == null || !context.equals(found.getName())) {
        throw unknown(context, "`" + file + "` does not have it");
      }
      return config;
    } catch (KubernetesClientException e) {
      throw unknown(context, "`" + file + "` does not have it or does not load");
    }
  }

  private static ExecutorException unknown(String context, String why) {
    return new ExecutorException(
        "Kubernetes context `"
            + context
            + "` is not known: "
            + why
            + ". Name it in the workspace or in the kubeconfig; no other is used in its place.");
  }
}
