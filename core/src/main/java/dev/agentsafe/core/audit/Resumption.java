package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.CompactRange;
import dev.agentsafe.core.tlog.TileSource;
import dev.agentsafe.core.tlog.TiledTree;
import dev.agentsafe.core.tlog.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place in a log from which on it is verified, because this machine has verified what is before.
 *
 * <p>The tree up to there comes from the tiles and must have the root that was seen; the last line
 * before it is read and proven to be in that tree, so that chain and tree go on from it.
 */
record Resumption(PartJoin.Start start, CompactRange tree) {
  private static final int BLOCK = 1 << 16;

  /** The place behind what was seen; empty where what it takes is missing or does not agree. */
  static Optional<Resumption> of(Path log, FileChannel channel, SeenCheckpoints.Seen seen) {
    var size = seen.checkpoint().size();
    if (size == 0 || !seen.log().equals(log.toAbsolutePath().normalize())) {
      return Optional.empty();
    }
    try {
      if (seen.bytes() > channel.size()) {
        return Optional.empty();
      }
      var line = last(channel, seen.bytes());
      var entry = LogReader.entry(size - 1, line);
      var tiled = new TiledTree(TileSource.in(SealFolder.of(log).folder()), size);
      var root = seen.checkpoint().root();
      var proven =
          tiled
              .inclusion(size - 1)
              .filter(proof -> proof.proves(TreeHash.ofLeaf(line), root))
              .isPresent();
      return proven && entry.isPresent()
          ? tiled
              .range()
              .filter(range -> range.root().equals(root))
              .map(range ->
                  new Resumption(
                      new PartJoin.Start(size, seen.bytes(), entry.get().chain().entryHash()),
                      range))
          : Optional.empty();
    } catch (IOException _) {
      // Then all of it is read, which says what is wrong.
      return Optional.empty();
    }
  }

  /** The line that ends there, without its line feed; empty where none does. */
  static byte[] last(FileChannel channel, long end) throws IOException {
    var begin = back(channel, end, 1);
    var line = ByteBuffer.allocate(Math.toIntExact(Math.max(0, end - 1 - begin)));
    read(channel, line, begin);
    return line.array();
  }

  /** Where the last lines begin, so many of them, of those that end there. */
  static long back(FileChannel channel, long end, long lines) throws IOException {
    var left = lines + 1;
    var at = end;
    while (at > 0) {
      var from = Math.max(0, at - BLOCK);
      var block = ByteBuffer.allocate((int) (at - from));
      read(channel, block, from);
      for (var i = block.capacity() - 1; i >= 0; i--) {
        if (block.get(i) == '\n' && --left == 0) {
          return from + i + 1;
        }
      }
      at = from;
    }
    return 0;
  }

  private static void read(FileChannel channel, ByteBuffer into, long from) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into, from + into.position()) < 0) {
        throw new IOException("it became shorter while it was read");
      }
    }
  }
}
