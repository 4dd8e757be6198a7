package dev.agentsafe.core.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * A port of this machine that leads somewhere else: what an effect leaves open for a while;
 * thread-safe.
 *
 * <p>It never outlives its process. Whoever keeps it ends it when its time is over.
 */
public interface Forward {

  /** Where it listens, such as {@code 127.0.0.1:40123}; never reachable from another machine. */
  String address();

  /** Where it leads to, for people, such as {@code pod shop/web-1 port 8080}. */
  String leadsTo();

  /** How long it may be used, from when it was opened. */
  Duration life();

  /** What went through so far. */
  Traffic traffic();

  /** Why it leads nowhere any more; empty: it does. Asks nobody. */
  Optional<String> broken();

  /**
   * Ends it and every connection through it, at once; the second time does nothing. Waits for
   * nobody far away.
   */
  void close();

  /** Whether nothing is left to be given back of what it was opened with; told once closed. */
  default boolean isSettled() {
    return true;
  }

  /**
   * What went through a forward.
   *
   * @param connections so many were made, those that are over included
   * @param sent bytes from here to where it leads
   * @param received bytes from there
   */
  record Traffic(long connections, long sent, long received) {}
}
