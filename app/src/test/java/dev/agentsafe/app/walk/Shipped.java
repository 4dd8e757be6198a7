package dev.agentsafe.app.walk;

import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.ExecutorProvider;
import dev.agentsafe.core.runner.ExecutorSettings;
import dev.agentsafe.executors.kubernetes.KubernetesExecutors;
import java.util.List;

/** The executors that the program ships with. */
public final class Shipped {
  /** In a package that only modules see; tests run without them. */
  private static final String AWS = "dev.agentsafe.executors.aws.AwsExecutors";

  private Shipped() {}

  /** All of them; none has opened anything. */
  public static List<Executor> executors() {
    try {
      var aws =
          Class.forName(AWS).asSubclass(ExecutorProvider.class).getConstructor().newInstance();
      return List.of(
          new KubernetesExecutors().open(ExecutorSettings.NONE), aws.open(ExecutorSettings.NONE));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(AWS, e);
    }
  }
}
