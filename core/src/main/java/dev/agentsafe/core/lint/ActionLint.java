package dev.agentsafe.core.lint;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.request.ParameterCheck;
import dev.agentsafe.core.yaml.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at one action: its parameters, and beside the others at its way back. */
final class ActionLint {
  private static final Pattern SECRET =
      Pattern.compile(
          "secret|((?!page_|next_|continuation_|sync_).*_)?token"
              + "|(.*_)?(password|passwd|passphrase|credentials?|api_?key|access_key|secret_key"
              + "|private_key|signing_key|encryption_key|client_secret|shared_secret)");

  private final ActionSpots spots;
  private final Action action;

  ActionLint(String file, Node root, Action action, Findings findings) {
    this.spots = new ActionSpots(file, root, findings);
    this.action = action;
  }

  void check(Catalog catalog, Set<String> doubtful) {
    var seen = new HashSet<String>();
    var list = spots.key("parameters");
    for (var i = 0; i < action.parameters().size(); i++) {
      var parameter = action.parameters().get(i);
      parameter(parameter, Spot.item(list, i), seen.add(parameter.name()));
    }
    new RollbackLint(spots, action).check(catalog, doubtful);
  }

  private void parameter(Parameter parameter, Node at, boolean first) {
    if (!first) {
      spots.note(
          Spot.key(at, "name"),
          Code.DUPLICATE_PARAMETER,
          "the parameter `" + parameter.name() + "` is declared twice; rename one of them");
    }
    unfitDefault(parameter)
        .ifPresent(why -> spots.note(Spot.key(at, "default"), Code.DEFAULT, "the default: " + why));
    secrecy(parameter, at);
  }

  private void secrecy(Parameter parameter, Node at) {
    var use = parameter.use();
    if (use.secret() && use.defaultValue().isPresent()) {
      spots.note(
          Spot.key(at, "default"),
          Code.SECRET_DEFAULT,
          "the secret `"
              + parameter.name()
              + "` has a default, which anybody reads who reads this file; remove it");
    }
    var said = Spot.has(at, "secret");
    if (!said && holdsText(parameter) && soundsSecret(parameter)) {
      spots.note(
          Spot.key(at, "name"),
          Code.UNMARKED_SECRET,
          "the parameter `"
              + parameter.name()
              + "` sounds like a secret and would be recorded in clear; say `secret: true`, or"
              + " `secret: false` if it is none");
    }
  }

  private static boolean holdsText(Parameter parameter) {
    return switch (parameter.type()) {
      case STRING, ARRAY -> true;
      case INTEGER, NUMBER, BOOLEAN -> false;
    };
  }

  /** On a target that is a secret, a parameter of that name says which one. */
  private boolean soundsSecret(Parameter parameter) {
    var names =
        parameter.name().equals("secret")
            && action.scope().targetTypes().stream().anyMatch(type -> type.endsWith("secret"));
    return !names && SECRET.matcher(parameter.name().replace('-', '_')).matches();
  }

  private static Optional<String> unfitDefault(Parameter parameter) {
    return parameter
        .use()
        .defaultValue()
        .map(value ->
            ParameterCheck.problems(
                List.of(parameter), new Value.Fields(Map.of(parameter.name(), value))))
        .filter(found -> !found.isEmpty())
        .map(found -> found.getFirst().message());
  }
}
