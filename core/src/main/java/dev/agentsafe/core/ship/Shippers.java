package dev.agentsafe.core.ship;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.egress.Dial;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.EgressSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens shippers as the workspace describes them. */
public final class Shippers {
  private static final Egress.Limits LIMITS = new Egress.Limits(Duration.ofSeconds(30), 1 << 16);

  private Shippers() {}

  /**
   * Opens all of them; connects to nothing yet.
   *
   * @param stores opens buckets; absent where no client of a cloud is installed
   */
  public static List<Shipping.Post> open(
      List<ShipperSettings> all, EgressSettings egress, Optional<ObjectStore.Provider> stores) {
    return all.stream()
        .map(each -> new Shipping.Post(each.name(), open(each, egress, stores)))
        .toList();
  }

  private static Shipper open(
      ShipperSettings settings, EgressSettings egress, Optional<ObjectStore.Provider> stores) {
    return switch (settings.where()) {
      case ShipperSettings.Copy(var path) -> new FolderShipper(path, Disk.real());
      case ShipperSettings.Webhook webhook ->
          new WebhookShipper(webhook, new Egress(egress.config(LIMITS)), Clock.systemUTC());
      case ShipperSettings.Splunk splunk ->
          new SplunkShipper(splunk, new Egress(egress.config(LIMITS)));
      case ShipperSettings.Syslog syslog ->
          new SyslogShipper(syslog, new Dial(egress.config(LIMITS)), hostName());
      case ShipperSettings.Bucket bucket ->
          new BucketShipper(
              bucket,
              stores
                  .orElseThrow(() ->
                      new CoreException(
                          "the shipper `%s` needs a client for S3, and none is installed"
                              .formatted(settings.name())))
                  .open(bucket, egress));
    };
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "-";
    }
  }
}
