package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
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
  /** What is shorter is no secret and would be found in every other word. */
  private static final int SHORTEST_HIDDEN = 4;

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

  /** The text with {@code (secret)} in the place of each value that it repeats. */
  public synchronized String hide(String text) {
    var hidden = text;
    for (var value : values.values()) {
      if (value.length >= SHORTEST_HIDDEN) {
        hidden = hidden.replace(new String(value), toString());
      }
    }
    return hidden;
  }

  /** The same at any depth. */
  public Value hide(Value value) {
    return switch (value) {
      case Value.Text(var text) -> Value.of(hide(text));
      case Value.Items(var items) -> new Value.Items(items.stream().map(this::hide).toList());
      case Value.Fields(var fields) -> {
        var hidden = LinkedHashMap.<String, Value>newLinkedHashMap(fields.size());
        fields.forEach((name, each) -> hidden.put(hide(name), hide(each)));
        yield new Value.Fields(hidden);
      }
      case Value.Null _, Value.Bool _, Value.Int _, Value.Real _ -> value;
    };
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
