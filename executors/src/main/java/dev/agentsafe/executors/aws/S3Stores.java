package dev.agentsafe.executors.aws;

import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens buckets of S3, with the credentials that AWS's own tools would use here. */
public final class S3Stores implements ObjectStore.Provider {
  private static final Duration EACH_TRY = Duration.ofSeconds(15);
  private static final Duration ALL_TRIES = Duration.ofSeconds(40);

  /** For the service loader. */
  public S3Stores() {
    // Nothing is opened before a bucket is.
  }

  @Override
  public ObjectStore open(ShipperSettings.Bucket settings) {
    return open(settings, DefaultCredentialsProvider.builder().build());
  }

  static ObjectStore open(ShipperSettings.Bucket settings, AwsCredentialsProvider credentials) {
    var http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(EACH_TRY)
            .socketTimeout(EACH_TRY)
            .proxyConfiguration(
                ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .build());
    var client =
        S3Client.builder()
            .httpClientBuilder(http)
            .credentialsProvider(credentials)
            .region(Region.of(settings.region()))
            .overrideConfiguration(
                told -> told.apiCallAttemptTimeout(EACH_TRY).apiCallTimeout(ALL_TRIES));
    settings
        .endpoint()
        .ifPresent(url -> client.endpointOverride(URI.create(url)).forcePathStyle(true));
    return new S3Store(client.build(), settings, Clock.systemUTC());
  }
}
