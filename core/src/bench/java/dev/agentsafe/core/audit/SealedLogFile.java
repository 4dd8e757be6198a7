package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.OpenTiles;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.Tile;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a sealed log of so many lines into a folder, for measuring the whole process of {@code
 * audit verify} and of proofs: {@code SealedLogFile FOLDER LINES}.
 */
public final class SealedLogFile {
  private static final List<String> NAMES =
      List.of(
          "action",
          "caller",
          "correlation_id",
          "decision",
          "effective_risk",
          "event_id",
          "event_type",
          "policy_matched",
          "reason",
          "risk_class",
          "target",
          "timestamp");

  private SealedLogFile() {}

  /** Writes the log. */
  public static void main(String[] args) throws IOException {
    var log = Path.of(args[0]).resolve("audit.jsonl");
    var seals = SealFolder.of(log);
    var tiles = new OpenTiles(tile -> write(seals, tile));
    try (var out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 20)) {
      var prev = LineCheck.GENESIS;
      for (var i = 0; i < Integer.parseInt(args[1]); i++) {
        var fields = new LinkedHashMap<String, Value>();
        for (var name : NAMES) {
          fields.put(name, Value.of(name + "-of-the-entry-" + i));
        }
        fields.put("seq", Value.of(i));
        fields.put("params", new Value.Fields(params(fields)).with("ms", Value.of(12.5)));
        fields.put("prev_hash", Value.of(prev));
        prev = CanonicalJson.sha256(new Value.Fields(fields));
        fields.put("entry_hash", Value.of(prev));
        var line = CanonicalJson.bytes(new Value.Fields(fields));
        out.write(line);
        out.write('\n');
        tiles.append(TreeHash.ofLeaf(line));
      }
    }
    tiles.partial().forEach(tile -> write(seals, tile));
    var key = NoteKey.generate("example.com/bench", SignatureType.ED25519);
    var note =
        new Checkpoint("example.com/bench", tiles.size(), tiles.root())
            .sign(List.of(key), Instant.now())
            .bytes();
    Files.createDirectories(seals.checkpoints());
    Files.write(seals.checkpoint(tiles.size()), note);
    Files.write(seals.checkpoint(), note);
    Files.writeString(seals.keys(), key.verifier().vkey() + "\n", StandardCharsets.US_ASCII);
  }

  private static Map<String, Value> params(Map<String, Value> fields) {
    var params = new LinkedHashMap<String, Value>();
    NAMES.subList(0, 3).forEach(name -> params.put(name, fields.getOrDefault(name, Value.NULL)));
    return params;
  }

  private static void write(SealFolder seals, Tile tile) {
    try {
      var file = seals.tile(tile.path());
      Files.createDirectories(file.getParent());
      Files.write(file, tile.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
