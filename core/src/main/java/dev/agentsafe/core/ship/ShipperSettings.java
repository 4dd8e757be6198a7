package dev.agentsafe.core.ship;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A shipper as the workspace describes it.
 *
 * @param name unique among the shippers; names its cursor
 */
public record ShipperSettings(String name, Where where) {

  /** Where lines go. */
  public sealed interface Where {}

  /** A copy in a file. */
  public record Copy(Path path) implements Where {}

  /**
   * Requests with a signed body.
   *
   * @param secret signs; absent: nothing is signed
   */
  public record Webhook(String url, Optional<SecretSource> secret, Format format)
      implements Where {}

  /**
   * An HTTP event collector of Splunk.
   *
   * @param url with its path, such as {@code /services/collector/event}
   */
  public record Splunk(String url, SecretSource token, Optional<String> index, Format format)
      implements Where {}

  /**
   * A syslog receiver over TCP.
   *
   * @param tls only a receiver on this machine may go without
   */
  public record Syslog(String host, int port, boolean tls) implements Where {}

  /**
   * A bucket of S3, or of what speaks like it.
   *
   * @param prefix of the objects' names
   * @param endpoint absent: AWS
   * @param retentionDays so long no object may be changed or deleted; absent: as the bucket says
   */
  public record Bucket(
      String bucket,
      String prefix,
      String region,
      Optional<String> endpoint,
      Optional<Integer> retentionDays)
      implements Where {}
}
