package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.executors.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sandbox with a shop in it, and orders on it as an agent would ask. */
final class Bench implements AutoCloseable {
  final Sandbox sandbox;
  final List<String> progress = new ArrayList<>();
  Duration deadline = Duration.ofSeconds(20);
  Duration callTimeout = Duration.ofSeconds(5);
  Credentials credentials = Credentials.NONE;
  CommandRules commands = CommandRules.NONE;
  Optional<Path> kubeconfig = Optional.empty();
  Optional<Road> road = Optional.empty();
  private final RequestParser parser;
  private URI api;
  private @Nullable KubernetesExecutor executor;

  final Catalog catalog;

  Bench() {
    this("cluster.yaml", "inventory.yaml", actions());
  }

  /** A cluster and targets of those files, and those actions. */
  Bench(String cluster, String inventory, List<Source> actions) {
    this(good(CatalogLoader.load(actions)), text(cluster), inventory);
  }

  /** A cluster of that text, and that catalogue. */
  Bench(String cluster, Catalog catalog) {
    this(catalog, cluster, "inventory.yaml");
  }

  /** A cluster of that text, targets of that file, and that catalogue. */
  Bench(Catalog catalog, String cluster, String inventory) {
    sandbox = Sandbox.start(Duration.ofMillis(10), cluster);
    api = sandbox.api();
    this.catalog = catalog;
    parser =
        new RequestParser(
            catalog, good(InventoryLoader.load(new Source(inventory, text(inventory)))));
  }

  /** Lets orders go through that address instead of straight to the sandbox. */
  void through(URI address) {
    if (executor != null) {
      executor.close();
      executor = null;
    }
    api = address;
    if (executor != null) {
      executor.close();
      executor = null;
    }
  }

  KubernetesExecutor executor() {
    if (executor == null) {
      executor =
          new KubernetesExecutor(
              new KubernetesExecutor.Config(
                  kubeconfig.isPresent()
                      ? Map.of()
                      : Map.of("demo", road.orElse(Connection.to(api))),
                  kubeconfig,
                  callTimeout,
                  InstantSource.system(),
                  commands));
    }
    return executor;
  }

  Order order(String action, String target, Map<String, Object> params) {
    return order(action, target, values(params));
  }

  private static Value.Fields values(Map<String, Object> params) {
    var values = new LinkedHashMap<String, Value>();
    params.forEach((name, value) ->
        values.put(
            name,
            switch (value) {
              case Integer number -> Value.of(number.longValue());
              case Boolean flag -> Value.of(flag);
              case List<?> items -> Value.texts(items.stream().map(Object::toString).toList());
              default -> Value.of(value.toString());
            }));
    return new Value.Fields(values);
  }

  Order order(String action, String target, Value.Fields params) {
    return switch (parse(action, target, params)) {
      case Parsed.Fits(var request) -> new Order(request, "evt-0123456789ab", deadline);
      case Parsed.Unfit unfit -> throw new AssertionError(unfit.reason());
    };
  }

  /** The order, where action, target and parameters fit together. */
  Optional<Order> fitting(String action, String target, Value.Fields params) {
    return switch (parse(action, target, params)) {
      case Parsed.Fits(var request) ->
          Optional.of(new Order(request, "evt-0123456789ab", deadline));
      case Parsed.Unfit unfit -> Optional.empty();
    };
  }

  private Parsed parse(String action, String target, Value.Fields params) {
    return parser.parse(
        new Submission(
            new ActionName(action),
            Optional.of(new TargetId(target)),
            Optional.empty(),
            params,
            Optional.empty()));
  }

  RunRecord run(String action, String target, Map<String, Object> params) {
    return run(order(action, target, params));
  }

  RunRecord run(Order order) {
    return new Runner(List.of(executor()), InstantSource.system(), credentials)
        .run(order, "nonce", new Runner.Watch(progress::add, Optional::empty));
  }

  /** The same through that address, with an executor of its own. */
  RunRecord runThrough(URI address, String action, String target, Map<String, Object> params) {
    through(address);
    return run(action, target, params);
  }

  Rehearsal rehearse(String action, String target, Map<String, Object> params) {
    return switch (executor().rehearse(order(action, target, params))) {
      case Rehearsal.Outcome.Done(var rehearsal) -> rehearsal;
      case Rehearsal.Outcome.NotPossible(var why, var hint) -> throw new AssertionError(why);
      case Rehearsal.Outcome.Gathering() -> throw new AssertionError("still gathering");
    };
  }

  /** What the API holds, read without the executor. */
  <T extends KubernetesResource> T object(String path, Class<T> type) {
    try (var in = sandbox.api().resolve(path).toURL().openStream()) {
      return Serialization.unmarshal(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Source> actions() {
    return Arrays.stream(text("actions.yaml").split("\n---\n"))
        .map(document -> new Source("actions.yaml", document))
        .toList();
  }

  static String text(String name) {
    try (var in = Bench.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T good(Loaded<T> loaded) {
    return switch (loaded) {
      case Loaded.Good<T>(var value, var warnings) -> value;
      case Loaded.Bad<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
    }
    sandbox.close();
  }
}
