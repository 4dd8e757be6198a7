package dev.agentsafe.core;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * {@code readiness} of the settings: when the gateway takes no calls although it could.
 *
 * @param mostLag so many entries a shipper may be behind; absent: any number
 * @param mostAnchorAge so old each anchor's latest receipt may be; absent: any age
 */
public record Readiness(Optional<Long> mostLag, Optional<Duration> mostAnchorAge) {
  /** Whatever leaves late does not matter. */
  public static final Readiness ANY = new Readiness(Optional.empty(), Optional.empty());

  private static final Set<String> KEYS = Set.of("max_lag", "max_anchor_age");

  static Readiness read(Node node, Problems problems) {
    var item = Section.open(node, "`readiness`", KEYS, problems);
    return new Readiness(
        positive(item, "max_lag"), positive(item, "max_anchor_age").map(Duration::ofSeconds));
  }

  private static Optional<Long> positive(Section item, String key) {
    var value = item.optionalWhole(key);
    if (value.isEmpty() || (value.get().signum() > 0 && value.get().bitLength() < Integer.SIZE)) {
      return value.map(BigInteger::longValue);
    }
    item.get(key)
        .ifPresent(at ->
            item.problems()
                .error(
                    at,
                    "range",
                    "`%s` must be between 1 and %d, not `%s`"
                        .formatted(key, Integer.MAX_VALUE, value.get())));
    return Optional.empty();
  }
}
