package dev.agentsafe.executors.kubernetes;

import static java.util.stream.Collectors.toMap;

import dev.agentsafe.core.runner.ClusterSettings;
import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.ExecutorProvider;
import dev.agentsafe.core.runner.ExecutorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Opens executors for the contexts that a workspace tells of, and those of the own kubeconfig. */
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
            roads(settings.clusters(), Kubeconfig.own()),
            Optional.of(Kubeconfig.own()),
            CALL,
            InstantSource.system(),
            settings.commands()));
  }

  private static Map<String, Road> roads(ClusterSettings told, Path own) {
    return told.kubectl().entrySet().stream()
        .collect(toMap(Map.Entry::getKey, e -> KubectlRoad.of(e.getKey(), e.getValue(), own)));
  }
}
