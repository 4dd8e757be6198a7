package dev.agentsafe.app.seat;

import dev.agentsafe.core.run.RunId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** Reins that tests fill: ports that are none. */
public final class SampleReins implements Reins {
  /** The ports that are open. */
  public final List<OpenPort> open = new CopyOnWriteArrayList<>();

  /** What was done and why, such as {@code stop run-1 enough}. */
  public final List<String> done = new CopyOnWriteArrayList<>();

  private final BiFunction<RunId, String, Optional<String>> callOff;

  SampleReins(BiFunction<RunId, String, Optional<String>> callOff) {
    this.callOff = callOff;
  }

  @Override
  public Optional<String> callOff(RunId id, String reason) {
    done.add("call off " + id + " " + reason);
    return callOff.apply(id, reason);
  }

  @Override
  public List<OpenPort> ports() {
    return List.copyOf(open);
  }

  @Override
  public Optional<String> stop(RunId id, String reason) {
    done.add("stop " + id + " " + reason);
    return open.removeIf(f -> f.run().equals(id))
        ? Optional.empty()
        : Optional.of("The run `" + id + "` has no port open.");
  }
}
