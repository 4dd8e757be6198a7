package dev.agentsafe.core.audit;

import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.Tile;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.TreeHash;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A part of a log in a folder that verifies on its own: the lines, the checkpoint that covers them,
 * the keys, and those tiles that prove the lines.
 */
public record LogBundle(Path folder) {
  private static final String LINES = "audit.jsonl";
  private static final String RANGE = "range";
  private static final Pattern FORM =
      Pattern.compile("agent-safe/bundle@v1\\nfrom (\\d{1,18})\\nto (\\d{1,18})\\n");

  /** What came of exporting. */
  public sealed interface Exported {
    /** The bundle is written. */
    record Good(LogBundle bundle) implements Exported {}

    /** Nothing is written. */
    record Bad(String why) implements Exported {}
  }

  /** What came of verifying a bundle. */
  public sealed interface Checked {
    /**
     * The lines are those of the log that the checkpoint seals.
     *
     * @param from number of the first line, 1-based
     * @param to number of the last line
     */
    record Good(long from, long to, Checkpoint checkpoint, VerifierKey key) implements Checked {}

    /** They are not, or it cannot be shown. */
    record Bad(String why) implements Checked {}
  }

  /** Whether a folder is a bundle. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(RANGE));
  }

  /**
   * Writes the entries of a range into a folder that is not there yet.
   *
   * @param from 0-based place of the first entry
   * @param to that of the last one
   * @throws IOException where something cannot be read or written
   */
  public static Exported export(Path log, long from, long to, Path folder) throws IOException {
    var prover = new LogProver(log);
    var latest = prover.latest();
    if (latest.isEmpty()) {
      return new Exported.Bad("`" + log + "` has no checkpoint that could vouch for its lines");
    }
    var size = latest.get().checkpoint().size();
    if (from < 0 || from > to || to >= size) {
      return new Exported.Bad(
          "there is no such range: the latest checkpoint covers entries 0 to " + (size - 1));
    }
    if (Files.exists(folder)) {
      return new Exported.Bad("`" + folder + "` is there already; nothing was written");
    }
    Set<Tile> used = new LinkedHashSet<>();
    var tiles = prover.tiles();
    TileSource noting =
        path -> {
          var tile = tiles.tile(path);
          tile.ifPresent(used::add);
          return tile;
        };
    var tree = new TiledTree(noting, size);
    var lines = new ByteArrayOutputStream();
    var seq = from;
    for (var line : LineFinder.range(log, from, to)) {
      var leaf = TreeHash.ofLeaf(line);
      var root = latest.get().checkpoint().root();
      if (tree.inclusion(seq).filter(proof -> proof.proves(leaf, root)).isEmpty()) {
        return new Exported.Bad(
            "entry %d cannot be proven; `audit verify` tells more".formatted(seq));
      }
      lines.writeBytes(line);
      lines.write('\n');
      seq++;
    }
    write(SealFolder.of(log), folder, latest.get(), lines.toByteArray(), used);
    DurableFile.write(
        folder.resolve(RANGE),
        "agent-safe/bundle@v1\nfrom %d\nto %d\n"
            .formatted(from, to)
            .getBytes(StandardCharsets.US_ASCII));
    return new Exported.Good(new LogBundle(folder));
  }

  private static void write(
      SealFolder source, Path folder, LogProver.Latest latest, byte[] lines, Set<Tile> tiles)
      throws IOException {
    var log = folder.resolve(LINES);
    var seals = SealFolder.of(log);
    for (var tile : tiles) {
      put(seals.tile(tile.path()), tile.content());
    }
    put(seals.keys(), Files.readAllBytes(source.keys()));
    put(seals.checkpoint(), latest.note().bytes());
    put(log, lines);
  }

  private static void put(Path file, byte[] content) throws IOException {
    DurableFile.createFolders(Disk.real(), DurableFile.folderOf(file));
    DurableFile.write(file, content);
  }

  /**
   * Verifies the bundle; needs nothing else.
   *
   * @param pinned the key that must have signed; without it one of the bundle's, of which none is
   *     to be trusted
   * @throws IOException where a file cannot be read
   */
  public Checked check(List<VerifierKey> pinned) throws IOException {
    var seals = SealFolder.of(folder.resolve(LINES));
    var range = FORM.matcher(Files.readString(folder.resolve(RANGE), StandardCharsets.ISO_8859_1));
    var keys = pinned.isEmpty() ? seals.readKeys() : pinned;
    if (!range.matches()) {
      return new Checked.Bad("`" + folder.resolve(RANGE) + "` does not name a range");
    }
    var note = Files.readAllBytes(seals.checkpoint());
    return switch (Checkpoint.open(note, keys)) {
      case Checkpoint.Opened.Bad(var why) ->
          new Checked.Bad("the checkpoint: " + rotated(note, pinned).orElse(why));
      case Checkpoint.Opened.Good(var checkpoint, _, var signers) -> {
        var from = Long.parseLong(range.group(1));
        var to = Long.parseLong(range.group(2));
        yield lines(checkpoint, from, to)
            .<Checked>map(Checked.Bad::new)
            .orElseGet(() -> new Checked.Good(from + 1, to + 1, checkpoint, signers.getFirst()));
      }
    };
  }

  /**
   * What may be meant where a pinned key of the bundle did not sign, but another one of it did.
   * Nothing in the bundle shows that the log's keys were rotated, so it is not said to be so.
   */
  private Optional<String> rotated(byte[] note, List<VerifierKey> pinned) throws IOException {
    if (pinned.isEmpty()) {
      return Optional.empty();
    }
    var beside = SealFolder.of(folder.resolve(LINES)).readKeys();
    return pinned.stream().anyMatch(beside::contains)
            && Checkpoint.open(note, beside) instanceof Checkpoint.Opened.Good(_, _, var signers)
            && signers.stream().noneMatch(pinned::contains)
        ? Optional.of(
            "the key that is pinned stands in the bundle and did not sign it; if the log's keys were rotated, which its operators know, pin `%s`"
                .formatted(signers.getFirst().vkey()))
        : Optional.empty();
  }

  /** What is wrong with the lines, if something is. */
  private Optional<String> lines(Checkpoint checkpoint, long from, long to) throws IOException {
    var log = folder.resolve(LINES);
    var tree = new TiledTree(TileSource.in(SealFolder.of(log).folder()), checkpoint.size());
    try (var in = Files.newInputStream(log)) {
      var stream = new LineStream(in);
      var prev = Optional.<String>empty();
      var seq = from;
      for (var line = stream.next(); line.isPresent(); line = stream.next()) {
        var bytes = line.get();
        var first = LogReader.entry(seq, bytes).map(e -> e.chain().prevHash()).orElse("");
        var result = LineCheck.check(bytes, stream.terminated(), prev.orElse(first));
        if (result instanceof LineCheck.Result.Bad(_, var why)) {
          return Optional.of("line " + (seq + 1) + ": " + why);
        }
        if (tree.inclusion(seq)
            .filter(proof -> proof.proves(TreeHash.ofLeaf(bytes), checkpoint.root()))
            .isEmpty()) {
          return Optional.of("line " + (seq + 1) + ": it is not proven to be in the log");
        }
        prev = LogReader.entry(seq, bytes).map(e -> e.chain().entryHash());
        seq++;
      }
      return seq == to + 1
          ? Optional.empty()
          : Optional.of("it holds %d lines where it says %d".formatted(seq - from, to + 1 - from));
    }
  }
}
