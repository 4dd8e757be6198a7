package dev.agentsafe.executors.aws;

import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of S3. Putting an object again is harmless: the same name has the same content, and
 * where the bucket locks objects, the version that came first stays.
 */
final class S3Store implements ObjectStore {
  private static final int PRECONDITION_FAILED = 412;

  /** An object that a crash hid was put a little earlier, and so is its lock. */
  private static final Duration AS_GOOD = Duration.ofDays(1);

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
      return Optional.of(refused(name, e));
    } catch (SdkException e) {
      return Optional.of(
          "`%s/%s` could not be put: %s".formatted(settings.bucket(), name, e.getMessage()));
    }
  }

  private String refused(String name, S3Exception e) {
    return "S3 refused `%s/%s` with %d %s"
        .formatted(
            settings.bucket(),
            name,
            e.statusCode(),
            e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode());
  }

  @Override
  public Kept keep(String name, byte[] content, Lock lock) {
    try {
      var put = putOnce(name, content, lock);
      var back =
          client.getObjectAsBytes(
              get -> get.bucket(settings.bucket()).key(name).versionId(put.orElse(null)));
      if (!Arrays.equals(back.asByteArrayUnsafe(), content)) {
        return new Kept.Failed("`%s/%s` holds something else".formatted(settings.bucket(), name));
      }
      return locked(name, back.response(), lock);
    } catch (S3Exception e) {
      return new Kept.Failed(refused(name, e));
    } catch (SdkException e) {
      return new Kept.Failed(
          "`%s/%s` could not be kept: %s".formatted(settings.bucket(), name, e.getMessage()));
    }
  }

  /** The version that was put; empty where there is an object of that name already. */
  private Optional<String> putOnce(String name, byte[] content, Lock lock) {
    try {
      var put =
          client.putObject(
              PutObjectRequest.builder()
                  .bucket(settings.bucket())
                  .key(name)
                  .contentType("text/plain; charset=utf-8")
                  .ifNoneMatch("*")
                  .objectLockMode(mode(lock.mode()))
                  .objectLockRetainUntilDate(lock.until())
                  .build(),
              RequestBody.fromBytes(content));
      return Optional.ofNullable(put.versionId());
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ObjectLockMode mode(Mode mode) {
    return switch (mode) {
      case COMPLIANCE -> ObjectLockMode.COMPLIANCE;
      case GOVERNANCE -> ObjectLockMode.GOVERNANCE;
    };
  }

  /**
   * What the bucket says of the lock, which it says only to who may read retentions; a firmer one
   * and a longer one will do.
   */
  private Kept locked(String name, GetObjectResponse back, Lock wanted) {
    var compliance = back.objectLockMode() == ObjectLockMode.COMPLIANCE;
    var firm =
        compliance
            || (back.objectLockMode() == ObjectLockMode.GOVERNANCE
                && wanted.mode() == Mode.GOVERNANCE);
    var until = back.objectLockRetainUntilDate();
    if (back.versionId() == null || until == null) {
      return new Kept.Failed(
          "the bucket `%s` does not say that `%s` is locked: it must have Object Lock, and we the right `s3:GetObjectRetention`"
              .formatted(settings.bucket(), name));
    }
    if (!firm || until.isBefore(wanted.until().minus(AS_GOOD))) {
      return new Kept.Failed(
          "`%s/%s` is locked as %s until %s, not as %s until %s"
              .formatted(
                  settings.bucket(),
                  name,
                  back.objectLockModeAsString(),
                  until,
                  wanted.mode(),
                  wanted.until()));
    }
    return new Kept.Held(
        back.versionId(), new Lock(compliance ? Mode.COMPLIANCE : Mode.GOVERNANCE, until));
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
