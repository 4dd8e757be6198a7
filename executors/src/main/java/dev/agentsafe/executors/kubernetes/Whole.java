package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A whole object as people may read it; stateless. */
final class Whole {
  /** Repeats the object, the data of a secret included. */
  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Whole() {}

  /**
   * All that the API tells of it but what fields were written by whom, and what is in a secret:
   * that is replaced by its length.
   */
  static Optional<Value.Fields> of(HasMetadata live) {
    if (!(Json.read(Serialization.asJson(live)) instanceof Json.Read.Good(Value value)
        && value instanceof Value.Fields object)) {
      return Optional.empty();
    }
    var kept = new LinkedHashMap<>(object.values());
    kept.computeIfPresent("metadata", (name, meta) -> metadata(meta));
    if (object.text("kind").filter("Secret"::equals).isPresent()) {
      kept.computeIfPresent("data", (name, data) -> lengths(data));
      kept.computeIfPresent("stringData", (name, data) -> lengths(data));
    }
    return Optional.of(new Value.Fields(kept));
  }

  private static Value metadata(Value value) {
    if (!(value instanceof Value.Fields(var members))) {
      return value;
    }
    var kept = new LinkedHashMap<>(members);
    kept.remove("managedFields");
    kept.computeIfPresent(
        "annotations",
        (name, annotations) -> {
          if (annotations instanceof Value.Fields(var all)) {
            var few = new LinkedHashMap<>(all);
            few.remove(APPLIED);
            return new Value.Fields(few);
          }
          return annotations;
        });
    return new Value.Fields(kept);
  }

  private static Value lengths(Value data) {
    if (!(data instanceof Value.Fields(Map<String, Value> all))) {
      return Value.NULL;
    }
    var lengths = new LinkedHashMap<String, Value>();
    all.forEach((key, value) ->
        lengths.put(
            key,
            Value.of(
                value instanceof Value.Text(var text)
                    ? "not kept: " + text.length() + " characters of base64"
                    : "not kept")));
    return new Value.Fields(lengths);
  }
}
