package dev.agentsafe.core.anchor;

import dev.agentsafe.core.audit.SealFolder;
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
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoint is to be anchored now; thread-safe.
 *
 * <p>All anchors are shown the same one, so that what they say can be held together. It is noted
 * durably before anybody is asked: the folder of checkpoints and this note are the outbox.
 */
final class Targets {
  private final SealFolder seals;
  private final Path file;
  private final Duration every;
  private final Clock clock;
  private @Nullable Picked picked;
  private boolean read;

  /** A checkpoint and when it was picked. */
  private record Picked(SignedCheckpoint checkpoint, Instant at) {}

  /**
   * Picks among the checkpoints of a log.
   *
   * @param file where it notes which
   */
  Targets(SealFolder seals, Path file, Duration every, Clock clock) {
    this.seals = seals;
    this.file = file;
    this.every = every;
    this.clock = clock;
  }

  /** The checkpoint to be anchored; empty where nothing is sealed yet. */
  synchronized Optional<SignedCheckpoint> current() throws IOException {
    if (!read) {
      picked = stored();
      read = true;
    }
    var now = clock.instant();
    var was = picked;
    if (was == null || now.isBefore(was.at()) || !now.isBefore(was.at().plus(every))) {
      var latest = SignedCheckpoint.read(seals.checkpoint());
      if (latest.isPresent() && (was == null || isNews(latest.get(), was.checkpoint()))) {
        write(latest.get().size(), now);
        picked = new Picked(latest.get(), now);
      }
    }
    return Optional.ofNullable(picked).map(Picked::checkpoint);
  }

  private static boolean isNews(SignedCheckpoint latest, SignedCheckpoint was) {
    return latest.size() > was.size()
        || !latest.checkpoint().origin().equals(was.checkpoint().origin());
  }

  private @Nullable Picked stored() throws IOException {
    if (!Files.exists(file)
        || !(Json.read(Files.readString(file, StandardCharsets.UTF_8))
            instanceof Json.Read.Good(Value.Fields fields))
        || !(fields.get("size").orElse(Value.NULL) instanceof Value.Int(BigInteger size))) {
      return null;
    }
    var checkpoint = SignedCheckpoint.read(seals.checkpoint(size.longValue()));
    try {
      var at = Instant.parse(fields.text("picked_at").orElse(""));
      return checkpoint.map(c -> new Picked(c, at)).orElse(null);
    } catch (DateTimeException e) {
      // A note that is none: another checkpoint is picked at once.
      return null;
    }
  }

  private void write(long size, Instant at) throws IOException {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("picked_at", Value.of(at.toString()));
    fields.put("size", Value.of(size));
    OwnerFiles.createFolder(DurableFile.folderOf(file));
    DurableFile.write(file, CanonicalJson.bytes(new Value.Fields(fields)));
  }
}
