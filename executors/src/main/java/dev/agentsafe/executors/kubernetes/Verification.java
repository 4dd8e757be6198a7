package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.executors.order.Awaiting;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at an object until an effect holds.
 *
 * @param <T> what the object is
 */
final class Verification<T extends HasMetadata> {
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
   * @param taken what the cluster answered to the change, or what was there without one
   * @param sofar what is known before the first look, as the beginning of a sentence
   */
  Effected await(Optional<T> taken, String sofar, Consumer<String> progress) {
    var place = asked.place();
    return new Awaiting<T>(place.toString(), sofar, cluster.deadline())
        .until(
            () -> cluster.find(place, procedure.type()).filter(found -> isSame(found, taken)),
            live -> standing(live, taken),
            live ->
                live.map(found -> procedure.output(found, asked.params()))
                    .orElseGet(() -> procedure.fieldsOfNone(asked.params())),
            progress);
  }

  private Standing standing(Optional<T> live, Optional<T> taken) {
    return live.map(found -> procedure.standing(found, taken.orElse(found), asked))
        .orElseGet(() ->
            taken
                .map(gone -> procedure.standingAfter(gone, asked))
                .orElseGet(() -> procedure.standingOfNone(asked)));
  }

  /** An object that was deleted and made anew under its name is another. */
  private boolean isSame(T found, Optional<T> taken) {
    return taken.isEmpty()
        || Objects.equals(found.getMetadata().getUid(), taken.get().getMetadata().getUid());
  }
}
