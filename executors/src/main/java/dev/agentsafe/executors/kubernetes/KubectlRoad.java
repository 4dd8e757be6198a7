package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.ClusterSettings;
import dev.agentsafe.executors.process.Kubectl;
import dev.agentsafe.executors.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The way to a cluster that kubectl knows: it connects and logs in, the requests are ours. */
record KubectlRoad(Kubectl kubectl) implements Road {

  /** The way that a workspace tells of. */
  static KubectlRoad of(String context, ClusterSettings.Kubectl told, Path own) {
    return new KubectlRoad(
        new Kubectl(
            new Program(
                context, told.kubeconfig().orElse(own), told.program(), told.environment())));
  }

  @Override
  public Connection connection(Duration atMost) {
    var passage = kubectl.passage(atMost);
    return new Connection(passage.address(), Optional.of(passage.token()), Optional.empty());
  }

  /** A client certificate that kubectl shows would count for more than a token that comes along. */
  @Override
  public Optional<String> objectionToCredentials() {
    return Optional.of("`kubectl` acts with its own login alone");
  }

  @Override
  public void close() {
    kubectl.close();
  }
}
