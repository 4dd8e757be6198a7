package dev.agentsafe.core.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that can be acted on, as the inventory declares it.
 *
 * @param binding what the target is in the world; only a rehearsal runs on an unbound one
 */
public record Target(TargetId id, String type, Standing standing, Optional<Binding> binding) {

  /**
   * Where a target stands: what rules select it by.
   *
   * @param owner empty text where the file names none
   */
  public record Standing(
      Environment environment, Sensitivity sensitivity, String owner, Map<String, String> labels) {
    public Standing {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
  }

  /**
   * What a target is: {@code kubernetes} with {@code context}, {@code namespace}, {@code name}, or
   * {@code aws} with {@code account}, {@code region} and ids.
   */
  public record Binding(String system, Map<String, String> coordinates) {
    public Binding {
      coordinates = Collections.unmodifiableMap(new LinkedHashMap<>(coordinates));
    }
  }
}
