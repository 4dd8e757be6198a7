package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;

/** Whole numbers among parameters. */
final class Numbers {
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  private Numbers() {}

  /** That parameter, where it is given and a whole number from {@code least} on. */
  static OptionalInt of(Value.Fields params, String name, int least) {
    return params.get(name).orElse(Value.NULL) instanceof Value.Int(var given)
            && given.compareTo(BigInteger.valueOf(least)) >= 0
            && given.compareTo(MOST) <= 0
        ? OptionalInt.of(given.intValueExact())
        : OptionalInt.empty();
  }

  static Optional<String> objection(Value.Fields params, String name, int least) {
    return of(params, name, least).isPresent()
        ? Optional.empty()
        : Optional.of("Parameter `" + name + "` must be a whole number from " + least + " on.");
  }

  /** What people read of it. */
  static String words(int least) {
    return "a whole number from " + least + " to " + Integer.MAX_VALUE;
  }
}
