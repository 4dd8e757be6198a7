package dev.agentsafe.app.seat;

import dev.agentsafe.core.PolicyDesk;
import dev.agentsafe.core.identity.Operator;

/** Puts policies into force in the name of whoever sits here. */
record GovernorReloading(PolicyDesk desk, Operator operator) implements Reloading {
  @Override
  public String stamp() {
    return desk.stamp();
  }

  @Override
  public PolicyDesk.OnDisk look() {
    return desk.look();
  }

  @Override
  public PolicyDesk.Swapped reload(String seen) {
    return desk.reload(operator, seen);
  }
}
