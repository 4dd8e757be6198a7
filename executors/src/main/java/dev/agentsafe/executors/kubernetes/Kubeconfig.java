package dev.agentsafe.executors.kubernetes;

import java.io.File;
import java.nio.file.Path;

/** Where the user's own kubeconfig is. */
final class Kubeconfig {
  private Kubeconfig() {}

  /** As {@code KUBECONFIG} says, else in the home folder; the first where it names several. */
  static Path own() {
    var named = System.getenv("KUBECONFIG");
    return named == null || named.isBlank()
        ? Path.of(System.getProperty("user.home", "."), ".kube", "config")
        : Path.of(named.split(File.pathSeparator, 2)[0]);
  }
}
