package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.executors.ExecutorException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The way to one pod for longer than an order takes; thread-safe.
 *
 * @param patience how long the API may take to agree to a connection
 * @param leave ends the client, where it is this line's own
 */
record Line(KubernetesClient client, Place pod, Duration patience, Runnable leave)
    implements AutoCloseable {

  /**
   * The pod as it is; empty where there is none.
   *
   * @throws ExecutorException where the API cannot be read
   */
  Optional<Pod> live() {
    try {
      return Optional.ofNullable(
          client.pods().inNamespace(pod.namespace()).withName(pod.name()).get());
    } catch (KubernetesClientException e) {
      throw new ExecutorException(Failure.of(e).words(), e);
    } catch (IllegalStateException e) {
      throw new ExecutorException("the way to it was closed", e);
    }
  }

  /** The same for somebody who waits no longer than that; it ends nothing. */
  Line within(Duration most) {
    return new Line(client, pod, most.compareTo(patience) < 0 ? most : patience, () -> {});
  }

  /** A connection to that port of it. */
  Channels to(int port) throws Failure, InterruptedException {
    try {
      return new Channels(client, Paths.forward(pod, port), patience);
    } catch (ExecutionException e) {
      throw Failure.of(e);
    } catch (IllegalStateException e) {
      throw Failure.notSent("the way to it was closed");
    }
  }

  @Override
  public void close() {
    leave.run();
  }
}
