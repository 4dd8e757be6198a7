package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks at an object until an effect holds.
 *
 * @param <T> what the object is
 */
final class Verification<T extends HasMetadata> {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Procedure<T> procedure;
  private final Place place;
  private final Cluster cluster;
  private final Value.Fields params;

  Verification(Procedure<T> procedure, Place place, Cluster cluster, Value.Fields params) {
    this.procedure = procedure;
    this.place = place;
    this.cluster = cluster;
    this.params = params;
  }

  /** Looks with growing pauses until it holds, cannot hold, or the deadline passes. */
  Effected await(Consumer<String> progress) {
    var pause = SHORTEST;
    var last = "nothing was seen of it";
    while (true) {
      try {
        var live = cluster.find(place, procedure.type());
        if (live.isEmpty()) {
          return new Effected.InDoubt(place + " is gone since the change was made.");
        }
        switch (procedure.standing(live.get(), params)) {
          case Standing.Holds(var words) -> {
            progress.accept(place + ": " + words);
            return new Effected.Done(procedure.output(live.get(), params));
          }
          case Standing.Broken(var words) -> {
            return new Effected.InDoubt(
                "The cluster took the change of " + place + ", but " + words + ".");
          }
          case Standing.Moving(var words) -> {
            if (!words.equals(last)) {
              progress.accept(place + ": " + words);
            }
            last = words;
          }
        }
      } catch (ExecutorException e) {
        last = String.valueOf(e.getMessage());
        progress.accept(last);
      }
      if (cluster.deadline().isOver() || !sleep(cluster.deadline().left(pause))) {
        return new Effected.InDoubt(
            "The cluster took the change of "
                + place
                + ", but it did not hold before the deadline: "
                + last
                + ".");
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
  }

  private static boolean sleep(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
