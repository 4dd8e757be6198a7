package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.Parameter;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code approval} of a rule. */
final class ClauseReader {
  private static final Set<String> APPROVAL =
      RuleReader.keys(
          "quorum", "denials", "ttl", "claim_ttl", "reason", "allow_changes", "break_glass");
  private static final Set<String> CLAUSE = RuleReader.keys("roles", "groups", "users", "count");
  private static final Set<String> REASON = RuleReader.keys("required", "pattern");
  private static final BigInteger MOST_PEOPLE = BigInteger.valueOf(100);
  private static final BigInteger LONGEST_TTL = BigInteger.valueOf(30L * 24 * 3600);

  private ClauseReader() {}

  static Rule.Clauses read(Node node, Problems problems) {
    var item = Section.open(node, "`approval`", APPROVAL, problems);
    return new Rule.Clauses(
        item.items("quorum").stream().map(at -> clause(at, problems)).toList(),
        new Rule.Lives(life("ttl", item), life("claim_ttl", item)),
        item.given("reason")
            .map(at -> reason(at, problems))
            .orElse(new Rule.ReasonRule(false, Optional.empty())),
        new Rule.Latitude(
            item.flag("allow_changes", false),
            item.flag("break_glass", false),
            people("denials", item)));
  }

  /** A number of people; 1 where it is not said. */
  private static int people(String key, Section item) {
    var count = item.whole(key, BigInteger.ONE);
    if (count.signum() < 1 || count.compareTo(MOST_PEOPLE) > 0) {
      item.get(key)
          .ifPresent(at ->
              item.problems()
                  .error(at, "range", "`" + key + "` is from 1 to 100, not `" + count + "`"));
      return 1;
    }
    return count.intValue();
  }

  private static Optional<Long> life(String key, Section item) {
    return item.optionalWhole(key).map(seconds -> life(key, seconds, item));
  }

  private static long life(String key, BigInteger seconds, Section item) {
    if (seconds.signum() < 1 || seconds.compareTo(LONGEST_TTL) > 0) {
      item.get(key)
          .ifPresent(at ->
              item.problems()
                  .error(
                      at,
                      "range",
                      "`%s` is in seconds, from 1 to 2592000 (30 days), not `%s`"
                          .formatted(key, seconds)));
      return 1;
    }
    return seconds.longValue();
  }

  private static Rule.QuorumClause clause(Node node, Problems problems) {
    var item = Section.open(node, "a quorum clause", CLAUSE, problems);
    var clause =
        new Rule.QuorumClause(
            item.texts("roles"), item.texts("groups"), item.texts("users"), people("count", item));
    if (Stream.of("roles", "groups", "users").allMatch(key -> namesNobody(item, key))) {
      problems.error(
          node, "value", "a quorum clause names `roles`, `groups` or `users` that may approve");
    }
    return clause;
  }

  private static boolean namesNobody(Section item, String key) {
    return item.get(key)
        .map(node -> node instanceof Node.Sequence list && list.items().isEmpty())
        .orElse(true);
  }

  private static Rule.ReasonRule reason(Node node, Problems problems) {
    var item = Section.open(node, "`reason`", REASON, problems);
    var pattern = item.optionalText("pattern").map(Parameter.Pattern::of);
    pattern
        .flatMap(Parameter.Pattern::defect)
        .ifPresent(defect ->
            item.get("pattern")
                .ifPresent(at ->
                    problems.error(
                        at,
                        "bad-pattern",
                        "`" + pattern.get().source() + "` is no pattern: " + defect)));
    Optional<Pattern> compiled = pattern.flatMap(Parameter.Pattern::compiled);
    return new Rule.ReasonRule(item.flag("required", compiled.isPresent()), compiled);
  }
}
