package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens clusters by the name of their context; thread-safe. */
final class Clusters {
  private final Map<String, Connection> connections;
  private final Optional<Path> kubeconfig;
  private final Duration callTimeout;

  Clusters(Map<String, Connection> connections, Optional<Path> kubeconfig, Duration callTimeout) {
    this.connections = Map.copyOf(connections);
    this.kubeconfig = kubeconfig;
    this.callTimeout = callTimeout;
  }

  /**
   * Opens that context and no other.
   *
   * @throws ExecutorException where it is not configured
   */
  Cluster open(String context, Deadline deadline) {
    var client =
        new KubernetesClientBuilder()
            .withHttpClientFactory(new JdkHttpClientFactory())
            .withConfig(config(context))
            .build();
    return new Cluster(context, client, deadline, callTimeout);
  }

  private Config config(String context) {
    var direct = Optional.ofNullable(connections.get(context));
    var base = direct.isPresent() ? of(direct.get()) : fromKubeconfig(context);
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

  private static boolean isPrivate(URI server) {
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
