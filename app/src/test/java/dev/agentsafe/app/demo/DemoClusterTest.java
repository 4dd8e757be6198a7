package dev.agentsafe.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.yaml.Loaded;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoClusterTest {

  @Test
  void everyKubernetesTargetOfTheStarterIsThere() throws URISyntaxException {
    var starter =
        Path.of(
            Objects.requireNonNull(
                    DemoCluster.class.getResource("/dev/agentsafe/app/starter/inventory.yaml"))
                .toURI());
    Catalog catalog = good(CatalogLoader.load(starter.resolveSibling("actions")));
    Inventory inventory = good(InventoryLoader.load(starter));
    var parser = new RequestParser(catalog, inventory);
    try (var cluster = DemoCluster.start();
        var executor = cluster.executor()) {
      for (var target : inventory.targets()) {
        var action =
            catalog.actions().stream()
                .filter(a -> executor.actions().contains(a.name()))
                .filter(a -> a.scope().targetTypes().contains(target.type()))
                .filter(a -> a.name().value().matches("rollout-status|get-configmap|cordon-node"))
                .findFirst();
        if (action.isEmpty()) {
          continue;
        }
        var checks = executor.precheck(order(parser, action.get().name(), target.id()));

        assertThat(checks)
            .as("prechecks of %s on %s", action.get().name(), target.id())
            .isNotEmpty()
            .allMatch(c -> c.passed());
      }
      var drain = order(parser, new ActionName("drain-node"), new TargetId("prod/node-2"));
      assertThat(executor.precheck(drain))
          .as("what the demo shows: a budget that holds a drain back for now")
          .filteredOn(c -> c.name().equals("pdb-check"))
          .singleElement()
          .satisfies(c -> {
            assertThat(c.advisory()).isTrue();
            assertThat(c.message()).startsWith("budget `shop-prod/accounts` needs 1 of 2 pods");
          });
    }
  }

  private static Order order(RequestParser parser, ActionName action, TargetId target) {
    var submission =
        new Submission(
            action, Optional.of(target), Optional.empty(), Value.EMPTY, Optional.empty());
    var request = ((Parsed.Fits) parser.parse(submission)).request();
    return new Order(request, "evt-1", Duration.ofSeconds(30));
  }

  private static <T> T good(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T>(var value, var warnings) -> value;
      case Loaded.Bad<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
