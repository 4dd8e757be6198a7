package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.credential.CredentialSource.Wanted;
import dev.agentsafe.core.credential.CredentialTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a session may do: what the action's {@code credentials.fields} say, and nothing that its
 * role may not do anyway; pure.
 *
 * <p>{@code actions} must be there; {@code resources} is all where it is absent; {@code conditions}
 * is a condition block. A parameter's {@code *}, {@code ?} and {@code $} mean themselves: what a
 * request names is one thing, whatever its name.
 */
final class SessionPolicy {
  private static final Set<String> KNOWN = Set.of("actions", "resources", "conditions");
  private static final Pattern ACTION = Pattern.compile("[a-z0-9-]{1,64}:[A-Za-z0-9*]{1,128}");
  private static final Pattern RESOURCE = Pattern.compile("\\*|arn:[\\x20-\\xff]{1,2000}");
  private static final int LONGEST = 2048;

  private SessionPolicy() {}

  /** What came of writing it. */
  sealed interface Written {
    /** It says exactly that. */
    record Good(String json) implements Written {}

    /** It cannot be said, so nobody is asked for anything. */
    record Bad(String why) implements Written {}
  }

  static Written of(Wanted wanted) {
    return switch (CredentialTemplate.fill(
        wanted.subject().declared(), wanted.params(), SessionPolicy::literally)) {
      case CredentialTemplate.Filled.Missing(var names) ->
          new Written.Bad(
              "the session policy needs the parameters `"
                  + String.join("`, `", names)
                  + "`, which the request does not have");
      case CredentialTemplate.Filled.Complete(var scope) -> of(scope.fields());
    };
  }

  /** As IAM reads it: nothing of it is a wildcard or a variable. */
  private static String literally(String value) {
    var literal = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (each == '*' || each == '?' || each == '$') {
        literal.append("${").append(each).append('}');
      } else {
        literal.append(each);
      }
    }
    return literal.toString();
  }

  private static Written of(Value.Fields fields) {
    var unknown =
        fields.values().keySet().stream().filter(name -> !KNOWN.contains(name)).findFirst();
    if (unknown.isPresent()) {
      return bad("`" + unknown.get() + "` cannot be said in a session policy");
    }
    var actions = texts(fields, "actions");
    if (actions.isEmpty() || actions.get().isEmpty()) {
      return bad("there are no `actions`, such as `[\"ec2:StopInstances\"]`");
    }
    var resources =
        fields.get("resources").isEmpty() ? Optional.of(List.of("*")) : texts(fields, "resources");
    if (resources.isEmpty() || resources.get().isEmpty()) {
      return bad("`resources` is no list of ARNs");
    }
    return actions.get().stream()
        .filter(action -> !ACTION.matcher(action).matches())
        .findFirst()
        .map(action -> bad("`" + action + "` is no action of AWS"))
        .or(() ->
            resources.get().stream()
                .filter(resource -> !RESOURCE.matcher(resource).matches())
                .findFirst()
                .map(resource -> bad("`" + resource + "` is no ARN")))
        .orElseGet(() -> written(actions.get(), resources.get(), fields));
  }

  private static Written written(
      List<String> actions, List<String> resources, Value.Fields fields) {
    var statement =
        Value.EMPTY
            .with("Effect", Value.of("Allow"))
            .with("Action", Value.texts(actions))
            .with("Resource", Value.texts(resources));
    var conditions = fields.get("conditions");
    if (conditions.isPresent()) {
      if (!(conditions.get() instanceof Value.Fields)) {
        return bad("`conditions` is no condition block");
      }
      statement = statement.with("Condition", conditions.get());
    }
    var json =
        new String(
            CanonicalJson.bytes(
                Value.EMPTY
                    .with("Version", Value.of("2012-10-17"))
                    .with("Statement", new Value.Items(List.of(statement)))),
            StandardCharsets.US_ASCII);
    return json.length() > LONGEST
        ? bad("it has %d characters; AWS takes %d".formatted(json.length(), LONGEST))
        : new Written.Good(json);
  }

  private static Optional<List<String>> texts(Value.Fields fields, String name) {
    return fields.get(name).orElse(Value.NULL) instanceof Value.Items(var items)
            && items.stream().allMatch(Value.Text.class::isInstance)
        ? Optional.of(items.stream().map(item -> ((Value.Text) item).value()).toList())
        : Optional.empty();
  }

  private static Written bad(String why) {
    return new Written.Bad("the action's `credentials.fields` make no session policy: " + why);
  }
}
