package dev.agentsafe.core.audit;

import dev.agentsafe.core.audit.Verification.KeyOrigin;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what seals a log, as far as that goes without the log. */
final class SealReader {
  private final LogVerifier.Request request;
  private final SealFolder folder;
  private final List<Finding> findings = new ArrayList<>();

  SealReader(LogVerifier.Request request) {
    this.request = request;
    this.folder = SealFolder.of(request.log());
  }

  /** What came of reading. */
  sealed interface Read {
    /** Nothing seals the log. */
    record None() implements Read {}

    /** What seals it cannot be trusted. */
    record Bad(String why) implements Read {}

    /**
     * A checkpoint seals it.
     *
     * @param note the checkpoint, signed
     * @param bridges through which its signature may come to count; none where it does
     * @param seen what this machine has seen of the log
     */
    record Good(
        Checkpoint checkpoint,
        SignedNote note,
        Key key,
        List<Trust.Bridge> bridges,
        Optional<SeenCheckpoints.Seen> seen)
        implements Read {}
  }

  /** The first key that counts, and what follows from it. */
  record Key(VerifierKey first, KeyOrigin origin, Trust trust) {}

  private record Found(Checkpoint checkpoint, SignedNote note) {}

  /** What was found while it was read. */
  List<Finding> findings() {
    return findings;
  }

  /** The largest checkpoint there is and who may have signed it. */
  Read read() throws IOException {
    var found = new ArrayList<Found>();
    for (var file : files()) {
      var bytes = Files.readAllBytes(file);
      var read =
          SignedNote.read(bytes) instanceof SignedNote.Read.Good(var note)
              ? Checkpoint.parse(note.text()).map(checkpoint -> new Found(checkpoint, note))
              : Optional.<Found>empty();
      if (read.isEmpty()) {
        return new Read.Bad("`" + file + "` is no checkpoint");
      }
      found.add(read.get());
    }
    if (found.isEmpty()) {
      return none();
    }
    found.sort(java.util.Comparator.comparingLong(f -> f.checkpoint().size()));
    return read(found.getLast());
  }

  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    if (Files.exists(folder.checkpoint())) {
      files.add(folder.checkpoint());
    }
    folder.largest().ifPresent(size -> files.add(folder.checkpoint(size)));
    return files;
  }

  private Read none() throws IOException {
    if (request.pinned().isPresent() || request.since().isPresent()) {
      return new Read.Bad("there is no checkpoint in `" + folder.folder() + "` to check");
    }
    var before = Optional.<SeenCheckpoints.Seen>empty();
    if (request.seen().isPresent()) {
      var known = request.seen().get().at(request.log());
      before = known.seen();
      known.unreadable().forEach(file -> findings.add(new Finding.UnreadableMemory(file)));
    }
    return before.isPresent()
        ? new Read.Bad("it was sealed when this machine verified it, and its checkpoint is gone")
        : new Read.None();
  }

  private Read read(Found newest) throws IOException {
    List<VerifierKey> beside;
    try {
      beside = folder.readKeys();
    } catch (java.nio.charset.CharacterCodingException _) {
      return new Read.Bad("`" + folder.keys() + "` is no list of keys");
    } catch (IOException e) {
      return new Read.Bad(String.valueOf(e.getMessage()));
    }
    var seen = request.seen().flatMap(s -> remembered(s, newest.checkpoint().origin()));
    var key = key(beside, seen);
    if (key.isEmpty()) {
      return new Read.Bad("there is no key in `" + folder.keys() + "`; `--key` names one");
    }
    var first = key.get().first();
    if (first.type() != SignatureType.ED25519_COSIGNATURE
        && !first.name().equals(newest.checkpoint().origin())) {
      return new Read.Bad(
          "the checkpoint is of the log `%s`, the key of `%s`"
              .formatted(newest.checkpoint().origin(), first.name()));
    }
    return switch (newest.note().check(key.get().trust().keys())) {
      case SignedNote.Checked.Good _ ->
          new Read.Good(newest.checkpoint(), newest.note(), key.get(), List.of(), seen);
      case SignedNote.Checked.Bad(var why) -> {
        var bridges = key.get().trust().bridges(folder);
        yield bridges.isEmpty()
            ? new Read.Bad("the checkpoint of " + newest.checkpoint().size() + " lines: " + why)
            : new Read.Good(newest.checkpoint(), newest.note(), key.get(), bridges, seen);
      }
    };
  }

  private Optional<SeenCheckpoints.Seen> remembered(SeenCheckpoints memory, String origin) {
    return switch (memory.of(origin)) {
      case SeenCheckpoints.Memory.None _ -> Optional.empty();
      case SeenCheckpoints.Memory.Kept(var seen) -> Optional.of(seen);
      case SeenCheckpoints.Memory.Unreadable(var file) -> {
        findings.add(new Finding.UnreadableMemory(file));
        yield Optional.empty();
      }
    };
  }

  private Optional<Key> key(List<VerifierKey> beside, Optional<SeenCheckpoints.Seen> seen) {
    return request
        .pinned()
        .map(key -> new Key(key, KeyOrigin.PINNED, new Trust(key, beside)))
        .or(() -> seen.map(s -> new Key(s.key(), KeyOrigin.SEEN, new Trust(s.key(), beside))))
        .or(() ->
            beside.stream()
                .findFirst()
                .map(key -> new Key(key, KeyOrigin.BESIDE, new Trust(key, beside))));
  }
}
