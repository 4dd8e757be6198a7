package dev.agentsafe.app.demo;

import dev.agentsafe.executors.kubernetes.Connection;
import dev.agentsafe.executors.kubernetes.KubernetesExecutor;
import dev.agentsafe.executors.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A small shop in a Kubernetes API of this process: what the starter workspace's inventory is bound
 * to; thread-safe.
 */
public final class DemoCluster implements AutoCloseable {
  /** The context that the starter workspace's inventory names. */
  public static final String CONTEXT = "demo";

  private static final Duration STEP = Duration.ofMillis(200);

  private final Sandbox sandbox;

  private DemoCluster(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Starts it on the loopback interface, on a free port. */
  public static DemoCluster start() {
    return new DemoCluster(Sandbox.start(STEP, contents()));
  }

  /** Where its API is. */
  public URI api() {
    return sandbox.api();
  }

  /** How it is reached, by the name of its context. */
  public Map<String, Connection> connections() {
    return Map.of(CONTEXT, Connection.to(api()));
  }

  /** An executor that reaches this cluster and no other. */
  public KubernetesExecutor executor() {
    return new KubernetesExecutor(KubernetesExecutor.Config.of(connections()));
  }

  /** Scales a deployment as somebody does who has another way into the cluster than the console. */
  void scaleByHand(String namespace, String deployment, int replicas)
      throws IOException, InterruptedException {
    var path = "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + deployment;
    var request =
        HttpRequest.newBuilder(api().resolve(path))
            .header("Content-Type", "application/merge-patch+json")
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString("{\"spec\":{\"replicas\":" + replicas + "}}"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException("the cluster answered " + answer.statusCode());
      }
    }
  }

  private static String contents() {
    try (var in = DemoCluster.class.getResourceAsStream("cluster.yaml")) {
      return new String(
          Objects.requireNonNull(in, "cluster.yaml").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
