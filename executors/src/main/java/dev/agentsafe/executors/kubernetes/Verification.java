package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
  private final Asked asked;
  private final Cluster cluster;

  Verification(Procedure<T> procedure, Asked asked, Cluster cluster) {
    this.procedure = procedure;
    this.asked = asked;
    this.cluster = cluster;
  }

  /**
   * Looks with growing pauses until it holds, cannot hold, or the deadline passes.
   *
   * @param taken what the cluster answered to the change
   */
  Effected await(Optional<T> taken, Consumer<String> progress) {
    var place = asked.place();
    var pause = SHORTEST;
    var last = "nothing was seen of it";
    while (true) {
      try {
        var live = cluster.find(place, procedure.type()).filter(found -> isSame(found, taken));
        var standing =
            live.map(found -> procedure.standing(found, taken.orElse(found), asked))
                .orElseGet(() ->
                    taken
                        .map(gone -> procedure.standingAfter(gone, asked))
                        .orElseGet(() -> procedure.standingOfNone(asked)));
        switch (standing) {
          case Standing.Holds(var words) -> {
            progress.accept(place + ": " + words);
            return new Effected.Done(
                live.map(found -> procedure.output(found, asked.params()))
                    .orElseGet(() -> procedure.fieldsOfNone(asked.params())));
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
      if (!sleep(cluster.deadline().left(pause)) || cluster.deadline().isOver()) {
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

  /** An object that was deleted and made anew under its name is another. */
  private boolean isSame(T found, Optional<T> taken) {
    return taken.isEmpty()
        || Objects.equals(found.getMetadata().getUid(), taken.get().getMetadata().getUid());
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
