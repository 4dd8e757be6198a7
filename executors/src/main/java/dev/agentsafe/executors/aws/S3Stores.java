package dev.agentsafe.executors.aws;

import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens buckets of S3, with the credentials that AWS's own tools would use here. */
public final class S3Stores implements ObjectStore.Provider {
  private static final Duration EACH_TRY = Duration.ofSeconds(15);
  private static final Duration ALL_TRIES = Duration.ofSeconds(40);

  /** More than any object that is read back. */
  private static final Egress.Limits LIMITS = new Egress.Limits(EACH_TRY, 1 << 20);

  /** For the service loader. */
  public S3Stores() {
    // Nothing is opened before a bucket is.
  }

  @Override
  public ObjectStore open(ShipperSettings.Bucket settings, EgressSettings egress) {
    return open(settings, egress, DefaultCredentialsProvider.builder().build());
  }

  static ObjectStore open(
      ShipperSettings.Bucket settings, EgressSettings egress, AwsCredentialsProvider credentials) {
    var client =
        S3Client.builder()
            .httpClient(http(settings, egress))
            .credentialsProvider(credentials)
            .region(Region.of(settings.region()))
            .overrideConfiguration(
                told -> told.apiCallAttemptTimeout(EACH_TRY).apiCallTimeout(ALL_TRIES));
    settings
        .endpoint()
        .ifPresent(url -> client.endpointOverride(URI.create(url)).forcePathStyle(true));
    return new S3Store(client.build(), settings, Clock.systemUTC());
  }

  /** AWS itself is reached by AWS's client; where the settings say where, as they say it. */
  private static SdkHttpClient http(ShipperSettings.Bucket settings, EgressSettings egress) {
    return settings.endpoint().isPresent()
        ? new EgressHttpClient(new Egress(egress.config(LIMITS)))
        : AwsHttp.client(EACH_TRY).build();
  }
}
