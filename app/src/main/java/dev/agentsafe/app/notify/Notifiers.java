package dev.agentsafe.app.notify;

import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.ship.NotifierSettings;
import dev.agentsafe.core.ship.Shipping;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Opens notifiers as the workspace describes them. */
public final class Notifiers {
  private static final Egress.Limits LIMITS = new Egress.Limits(Duration.ofSeconds(15), 1 << 16);

  private Notifiers() {}

  /** Opens all of them; one that is new tells of nothing that was before. */
  public static List<Shipping.Post> open(List<NotifierSettings> all, EgressSettings egress) {
    return all.stream()
        .map(each ->
            new Shipping.Post(
                each.name(),
                new Notifier(each, new Egress(egress.config(LIMITS)), Clock.systemUTC()),
                true))
        .toList();
  }
}
