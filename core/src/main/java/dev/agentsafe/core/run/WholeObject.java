package dev.agentsafe.core.run;

import dev.agentsafe.core.canonical.Value;
import java.util.Optional;

/**
 * The whole object that a run was about, for people who read; nothing is decided by it.
 *
 * @param before as it was found; empty where there was none, or nobody could tell
 * @param after as it was left
 */
public record WholeObject(Optional<Value.Fields> before, Optional<Value.Fields> after) {
  /** Nothing was seen. */
  public static final WholeObject NONE = new WholeObject(Optional.empty(), Optional.empty());

  /** Whether there is anything to read. */
  public boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }
}
