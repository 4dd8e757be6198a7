package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.ExecutorProvider;
import dev.agentsafe.core.runner.ExecutorSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Opens executors for the contexts of the user's own kubeconfig. */
public final class KubernetesExecutors implements ExecutorProvider {
  private static final Duration CALL = Duration.ofSeconds(10);

  /** For the service loader. */
  public KubernetesExecutors() {
    // Nothing is opened before an order comes.
  }

  @Override
  public Executor open(ExecutorSettings settings) {
    return new KubernetesExecutor(
        new KubernetesExecutor.Config(
            Map.of(),
            Optional.of(Kubeconfig.own()),
            CALL,
            InstantSource.system(),
            settings.commands()));
  }
}
