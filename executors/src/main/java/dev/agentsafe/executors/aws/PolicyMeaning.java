package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A policy as AWS means it, however it is written: S3 gives back another text than it was given.
 *
 * <p>It writes an account's twelve digits as the name of its root, a list of one as that one, what
 * is a set in an order of its own, and numbers and booleans of conditions as texts. What it makes
 * of a principal that is not there any more cannot be known from the text.
 */
final class PolicyMeaning {
  /** In whatever partition: the digits alone say none. */
  private static final Pattern ROOT = Pattern.compile("arn:[^:]+:iam::([0-9]{12}):root");

  private static final Set<String> SETS = Set.of("Action", "NotAction", "Resource", "NotResource");

  private PolicyMeaning() {}

  /** The same text for documents that mean the same; what is no policy is itself. */
  static String of(String document) {
    return Json.read(document) instanceof Json.Read.Good(Value.Fields policy)
        ? CanonicalJson.text(policy(policy))
        : document;
  }

  private static Value policy(Value.Fields policy) {
    var plain = new LinkedHashMap<>(policy.values());
    plain.computeIfPresent(
        "Statement",
        (name, value) ->
            new Value.Items(items(value).stream().map(PolicyMeaning::statement).toList()));
    return new Value.Fields(plain);
  }

  private static List<Value> items(Value value) {
    return value instanceof Value.Items(var items) ? items : List.of(value);
  }

  private static Value statement(Value given) {
    if (!(given instanceof Value.Fields(var members))) {
      return given;
    }
    var plain = new LinkedHashMap<>(members);
    plain.replaceAll((name, value) -> {
      if (SETS.contains(name)) {
        return set(value);
      }
      return switch (name) {
        case "Principal", "NotPrincipal" -> principal(value);
        case "Condition" -> condition(value);
        default -> value;
      };
    });
    return new Value.Fields(plain);
  }

  /** As a list without what is said twice, in the order of the texts. */
  private static Value set(Value value) {
    return new Value.Items(
        items(value).stream()
            .map(PolicyMeaning::text)
            .distinct()
            .sorted()
            .<Value>map(Value::of)
            .toList());
  }

  private static String text(Value value) {
    return value instanceof Value.Text(var text) ? text : CanonicalJson.text(value);
  }

  private static Value principal(Value value) {
    if (!(value instanceof Value.Fields(var kinds))) {
      return value;
    }
    var plain = new LinkedHashMap<String, Value>();
    kinds.forEach((kind, who) ->
        plain.put(
            kind,
            set(
                kind.equals("AWS")
                    ? new Value.Items(items(who).stream().map(PolicyMeaning::root).toList())
                    : who)));
    return new Value.Fields(plain);
  }

  private static Value root(Value who) {
    var text = text(who);
    var root = ROOT.matcher(text);
    return root.matches() ? Value.of(root.group(1)) : who;
  }

  private static Value condition(Value value) {
    if (!(value instanceof Value.Fields(var operators))) {
      return value;
    }
    var plain = new LinkedHashMap<String, Value>();
    operators.forEach((operator, keys) -> {
      if (keys instanceof Value.Fields(var conditions)) {
        var sets = new LinkedHashMap<String, Value>();
        conditions.forEach((key, wanted) -> sets.put(key, set(wanted)));
        plain.put(operator, new Value.Fields(sets));
      } else {
        plain.put(operator, keys);
      }
    });
    return new Value.Fields(plain);
  }
}
