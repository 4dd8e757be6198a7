package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.ClusterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A program that holds a kubectl until it is killed. */
final class KubectlHolder {
  private KubectlHolder() {}

  public static void main(String... args) throws InterruptedException {
    var told = new ClusterSettings.Kubectl(Optional.empty(), Optional.empty(), List.of());
    var road = KubectlRoad.of("demo", told, Path.of(args[0]));
    road.connection(Duration.ofSeconds(30));
    System.out.println("reached");
    Thread.sleep(Duration.ofMinutes(5));
  }
}
