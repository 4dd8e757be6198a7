package dev.agentsafe.app.audit;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.OpenTiles;
import dev.agentsafe.core.tlog.SignatureType;
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

/** A log of some lines with a checkpoint, made by hand. */
final class SealedLog {
  final Path file;
  final NoteKey key;
  private final NoteKey second;
  private final String origin;
  private final List<String> lines = new ArrayList<>();

  SealedLog(Path folder, String origin) {
    file = folder.resolve("audit.jsonl");
    this.origin = origin;
    key = NoteKey.generate(origin, SignatureType.ED25519);
    second = NoteKey.generate(origin, SignatureType.ML_DSA_44);
  }

  /** Adds so many lines by that caller. */
  SealedLog lines(int count, String caller) throws IOException {
    for (var i = 0; i < count; i++) {
      var prev = lines.isEmpty() ? "0".repeat(64) : hashOf(lines.getLast());
      var chained =
          Value.EMPTY
              .with("caller", Value.of(caller))
              .with("event_id", Value.of("evt-" + lines.size()))
              .with("event_type", Value.of("decision"))
              .with("prev_hash", Value.of(prev));
      lines.add(
          CanonicalJson.text(chained.with("entry_hash", Value.of(CanonicalJson.sha256(chained)))));
    }
    write();
    return this;
  }

  /** Changes what stands in a line, and nothing else. */
  void change(int line, String from, String to) throws IOException {
    lines.set(line - 1, lines.get(line - 1).replace(from, to));
    write();
  }

  /** Takes the last lines away. */
  void cut(int count) throws IOException {
    lines.subList(lines.size() - count, lines.size()).clear();
    write();
  }

  /** Signs a checkpoint over all lines. */
  SealedLog seal(Instant at) throws IOException {
    var seals = SealFolder.of(file);
    var tiles = new OpenTiles(tile -> put(seals, tile));
    lines.stream()
        .map(line -> TreeHash.ofLeaf(line.getBytes(StandardCharsets.US_ASCII)))
        .forEach(tiles::append);
    tiles.partial().forEach(tile -> put(seals, tile));
    var note =
        new Checkpoint(origin, lines.size(), tiles.root()).sign(List.of(key, second), at).bytes();
    Files.createDirectories(seals.checkpoints());
    Files.write(seals.checkpoint(lines.size()), note);
    Files.write(seals.checkpoint(), note);
    Files.writeString(seals.keys(), key.verifier().vkey() + "\n" + second.verifier().vkey() + "\n");
    return this;
  }

  private void write() throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.US_ASCII);
  }

  private static String hashOf(String line) {
    var at = line.indexOf("\"entry_hash\": \"") + 15;
    return line.substring(at, at + 64);
  }

  private static void put(SealFolder seals, Tile tile) {
    try {
      var file = seals.tile(tile.path());
      Files.createDirectories(file.getParent());
      Files.write(file, tile.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
