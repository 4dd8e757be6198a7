package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A whole object as people may read it; stateless. */
final class Whole {
  /** Annotations in which tools repeat the object, as text or packed. */
  private static final Set<String> REPEATING =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "kapp.k14s.io/original",
          "kapp.k14s.io/original-diff",
          "kapp.k14s.io/original-diff-full",
          "objectset.rio.cattle.io/applied",
          "banzaicloud.com/last-applied");

  /** What repeats an object is long; what people and controllers note is not. */
  private static final int LONGEST = 1024;

  private Whole() {}

  /**
   * All that the API tells of it but what fields were written by whom, and what its annotations may
   * repeat of it.
   *
   * <p>The data of a secret is in it. Whoever keeps it puts marks in its place, by which people see
   * which value has changed, and not what it is.
   */
  static Optional<Value.Fields> of(HasMetadata live) {
    if (!(Json.read(Serialization.asJson(live)) instanceof Json.Read.Good(Value value)
        && value instanceof Value.Fields object)) {
      return Optional.empty();
    }
    boolean secret = object.text("kind").filter("Secret"::equals).isPresent();
    var kept = new LinkedHashMap<>(object.values());
    kept.computeIfPresent("metadata", (name, meta) -> metadata(meta, secret));
    return Optional.of(new Value.Fields(kept));
  }

  private static Value metadata(Value value, boolean secret) {
    if (!(value instanceof Value.Fields(var members))) {
      return value;
    }
    var kept = new LinkedHashMap<>(members);
    kept.remove("managedFields");
    kept.computeIfPresent("annotations", (name, all) -> annotations(all, secret));
    return new Value.Fields(kept);
  }

  private static Value annotations(Value value, boolean secret) {
    if (!(value instanceof Value.Fields(Map<String, Value> all))) {
      return value;
    }
    var kept = new LinkedHashMap<>(all);
    kept.replaceAll((name, text) -> annotation(name, text, secret));
    return new Value.Fields(kept);
  }

  private static Value annotation(String name, Value value, boolean secret) {
    if (secret) {
      return Value.of("not kept");
    }
    if (REPEATING.contains(name)) {
      return Value.of("not kept: repeats the object");
    }
    return value instanceof Value.Text(var text) && text.length() > LONGEST
        ? Value.of("not kept: " + text.length() + " characters")
        : value;
  }
}
