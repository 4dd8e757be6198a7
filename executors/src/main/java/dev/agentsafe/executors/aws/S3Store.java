package dev.agentsafe.executors.aws;

import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of S3. Putting an object again is harmless: the same name has the same content, and
 * where the bucket locks objects, the version that came first stays.
 */
final class S3Store implements ObjectStore {
  private final S3Client client;
  private final ShipperSettings.Bucket settings;
  private final Clock clock;

  S3Store(S3Client client, ShipperSettings.Bucket settings, Clock clock) {
    this.client = client;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<String> put(String name, byte[] content) {
    try {
      client.putObject(request(name), RequestBody.fromBytes(content));
      return Optional.empty();
    } catch (S3Exception e) {
      return Optional.of(
          "S3 refused `%s/%s` with %d %s"
              .formatted(
                  settings.bucket(),
                  name,
                  e.statusCode(),
                  e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode()));
    } catch (SdkException e) {
      return Optional.of(
          "`%s/%s` could not be put: %s".formatted(settings.bucket(), name, e.getMessage()));
    }
  }

  private PutObjectRequest request(String name) {
    var request =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(name)
            .contentType("application/x-ndjson");
    settings
        .retentionDays()
        .ifPresent(days ->
            request
                .objectLockMode(ObjectLockMode.COMPLIANCE)
                .objectLockRetainUntilDate(clock.instant().plus(Duration.ofDays(days))));
    return request.build();
  }

  @Override
  public void close() {
    client.close();
  }
}
