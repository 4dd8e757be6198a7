package dev.agentsafe.executors.kubernetes;

import java.util.LinkedHashMap;
import java.util.Optional;

/** What became of the latest orders, by audit id, as far back as it goes; thread-safe. */
final class Past {
  private final int most;
  private final LinkedHashMap<String, Boolean> opened = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param most so many are remembered
   */
  Past(int most) {
    this.most = most;
  }

  /** Remembers whether that order opened something, in the place of the one longest ago. */
  synchronized void put(String auditId, boolean open) {
    opened.putLast(auditId, open);
    if (opened.size() > most) {
      opened.pollFirstEntry();
    }
  }

  /** Whether that order opened something; empty where that is not known here, or no longer. */
  synchronized Optional<Boolean> opened(String auditId) {
    return Optional.ofNullable(opened.get(auditId));
  }
}
