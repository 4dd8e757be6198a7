package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 says of an object; stateless. */
final class StoredObjects {
  /** The version of what was put before the bucket kept any. */
  static final String UNVERSIONED = "null";

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private StoredObjects() {}

  /** The object, or that version of it; empty where there is none, or a delete marker. */
  static Optional<HeadObjectResponse> head(Services services, Aim aim, Optional<String> version) {
    try {
      return Optional.of(
          services
              .s3()
              .headObject(asked ->
                  asked
                      .bucket(aim.text("bucket"))
                      .key(aim.text("key"))
                      .versionId(version.orElse(null))
                      .expectedBucketOwner(aim.home().account())));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND || e.statusCode() == NOT_ALLOWED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The state fields of an object of which that version can be got back. */
  static Value.Fields fields(HeadObjectResponse head, Optional<String> version) {
    var fields = new LinkedHashMap<String, Value>();
    if (head.contentLength() != null) {
      fields.put("content_length", Value.of(head.contentLength()));
    }
    if (head.contentType() != null) {
      fields.put("content_type", Value.of(head.contentType()));
    }
    version.ifPresent(id -> fields.put("version_id", Value.of(id)));
    return new Value.Fields(fields);
  }
}
