package dev.agentsafe.executors.process;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * Who has connected and not shown yet that they may; thread-safe.
 *
 * <p>They are never many and do not stay. Where there would be too many the one that has waited
 * longest goes, not the one that comes: ours say at once who they are, and silent ones keep nobody
 * out.
 */
final class Strangers {
  private final int most;
  private final Duration patience;
  private final LinkedHashSet<Socket> waiting = new LinkedHashSet<>();

  /** So many at most, each for so long, however slowly they speak. */
  Strangers(int most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /** Lets one wait, and says who has to go for that. */
  synchronized Optional<Socket> came(Socket caller) {
    waiting.add(caller);
    return waiting.size() <= most ? Optional.empty() : Optional.of(waiting.removeFirst());
  }

  /** Whether it is still there; from now on nobody turns it away. */
  synchronized boolean admit(Socket caller) {
    return waiting.remove(caller);
  }

  /** Turns one away that does not show in time that it may. */
  void watch(Socket caller) {
    try {
      Thread.sleep(patience);
      if (admit(caller)) {
        caller.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // It has gone by itself.
      return;
    }
  }
}
