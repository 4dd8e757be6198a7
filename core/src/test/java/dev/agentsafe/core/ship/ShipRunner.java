package dev.agentsafe.core.ship;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Reach;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process of {@link ShippingKillTest}: writes a journal and ships it, until it is killed.
 *
 * <p>Arguments: the folder, the URL of a webhook.
 */
final class ShipRunner {
  private ShipRunner() {}

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    try (var ledger = mine(folder);
        var shipping = Shipping.start(ledger.source(), posts(folder, args[1]), wake -> () -> {})) {
      System.out.println("open " + (shipping != null));
      while (true) {
        // What is printed was acknowledged: it must arrive.
        System.out.println("acknowledged " + ledger.append("because").seq());
      }
    }
  }

  static List<Shipping.Post> posts(Path folder, String url) {
    var egress = Egress.to(new Reach(Set.of(URI.create(url).getAuthority()), List.of()));
    return List.of(
        new Shipping.Post(
            "hook",
            new WebhookShipper(
                new ShipperSettings.Webhook(url, Optional.empty(), Format.LINE),
                egress,
                Clock.systemUTC())),
        new Shipping.Post("copy", new FolderShipper(folder.resolve("copy.jsonl"), Disk.real())));
  }

  /** The journal, once the process before is wholly gone. */
  private static Ledger mine(Path folder) throws InterruptedException {
    for (var tries = 0; ; tries++) {
      try {
        return new Ledger(folder);
      } catch (CoreException e) {
        if (tries > 200) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
