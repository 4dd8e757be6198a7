package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.SeenCheckpoints;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a journal is sealed with signed checkpoints.
 *
 * @param keys the folder of the keys that sign, made on first use, for its owner alone
 * @param entries so many unsealed entries are sealed at once
 * @param pause a single unsealed entry is sealed after that time
 * @param heartbeat after that time without an entry one is written, so that the age of the latest
 *     checkpoint tells whether the journal is alive
 */
public record Sealing(Path keys, int entries, Duration pause, Duration heartbeat) {
  /**
   * Where it is remembered how far this machine has verified the journal: beside the keys, for
   * whoever can write there can sign as well.
   */
  SeenCheckpoints memory() {
    return new SeenCheckpoints(keys.resolveSibling("seen"));
  }

  /** As designed: every 256 entries or each second, a heartbeat each minute. */
  public static Sealing usual(Path keys) {
    return new Sealing(keys, 256, Duration.ofSeconds(1), Duration.ofSeconds(60));
  }
}
