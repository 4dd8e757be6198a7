package dev.agentsafe.app.wire;

import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;

/** Builds a JSON object member by member, in order; not thread-safe. */
final class Members {
  private final LinkedHashMap<String, Value> values = new LinkedHashMap<>();

  Members put(String name, Value value) {
    values.put(name, value);
    return this;
  }

  Members put(String name, String value) {
    return put(name, Value.of(value));
  }

  Value.Fields done() {
    return new Value.Fields(values);
  }
}
