package dev.agentsafe.executors.aws;

import java.util.Optional;
import java.util.regex.Pattern;

/** What names of ECS say of the cluster that they are in; stateless. */
final class Clusters {
  private static final Pattern WITHIN = Pattern.compile("arn:.*:[a-z]+/([^/]+)/[^/]+");

  private Clusters() {}

  /** Why that parameter and {@code cluster} cannot be used together; empty: they can. */
  static Optional<String> objection(String parameter, Aim aim) {
    var within = WITHIN.matcher(aim.text(parameter));
    return within.matches() && !within.group(1).equals(Ids.last(aim.text("cluster")))
        ? Optional.of(
            "Parameter `%s`: `%s` is not in cluster `%s`."
                .formatted(parameter, aim.text(parameter), aim.text("cluster")))
        : Optional.empty();
  }
}
