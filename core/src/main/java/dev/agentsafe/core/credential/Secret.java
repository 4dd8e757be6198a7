package dev.agentsafe.core.credential;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Named values that are never shown: no text of it, no message and no record holds one;
 * thread-safe.
 *
 * <p>Closing it overwrites what it holds. Texts that {@link #reveal} gave out before live until the
 * collector takes them; ask as late as possible and keep none.
 */
public final class Secret implements AutoCloseable {
  private final Map<String, char[]> values = new LinkedHashMap<>();

  /** Values by their names. */
  public Secret(Map<String, String> values) {
    values.forEach((name, value) -> this.values.put(name, value.toCharArray()));
  }

  /** The names of what it holds; none once it is closed. */
  public synchronized Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  /**
   * The value of that name, for the call that needs it.
   *
   * @throws IllegalStateException where there is none, or it was closed
   */
  public synchronized String reveal(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("there is no secret value `" + name + "`, or not any more");
    }
    return new String(value);
  }

  @Override
  public synchronized void close() {
    values.values().forEach(value -> Arrays.fill(value, '\0'));
    values.clear();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
