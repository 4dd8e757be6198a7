package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** Sets memory, time and environment of a function of Lambda. */
final class ConfigureFunction implements Procedure<GetFunctionConfigurationResponse> {
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
  private static final int MOST_BYTES = 4096;
  private static final String ENVIRONMENT = "environment_variables";

  @Override
  public Map<String, String> tags(
      GetFunctionConfigurationResponse live, Services services, Aim aim) {
    return Functions.tags(live, services);
  }

  @Override
  public Thing thing() {
    return Thing.FUNCTION;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(
            thing(),
            ENVIRONMENT,
            "a JSON object of texts, names of letters, digits and `_`, at most 4 KB",
            "memory_size, timeout, " + ENVIRONMENT,
            "at least one of them"),
        Functions.CHECKS,
        new Manual.Course(
            "`GetFunctionConfiguration`; the names of variables that are added, removed or changed",
            "one `UpdateFunctionConfiguration` that holds for the revision read (`RevisionId`)",
            "the update successful and set so, before the deadline",
            "CloudFormation, Terraform and others, by tags, in the rehearsal"),
        new Manual.Undoing.Inverse(
            "memory and time limit of before; not the environment, whose values are not recorded"));
  }

  @Override
  public Optional<String> objection(Aim aim) {
    var unfit =
        Stream.of("memory_size", "timeout")
            .filter(name ->
                aim.number(name)
                    .filter(n -> n.signum() <= 0 || n.bitLength() > Integer.SIZE - 2)
                    .isPresent())
            .findFirst();
    if (unfit.isPresent()) {
      return Optional.of("Parameter `" + unfit.get() + "` is not a number that Lambda takes.");
    }
    var environment = aim.params().text(ENVIRONMENT);
    if (environment.isEmpty()
        && aim.number("memory_size").isEmpty()
        && aim.number("timeout").isEmpty()) {
      return Optional.of(
          "None of `memory_size`, `timeout` and `"
              + ENVIRONMENT
              + "` is given: nothing would change.");
    }
    return environment.flatMap(ConfigureFunction::objection);
  }

  private static Optional<String> objection(String environment) {
    if (!(Json.read(environment) instanceof Json.Read.Good(Value.Fields(var given)))) {
      return bad("is not a JSON object");
    }
    for (var entry : given.entrySet()) {
      if (!VARIABLE.matcher(entry.getKey()).matches()) {
        return bad("names a variable that Lambda does not take: `" + entry.getKey() + "`");
      }
      if (!(entry.getValue() instanceof Value.Text(var value))) {
        return bad("gives `" + entry.getKey() + "` something that is not a text");
      }
    }
    // Lambda measures the variables as JSON.
    return CanonicalJson.bytes(new Value.Fields(given)).length > MOST_BYTES
        ? bad("is larger than 4 KB")
        : Optional.empty();
  }

  private static Optional<String> bad(String why) {
    return Optional.of("Parameter `" + ENVIRONMENT + "` " + why + ".");
  }

  @Override
  public Optional<GetFunctionConfigurationResponse> find(Services services, Aim aim) {
    return Functions.find(services, aim);
  }

  @Override
  public Value.Fields fields(GetFunctionConfigurationResponse live, Aim aim) {
    return Functions.fields(live);
  }

  private record Wanted(int memory, int timeout, Map<String, String> environment) {
    static Wanted of(GetFunctionConfigurationResponse live, Aim aim) {
      return new Wanted(
          aim.number("memory_size").map(n -> n.intValueExact()).orElse(live.memorySize()),
          aim.number("timeout").map(n -> n.intValueExact()).orElse(live.timeout()),
          aim.params()
              .text(ENVIRONMENT)
              .map(ConfigureFunction::variables)
              .orElse(Functions.environment(live)));
    }

    boolean holds(GetFunctionConfigurationResponse live) {
      return Objects.equals(live.memorySize(), memory)
          && Objects.equals(live.timeout(), timeout)
          && Functions.environment(live).equals(environment);
    }
  }

  private static Map<String, String> variables(String json) {
    var variables = new LinkedHashMap<String, String>();
    if (Json.read(json) instanceof Json.Read.Good(Value.Fields fields)) {
      fields.values().keySet().forEach(name -> variables.put(name, fields.textOrEmpty(name)));
    }
    return variables;
  }

  @Override
  public Change change(GetFunctionConfigurationResponse live, Aim aim) {
    if (!isRecorded(aim) && live.environment() != null && live.environment().error() != null) {
      return new Change.Impossible(
          "its environment cannot be read ("
              + live.environment().error().errorCode()
              + "), so that nobody can say what would be lost");
    }
    var wanted = Wanted.of(live, aim);
    if (wanted.holds(live)) {
      return new Change.None("It is set so already.");
    }
    if (live.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
      return new Change.Impossible("another update of it is under way");
    }
    var done = new ArrayList<String>();
    if (wanted.memory() != live.memorySize()) {
      done.add("memory from " + live.memorySize() + " to " + wanted.memory() + " MB");
    }
    if (wanted.timeout() != live.timeout()) {
      done.add("timeout from " + live.timeout() + " to " + wanted.timeout() + " s");
    }
    var environment = Functions.environment(live);
    var effects = new ArrayList<String>();
    if (!environment.equals(wanted.environment())) {
      done.add("the environment");
      effects.addAll(differences(environment, wanted.environment()));
      effects.add("A roll-back does not restore the environment: its values are not recorded.");
    }
    return new Change.Made(
        "Setting " + String.join(", ", done),
        Functions.fields(live, wanted.memory(), wanted.timeout(), wanted.environment()),
        effects);
  }

  @Override
  public boolean isRecorded(Aim aim) {
    // Values of an environment are not recorded.
    return aim.params().text(ENVIRONMENT).isEmpty();
  }

  /** Names alone: values of an environment are secrets until somebody says otherwise. */
  private static List<String> differences(Map<String, String> now, Map<String, String> wanted) {
    var names = new TreeSet<>(now.keySet());
    names.addAll(wanted.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(now.get(name), wanted.get(name)))
        .map(name ->
            !wanted.containsKey(name)
                ? "Variable `" + name + "` is removed."
                : now.containsKey(name)
                    ? "Variable `" + name + "` gets another value."
                    : "Variable `" + name + "` is added.")
        .toList();
  }

  @Override
  public Sent send(Services services, GetFunctionConfigurationResponse live, Aim aim) {
    var request =
        UpdateFunctionConfigurationRequest.builder()
            .functionName(aim.text("function_name"))
            .revisionId(live.revisionId());
    aim.number("memory_size").ifPresent(n -> request.memorySize(n.intValueExact()));
    aim.number("timeout").ifPresent(n -> request.timeout(n.intValueExact()));
    aim.params()
        .text(ENVIRONMENT)
        .map(ConfigureFunction::variables)
        .ifPresent(variables -> request.environment(e -> e.variables(variables)));
    services.lambda().updateFunctionConfiguration(request.build());
    return Sent.NOTHING;
  }

  @Override
  public Standing standing(
      Optional<GetFunctionConfigurationResponse> before,
      Optional<GetFunctionConfigurationResponse> live,
      Aim aim) {
    if (live.isEmpty()) {
      return new Standing.Broken("it is gone");
    }
    var found = live.get();
    if (found.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
      return new Standing.Moving("the update is going on");
    }
    if (found.lastUpdateStatus() == LastUpdateStatus.FAILED) {
      return new Standing.Broken("the update failed: " + found.lastUpdateStatusReason());
    }
    if (Wanted.of(found, aim).holds(found)) {
      return new Standing.Holds("it is set so");
    }
    return before.map(b -> Functions.fields(b).equals(Functions.fields(found))).orElse(true)
        ? new Standing.Moving("it is set as before")
        : new Standing.Broken("somebody else has set it otherwise meanwhile");
  }

  @Override
  public Optional<Check> check(
      String name, GetFunctionConfigurationResponse live, Services services, Aim aim) {
    return Functions.check(name, live);
  }
}
