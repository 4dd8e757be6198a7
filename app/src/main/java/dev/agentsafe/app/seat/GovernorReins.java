package dev.agentsafe.app.seat;

import dev.agentsafe.core.Governor;
import dev.agentsafe.core.run.RunId;
import java.util.List;
import java.util.Optional;

/**
 * The reins of an operator at the governor of this process.
 *
 * @param me whom entries name
 */
record GovernorReins(Governor governor, String me) implements Reins {
  @Override
  public Optional<String> callOff(RunId id, String reason) {
    return governor.care().callOff(id, me, reason);
  }

  @Override
  public List<OpenPort> ports() {
    var desk = governor.care().forwards();
    var now = desk.now();
    return desk.list().stream().map(f -> OpenPort.of(f, now)).toList();
  }

  @Override
  public Optional<String> stop(RunId id, String reason) {
    return governor.care().forwards().stop(id, me, reason);
  }
}
