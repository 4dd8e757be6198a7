package dev.agentsafe.core.anchor;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.durable.OwnerFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * How far an anchor has come; kept in a file of its own, written durably.
 *
 * @param place the latest checkpoint that it gave a receipt for
 * @param at the time that this receipt says; empty: it gave none yet
 * @param trouble what keeps the next; empty: nothing
 */
record AnchorState(Place place, Optional<Instant> at, Optional<Trouble> trouble) {
  static final AnchorState NEW =
      new AnchorState(new Place("", 0), Optional.empty(), Optional.empty());

  /**
   * Which checkpoint it gave a receipt for last.
   *
   * @param origin of the log
   * @param size how many lines it covers
   */
  record Place(String origin, long size) {}

  /**
   * What keeps an anchor.
   *
   * @param since when it began
   * @param told whether it was recorded that it takes long
   */
  record Trouble(Instant since, String why, boolean told) {}

  /** Whether it has given a receipt for that checkpoint, or a later one of the same log. */
  boolean covers(SignedCheckpoint checkpoint) {
    return place.origin().equals(checkpoint.checkpoint().origin())
        && place.size() >= checkpoint.size();
  }

  static Path file(Path folder, String name) {
    return folder.resolve(name + ".anchor");
  }

  /** The state in that file; as new where there is none. */
  static AnchorState read(Path file) {
    try {
      return Files.exists(file)
          ? Json.read(Files.readString(file, StandardCharsets.UTF_8))
                  instanceof Json.Read.Good(Value.Fields fields)
              ? of(fields)
              // Whatever it says: the receipts are there, and a checkpoint may be anchored again.
              : NEW
          : NEW;
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static AnchorState of(Value.Fields fields) {
    var size =
        fields.get("size").orElse(Value.NULL) instanceof Value.Int(BigInteger value)
            ? value.longValue()
            : 0;
    var told = fields.get("told").equals(Optional.of(Value.of(true)));
    return new AnchorState(
        new Place(fields.text("origin").orElse(""), size),
        instant(fields, "at"),
        instant(fields, "failing_since")
            .map(since -> new Trouble(since, fields.text("problem").orElse(""), told)));
  }

  private static Optional<Instant> instant(Value.Fields fields, String name) {
    try {
      return fields.text(name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  void write(Path file) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("at", Value.ofOptional(at.map(Instant::toString)));
    fields.put("failing_since", Value.ofOptional(trouble.map(t -> t.since().toString())));
    fields.put("origin", Value.of(place.origin()));
    fields.put("problem", Value.ofOptional(trouble.map(Trouble::why)));
    fields.put("size", Value.of(place.size()));
    fields.put("told", Value.of(trouble.map(Trouble::told).orElse(false)));
    try {
      OwnerFiles.createFolder(DurableFile.folderOf(file));
      DurableFile.write(file, CanonicalJson.bytes(new Value.Fields(fields)));
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
