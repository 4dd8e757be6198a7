package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.CatalogLoader;
import dev.agentsafe.core.catalog.Inventory;
import dev.agentsafe.core.catalog.InventoryLoader;
import dev.agentsafe.core.catalog.TargetId;
import dev.agentsafe.core.credential.AwsSettings;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.request.Parsed;
import dev.agentsafe.core.request.RequestParser;
import dev.agentsafe.core.request.Submission;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.rollback.RollbackPlanner;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.Order;
import dev.agentsafe.core.runner.Runner;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.core.yaml.Loaded;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.executors.Ledger;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An account at {@code moto_server}, and orders on what is in it as an agent would ask. */
final class Cloud implements AutoCloseable {
  static final String ACCOUNT = "123456789012";
  static final String REGION = "eu-central-1";
  static final String AUDIT = "evt-0123456789ab";
  static final AwsCredentialsProvider OWN =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("for-tests", "only"));

  final List<String> progress = new ArrayList<>();
  Credentials credentials = Credentials.NONE;
  AwsSettings settings;
  Duration deadline = Duration.ofSeconds(20);
  Duration callTimeout = Duration.ofSeconds(5);
  private final Catalog catalog;
  private final Map<String, String> targets = new LinkedHashMap<>();
  private @Nullable RequestParser parser;
  private @Nullable AwsExecutor executor;

  Cloud(Catalogue catalogue, URI endpoint) {
    catalog = good(CatalogLoader.load(catalogue.actions()));
    settings = at(endpoint);
  }

  /** Settings for the one account, reached there. */
  static AwsSettings at(URI endpoint) {
    return new AwsSettings(
        Map.of(
            ACCOUNT,
            new AwsSettings.Account(Optional.empty(), List.of(REGION), Optional.of(endpoint))));
  }

  Catalog catalog() {
    return catalog;
  }

  /** A target of that type in this account, with those ids. */
  void target(String id, String type, Map<String, String> ids) {
    var all = new LinkedHashMap<String, String>();
    all.put("account", ACCOUNT);
    all.put("region", REGION);
    all.putAll(ids);
    bound(id, type, all);
  }

  /** A target of that type with that binding. */
  void bound(String id, String type, Map<String, String> coordinates) {
    var pairs =
        coordinates.entrySet().stream()
            .map(e -> e.getKey() + ": \"" + e.getValue() + "\"")
            .collect(Collectors.joining(", "));
    targets.put(
        id,
        "  - {id: %s, type: %s, environment: prod, sensitivity: internal, binding: {aws: {%s}}}\n"
            .formatted(id, type, pairs));
    parser = null;
  }

  String inventory() {
    return "targets:\n" + String.join("", targets.values());
  }

  private Inventory inventoried() {
    return good(InventoryLoader.load(new Source("inventory.yaml", inventory())));
  }

  AwsExecutor executor() {
    if (executor == null) {
      executor =
          new AwsExecutor(
              new AwsExecutor.Config(
                  settings, profile -> OWN, callTimeout, InstantSource.system()));
    }
    return executor;
  }

  Parsed parse(String action, String target, Value.Fields params) {
    if (parser == null) {
      parser = new RequestParser(catalog, inventoried());
    }
    return parser.parse(
        new Submission(
            new ActionName(action),
            Optional.of(new TargetId(target)),
            Optional.empty(),
            params,
            Optional.empty()));
  }

  static Value.Fields params(Map<String, Object> params) {
    var values = new LinkedHashMap<String, Value>();
    params.forEach((name, value) -> values.put(name, value(value)));
    return new Value.Fields(values);
  }

  private static Value value(Object value) {
    return switch (value) {
      case Integer number -> Value.of(number.longValue());
      case Boolean flag -> Value.of(flag);
      default -> Value.of(value.toString());
    };
  }

  Order order(String action, String target, Value.Fields params) {
    return switch (parse(action, target, params)) {
      case Parsed.Fits(var request) -> new Order(request, AUDIT, deadline);
      case Parsed.Unfit unfit -> throw new AssertionError(unfit.reason());
    };
  }

  RunRecord run(String action, String target, Map<String, Object> params) {
    return run(order(action, target, params(params)));
  }

  RunRecord run(Order order) {
    var run =
        new Runner(List.of(executor()), InstantSource.system(), credentials)
            .run(order, "nonce", new Runner.Watch(progress::add, Optional::empty));
    if (run instanceof RunRecord.Succeeded done) {
      var action = order.request().action();
      Ledger.note(action.name().value(), "execute");
      Ledger.note(action.name().value(), "verify");
      if (action.effects().stateFields().stream()
          .allMatch(f ->
              done.account().before().get(f.name()).isPresent()
                  || done.account().after().get(f.name()).isPresent())) {
        Ledger.note(action.name().value(), "state");
      }
    }
    return run;
  }

  RunRecord.Succeeded done(String action, String target, Map<String, Object> params) {
    return succeeded(run(action, target, params));
  }

  private static RunRecord.Succeeded succeeded(RunRecord run) {
    if (run instanceof RunRecord.Succeeded succeeded) {
      return succeeded;
    }
    throw new AssertionError(run.toString());
  }

  /** What the catalogue and the captured state say of undoing that run. */
  RollbackPlan.Outcome plan(
      String action, String target, Map<String, Object> params, RunRecord.Succeeded run) {
    var order = order(action, target, params(params));
    var original =
        new RollbackPlan.Original(
            AUDIT, new ActionName(action), new TargetId(target), "a", order.request().params());
    return new RollbackPlanner(catalog)
        .plan(original, run.account().before(), run.account().after());
  }

  /** Undoes that run. */
  RunRecord.Succeeded back(
      String action, String target, Map<String, Object> params, RunRecord.Succeeded run) {
    return switch (plan(action, target, params, run)) {
      case RollbackPlan.Outcome.Planned(var plan, var before, var after) -> {
        var undone = succeeded(run(order(plan.action().toString(), target, plan.params())));
        Ledger.note(action, "roll back");
        yield undone;
      }
      case RollbackPlan.Outcome.Impossible(var why) -> throw new AssertionError(why);
    };
  }

  Rehearsal.Outcome rehearsal(String action, String target, Map<String, Object> params) {
    return executor().rehearse(order(action, target, params(params)));
  }

  Rehearsal rehearse(String action, String target, Map<String, Object> params) {
    return switch (rehearsal(action, target, params)) {
      case Rehearsal.Outcome.Done(var rehearsal) -> {
        Ledger.note(action, "rehearse");
        yield rehearsal;
      }
      case Rehearsal.Outcome.NotPossible(var why, var hint) -> throw new AssertionError(why);
      case Rehearsal.Outcome.Gathering() -> throw new AssertionError("still gathering");
    };
  }

  private static <T> T good(Loaded<T> loaded) {
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
  }
}
