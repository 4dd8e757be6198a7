package dev.agentsafe.app.seat;

import dev.agentsafe.core.ForwardView;
import dev.agentsafe.core.run.RunId;
import java.time.Duration;
import java.time.Instant;

/**
 * A port that a run left open, as it is shown; immutable.
 *
 * @param left how long it stays
 */
public record OpenPort(RunId run, String caller, Way way, Traffic traffic, Duration left) {

  /** From where to where. */
  public record Way(String address, String leadsTo) {}

  /** What went through. */
  public record Traffic(long connections, long sent, long received) {}

  static OpenPort of(ForwardView forward, Instant now) {
    var left = Duration.between(now, forward.until());
    return new OpenPort(
        forward.run(),
        forward.order().request().caller().id().value(),
        new Way(forward.address(), forward.leadsTo()),
        new Traffic(
            forward.traffic().connections(),
            forward.traffic().sent(),
            forward.traffic().received()),
        left.isNegative() ? Duration.ZERO : left);
  }
}
