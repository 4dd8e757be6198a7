package dev.agentsafe.executors.aws;

import static dev.agentsafe.core.runner.Manual.Check.blocking;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Brings a version of an object back by removing the delete marker over it: how a deletion from a
 * bucket that keeps versions is undone.
 */
final class RestoreObject implements Procedure<RestoreObject.Layers> {
  private static final String VERSION = "version_id";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,1024}");

  /**
   * What there is of an object.
   *
   * @param marker the delete marker on top; empty where a version is
   * @param newest the newest version
   * @param markers how many there are that are not older than that version
   * @param head of that version
   */
  record Layers(
      Optional<String> marker, String newest, long markers, Optional<HeadObjectResponse> head) {}

  @Override
  public Thing thing() {
    return Thing.OBJECT;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing(), VERSION, "the id of a version"),
        Map.of("version-hidden", blocking("one delete marker hides that version, the newest")),
        new Manual.Course(
            "`ListObjectVersions`, `HeadObject`",
            "one `DeleteObject` of the delete marker's version, in a bucket of the account",
            "the object there again as that version, before the deadline",
            "-"),
        new Manual.Undoing.Inverse("it is deleted again, below another delete marker"));
  }

  @Override
  public Optional<String> objection(Aim aim) {
    return ID.matcher(aim.text(VERSION)).matches()
        ? Optional.empty()
        : Optional.of(
            "Parameter `%s`: `%s` is not allowed; use the id of a version."
                .formatted(VERSION, aim.text(VERSION)));
  }

  @Override
  public Optional<Layers> find(Services services, Aim aim) {
    var key = aim.text("key");
    var listed =
        services
            .s3()
            .listObjectVersions(asked ->
                asked
                    .bucket(aim.text("bucket"))
                    .prefix(key)
                    .expectedBucketOwner(aim.home().account()));
    // The key itself comes before all that begin with it, the newest of its versions first.
    var newest = listed.versions().stream().filter(v -> key.equals(v.key())).findFirst();
    return newest.map(version ->
        layers(
            version,
            listed.deleteMarkers().stream().filter(m -> key.equals(m.key())).toList(),
            StoredObjects.head(services, aim, Optional.of(version.versionId()))));
  }

  private static Layers layers(
      ObjectVersion version, List<DeleteMarkerEntry> markers, Optional<HeadObjectResponse> head) {
    var put = Objects.requireNonNullElse(version.lastModified(), Instant.EPOCH);
    return new Layers(
        markers.stream()
            .filter(m -> Boolean.TRUE.equals(m.isLatest()))
            .map(DeleteMarkerEntry::versionId)
            .findFirst(),
        version.versionId(),
        markers.stream()
            .filter(m -> !Objects.requireNonNullElse(m.lastModified(), put).isBefore(put))
            .count(),
        head);
  }

  @Override
  public Value.Fields fields(Layers live, Aim aim) {
    return live.marker().isPresent() ? Value.EMPTY : shown(live);
  }

  private static Value.Fields shown(Layers live) {
    return live.head()
        .map(head -> StoredObjects.fields(head, Optional.of(live.newest())))
        .orElse(Value.EMPTY);
  }

  @Override
  public Change change(Layers live, Aim aim) {
    return obstacle(live, aim)
        .<Change>map(Change.Impossible::new)
        .orElseGet(() ->
            new Change.Made(
                "Removing the delete marker over version `" + live.newest() + "`",
                shown(live),
                List.of("Whoever may read the object can read it again.")));
  }

  private static Optional<String> obstacle(Layers live, Aim aim) {
    var wanted = aim.text(VERSION);
    if (live.marker().isEmpty()) {
      return Optional.of("it is there, as version `" + live.newest() + "`");
    }
    if (!live.newest().equals(wanted)) {
      return Optional.of("its newest version is `" + live.newest() + "`, not `" + wanted + "`");
    }
    return live.markers() > 1
        ? Optional.of("it was deleted more than once: " + live.markers() + " markers hide it")
        : Optional.empty();
  }

  @Override
  public Sent send(Services services, Layers live, Aim aim) {
    services
        .s3()
        .deleteObject(asked ->
            asked
                .bucket(aim.text("bucket"))
                .key(aim.text("key"))
                .versionId(live.marker().orElseThrow())
                .expectedBucketOwner(aim.home().account()));
    return Sent.NOTHING;
  }

  @Override
  public Standing standing(Optional<Layers> before, Optional<Layers> live, Aim aim) {
    if (live.isEmpty()) {
      return new Standing.Broken("no version of it is there");
    }
    var now = live.get();
    if (now.marker().isPresent()) {
      return before.map(b -> b.marker().equals(now.marker())).orElse(true)
          ? new Standing.Moving("a delete marker still hides it")
          : new Standing.Broken("somebody else has deleted it meanwhile");
    }
    return now.newest().equals(aim.text(VERSION))
        ? new Standing.Holds("it is there again")
        : new Standing.Broken("somebody else has put another in its place meanwhile");
  }

  @Override
  public Optional<Check> check(String name, Layers live, Services services, Aim aim) {
    return name.equals("version-hidden")
        ? Optional.of(
            obstacle(live, aim)
                .map(why -> new Check(false, why))
                .orElseGet(() -> new Check(true, "a delete marker hides it")))
        : Optional.empty();
  }
}
