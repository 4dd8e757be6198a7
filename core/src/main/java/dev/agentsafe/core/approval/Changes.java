package dev.agentsafe.core.approval;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What an approver changes before agreeing: narrower values, a shorter life.
 *
 * @param params the parameters that get another value; the others stay as asked for
 * @param lifeSeconds how long the ticket is good; absent: as any other
 */
public record Changes(Value.Fields params, Optional<Long> lifeSeconds) {
  /** Nothing is changed. */
  public static final Changes NONE = new Changes(Value.EMPTY, Optional.empty());

  /** Whether nothing is changed. */
  public boolean isEmpty() {
    return params.values().isEmpty() && lifeSeconds.isEmpty();
  }

  /** As it is signed and recorded; null where nothing is changed. */
  public Value value() {
    return isEmpty()
        ? Value.NULL
        : Value.EMPTY
            .with("params", params)
            .with("life_seconds", lifeSeconds.map(Value::of).orElse(Value.NULL));
  }

  /** Reads what {@link #value} gives; empty where it is none. */
  public static Optional<Changes> read(Value value) {
    if (value instanceof Value.Null) {
      return Optional.of(NONE);
    }
    if (!(value instanceof Value.Fields fields)
        || !(fields.get("params").orElse(Value.EMPTY) instanceof Value.Fields params)) {
      return Optional.empty();
    }
    return switch (fields.get("life_seconds").orElse(Value.NULL)) {
      case Value.Null n -> Optional.of(new Changes(params, Optional.empty()));
      case Value.Int(BigInteger seconds) when seconds.bitLength() < 32 && seconds.signum() > 0 ->
          Optional.of(new Changes(params, Optional.of(seconds.longValue())));
      default -> Optional.empty();
    };
  }

  /** The given parameters with these changes made. */
  public Value.Fields on(Value.Fields asked) {
    var all = new LinkedHashMap<>(asked.values());
    all.putAll(params.values());
    return new Value.Fields(all);
  }
}
