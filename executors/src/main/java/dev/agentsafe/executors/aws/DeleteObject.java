package dev.agentsafe.executors.aws;

import static dev.agentsafe.core.runner.Manual.Check.blocking;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Deletes an object from a bucket of S3; where the bucket keeps versions, hides it. */
final class DeleteObject implements Procedure<DeleteObject.Stored> {

  /**
   * An object, and what becomes of it.
   *
   * @param version that a deletion leaves below a delete marker; empty: the object would be gone
   */
  record Stored(HeadObjectResponse head, Optional<String> version) {}

  @Override
  public Optional<Value.Fields> whole(Stored live) {
    return Optional.of(Whole.of(live.head()));
  }

  @Override
  public Thing thing() {
    return Thing.OBJECT;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing()),
        Map.of("object-exists", blocking("it is there")),
        new Manual.Course(
            "`HeadObject`, `GetBucketVersioning`; whether a version stays",
            "one `DeleteObject` that holds for the content read (`If-Match`) and for a bucket of"
                + " the account",
            "the object not there any more, before the deadline",
            "-"),
        new Manual.Undoing.Inverse(
            "where the bucket keeps versions, the delete marker is removed; else the object is"
                + " gone"));
  }

  @Override
  public Optional<Stored> find(Services services, Aim aim) {
    var head = StoredObjects.head(services, aim, Optional.empty());
    return head.map(found -> new Stored(found, kept(found, services, aim)));
  }

  private static Optional<String> kept(HeadObjectResponse head, Services services, Aim aim) {
    var status =
        services
            .s3()
            .getBucketVersioning(
                asked -> asked.bucket(aim.text("bucket")).expectedBucketOwner(aim.home().account()))
            .status();
    var version = Optional.ofNullable(head.versionId()).orElse(StoredObjects.UNVERSIONED);
    // Where versions are suspended, a deletion takes the place of what has none.
    return status == BucketVersioningStatus.ENABLED
            || (status == BucketVersioningStatus.SUSPENDED
                && !version.equals(StoredObjects.UNVERSIONED))
        ? Optional.of(version)
        : Optional.empty();
  }

  @Override
  public Value.Fields fields(Stored live, Aim aim) {
    return StoredObjects.fields(live.head(), live.version());
  }

  @Override
  public Change change(Stored live, Aim aim) {
    return new Change.Made(
        "Deleting it",
        Value.EMPTY,
        List.of(
            live.version()
                .map(id ->
                    "The bucket keeps versions: version `" + id + "` stays below a delete marker.")
                .orElse(
                    "The bucket keeps no version of it: what is deleted is gone and cannot be"
                        + " rolled back.")));
  }

  @Override
  public Sent send(Services services, Stored live, Aim aim) {
    var answer =
        services
            .s3()
            .deleteObject(asked ->
                asked
                    .bucket(aim.text("bucket"))
                    .key(aim.text("key"))
                    .ifMatch(live.head().eTag())
                    .expectedBucketOwner(aim.home().account()));
    var output = new LinkedHashMap<String, Value>();
    output.put("delete_marker", Value.of(Boolean.TRUE.equals(answer.deleteMarker())));
    output.put("version_id", Value.ofOptional(Optional.ofNullable(answer.versionId())));
    return Sent.with(new Value.Fields(output));
  }

  @Override
  public Standing standing(Optional<Stored> before, Optional<Stored> live, Aim aim) {
    if (live.isEmpty()) {
      return new Standing.Holds("it is not there any more");
    }
    return before.map(b -> same(b, live.get())).orElse(true)
        ? new Standing.Moving("it is still there")
        : new Standing.Broken("somebody else has put another in its place meanwhile");
  }

  private static boolean same(Stored one, Stored other) {
    return Objects.equals(one.head().eTag(), other.head().eTag())
        && one.version().equals(other.version());
  }

  @Override
  public Optional<Check> check(String name, Stored live, Services services, Aim aim) {
    return name.equals("object-exists")
        ? Optional.of(new Check(true, "it has " + live.head().contentLength() + " bytes"))
        : Optional.empty();
  }
}
