package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What a function of Lambda says about itself. */
final class Functions {
  static final Map<String, Manual.Check> CHECKS =
      Map.of("function-exists", Manual.Check.blocking("it is there"));

  private Functions() {}

  static Optional<GetFunctionConfigurationResponse> find(Services services, Aim aim) {
    try {
      return Optional.of(
          services
              .lambda()
              .getFunctionConfiguration(asked -> asked.functionName(aim.text("function_name"))));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Functions that are older than this word have none and are active. */
  static String state(GetFunctionConfigurationResponse live) {
    return live.stateAsString() == null ? "Active" : live.stateAsString();
  }

  /** The state fields as they are. */
  static Value.Fields fields(GetFunctionConfigurationResponse live) {
    return fields(live, live.memorySize(), live.timeout(), environment(live));
  }

  /** The same with another memory, time and environment. */
  static Value.Fields fields(
      GetFunctionConfigurationResponse live,
      int memory,
      int timeout,
      Map<String, String> environment) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("memory_size", Value.of(memory));
    fields.put("timeout", Value.of(timeout));
    if (live.runtimeAsString() != null) {
      fields.put("runtime", Value.of(live.runtimeAsString()));
    }
    fields.put("env", env(environment));
    fields.put("state", Value.of(state(live)));
    return new Value.Fields(fields);
  }

  /**
   * As a container's: its values are secrets, and whoever records them knows that by this shape.
   */
  private static Value env(Map<String, String> variables) {
    return new Value.Items(
        new TreeMap<>(variables)
            .entrySet().stream()
                .<Value>map(each ->
                    Value.EMPTY
                        .with("name", Value.of(each.getKey()))
                        .with("value", Value.of(each.getValue())))
                .toList());
  }

  static Map<String, String> tags(GetFunctionConfigurationResponse live, Services services) {
    var tags = services.lambda().listTags(asked -> asked.resource(unqualified(live))).tags();
    return Owners.tags(tags.entrySet(), Map.Entry::getKey, Map.Entry::getValue);
  }

  /** Versions have no tags of their own. */
  private static String unqualified(GetFunctionConfigurationResponse live) {
    var parts = live.functionArn().split(":", -1);
    return String.join(":", java.util.Arrays.asList(parts).subList(0, Math.min(7, parts.length)));
  }

  static Map<String, String> environment(GetFunctionConfigurationResponse live) {
    return live.environment() == null ? Map.of() : live.environment().variables();
  }

  static Optional<Procedure.Check> check(String name, GetFunctionConfigurationResponse live) {
    return name.equals("function-exists")
        ? Optional.of(new Procedure.Check(true, "it is `" + state(live) + "`"))
        : Optional.empty();
  }
}
