package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What can be said of a bucket policy without asking AWS, after the <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">grammar
 * of policies</a>.
 */
final class BucketPolicy {
  private static final int MOST_BYTES = 20 * 1024;
  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> PARTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private BucketPolicy() {}

  /** What is wrong with it as the policy of that bucket; empty: nothing. */
  static List<String> problems(String document, String bucket) {
    var problems = new ArrayList<String>();
    if (document.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      problems.add("it is larger than 20 KB");
    }
    switch (Json.read(document)) {
      case Json.Read.Bad(var line, var column, var why) ->
          problems.add("it is not JSON: line " + line + ", column " + column + ": " + why);
      case Json.Read.Good(Value.Fields policy) -> {
        unknown(policy, MEMBERS, "the policy", problems);
        if (!VERSIONS.contains(policy.text("Version").orElse("2008-10-17"))) {
          problems.add("`Version` must be `2012-10-17`");
        }
        var statements = statements(policy);
        if (statements.isEmpty()) {
          problems.add("it has no `Statement`");
        }
        for (int i = 0; i < statements.size(); i++) {
          statement(statements.get(i), "statement " + (i + 1), bucket, problems);
        }
      }
      case Json.Read.Good _ -> problems.add("it is not a JSON object");
    }
    return problems;
  }

  /** Whether a statement allows everybody something and nothing narrows it. */
  static boolean opensToAll(String document) {
    return Json.read(document) instanceof Json.Read.Good(Value.Fields policy)
        && statements(policy).stream()
            .filter(Value.Fields.class::isInstance)
            .map(Value.Fields.class::cast)
            .anyMatch(BucketPolicy::isOpen);
  }

  private static boolean isOpen(Value.Fields statement) {
    var principal = statement.get("Principal").orElse(Value.NULL);
    var all =
        principal instanceof Value.Fields(var kinds)
            ? kinds.values().stream().flatMap(v -> texts(v).stream()).anyMatch("*"::equals)
            : texts(principal).contains("*");
    return "Allow".equals(statement.textOrEmpty("Effect"))
        && (all || statement.get("NotPrincipal").isPresent())
        && statement.object("Condition").values().isEmpty();
  }

  private static List<Value> statements(Value.Fields policy) {
    return switch (policy.get("Statement").orElse(Value.NULL)) {
      case Value.Items(var items) -> items;
      case Value.Fields one -> List.of(one);
      default -> List.of();
    };
  }

  private static void statement(Value given, String where, String bucket, List<String> problems) {
    if (!(given instanceof Value.Fields statement)) {
      problems.add(where + " is not an object");
      return;
    }
    unknown(statement, PARTS, where, problems);
    if (!Set.of("Allow", "Deny").contains(statement.textOrEmpty("Effect"))) {
      problems.add(where + ": `Effect` must be `Allow` or `Deny`");
    }
    for (var part : List.of("Principal", "Action", "Resource")) {
      if (statement.get(part).isPresent() == statement.get("Not" + part).isPresent()) {
        problems.add(where + " needs exactly one of `" + part + "` and `Not" + part + "`");
      }
    }
    for (var resource : texts(statement.get("Resource").orElse(Value.NULL))) {
      var name = resource.replaceFirst("^arn:aws[a-z-]*:s3:::", "");
      var named = name.replaceFirst("/.*", "");
      if (!named.equals(bucket) && !named.contains("*") && !named.contains("?")) {
        problems.add(where + ": `" + resource + "` is not of bucket `" + bucket + "`");
      }
    }
  }

  private static void unknown(
      Value.Fields fields, Set<String> known, String where, List<String> problems) {
    fields.values().keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> problems.add(where + " has an unknown member `" + name + "`"));
  }

  private static List<String> texts(Value value) {
    return switch (value) {
      case Value.Text(var text) -> List.of(text);
      case Value.Items(var items) -> items.stream().flatMap(i -> texts(i).stream()).toList();
      default -> List.of();
    };
  }
}
