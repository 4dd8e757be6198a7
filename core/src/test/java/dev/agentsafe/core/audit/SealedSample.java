package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.OpenTiles;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.SignedNote;
import dev.agentsafe.core.tlog.Tile;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A log that is sealed as it should be, in a folder; made the plain way. */
final class SealedSample {
  static final String ORIGIN = "example.com/log";

  final Path log;
  final SealFolder seals;
  final NoteKey key = NoteKey.generate(ORIGIN, SignatureType.ED25519);
  private final List<String> lines = new ArrayList<>();

  SealedSample(Path folder) {
    log = folder.resolve("audit.jsonl");
    seals = SealFolder.of(log);
  }

  /** Appends lines. */
  SealedSample with(List<String> more) throws IOException {
    lines.addAll(more);
    Files.writeString(log, SampleLog.text(lines), StandardCharsets.US_ASCII);
    return this;
  }

  List<String> lines() {
    return lines;
  }

  Checkpoint checkpoint(int size) {
    return new Checkpoint(ORIGIN, size, tiles(size).root());
  }

  /** Seals what there is up to a size, with the key of the log. */
  SealedSample seal(int size) throws IOException {
    return seal(size, List.of(key), List.of(key));
  }

  /**
   * Seals what there is up to a size.
   *
   * @param beside the keys that are written beside the log
   */
  SealedSample seal(int size, List<NoteKey> signers, List<NoteKey> beside) throws IOException {
    tiles(size).partial().forEach(this::write);
    var note = checkpoint(size).sign(signers, Instant.EPOCH);
    write(note);
    Files.writeString(
        seals.keys(),
        beside.stream().map(k -> k.verifier().vkey() + "\n").collect(Collectors.joining()));
    return this;
  }

  void write(SignedNote note) throws IOException {
    var size = Checkpoint.parse(note.text()).orElseThrow().size();
    Files.createDirectories(seals.checkpoints());
    Files.write(seals.checkpoint(size), note.bytes());
    Files.write(seals.checkpoint(), note.bytes());
  }

  private OpenTiles tiles(int size) {
    var tiles = new OpenTiles(this::write);
    for (var line : lines.subList(0, size)) {
      tiles.append(TreeHash.ofLeaf(line.getBytes(StandardCharsets.US_ASCII)));
    }
    return tiles;
  }

  private void write(Tile tile) {
    try {
      var file = seals.tile(tile.path());
      Files.createDirectories(file.getParent());
      Files.write(file, tile.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Verification verify() {
    return LogVerifier.verify(LogVerifier.Request.of(log).pinning(key.verifier()));
  }
}
