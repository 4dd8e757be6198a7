package dev.agentsafe.core.journal;

import dev.agentsafe.core.audit.AuditEntry;
import dev.agentsafe.core.audit.BlobReference;
import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/**
 * What is too large for a line of the journal: files named by the SHA-256 of their content, the
 * canonical bytes of a member of an entry's context; thread-safe.
 *
 * <p>The line has {@code {"blob": "sha256:…", "bytes": n}} in its place, so that its hash covers
 * the content. A blob is durable before the entry that names it is written; a crash in between
 * leaves one that nothing names, which does no harm.
 */
final class Blobs {
  /** Smaller members stay in the line. */
  private static final int LEAST = 512;

  private final Path folder;
  private final Disk disk;

  /** The blobs of the log. */
  Blobs(Path log, Disk disk) {
    this.folder = BlobReference.folder(log);
    this.disk = disk;
  }

  /**
   * Moves members of a context into blobs, the largest first, until so many bytes are saved; leaves
   * it as it is where that cannot be reached.
   */
  Value.Fields moveOut(Value.Fields context, int excess) throws IOException {
    var bytes = new LinkedHashMap<String, byte[]>();
    context.values().forEach((name, value) -> bytes.put(name, CanonicalJson.bytes(value)));
    var largest =
        bytes.entrySet().stream()
            .filter(
                e -> e.getValue().length >= LEAST && e.getValue().length <= BlobReference.LARGEST)
            .sorted(Comparator.comparingInt(e -> -e.getValue().length))
            .toList();
    var moved = new LinkedHashMap<>(context.values());
    var contents = new ArrayList<byte[]>();
    var left = excess;
    for (var member : largest) {
      if (left > 0) {
        var reference = reference(member.getValue());
        moved.put(member.getKey(), reference);
        contents.add(member.getValue());
        left -= member.getValue().length - CanonicalJson.bytes(reference).length;
      }
    }
    if (left > 0) {
      return context;
    }
    for (var content : contents) {
      write(content);
    }
    return new Value.Fields(moved);
  }

  /** Keeps a value for an entry that is to name it. */
  BlobReference keep(Value value) throws IOException {
    var content = CanonicalJson.bytes(value);
    if (content.length > BlobReference.LARGEST) {
      throw new IOException(content.length + " bytes are too many");
    }
    write(content);
    return new BlobReference(sha(content), content.length);
  }

  private static Value.Fields reference(byte[] content) {
    return new BlobReference(sha(content), content.length).value();
  }

  private synchronized void write(byte[] content) throws IOException {
    var file = folder.resolve(sha(content));
    // One that is there may not be durable yet: it is written again.
    DurableFile.createFolders(disk, folder);
    DurableFile.write(disk, file, content);
  }

  /**
   * The entry with its blobs in their places; where one is missing, or is not what its hash says,
   * the line's own words stay.
   */
  AuditEntry whole(AuditEntry entry) {
    var context = entry.context();
    if (context.values().values().stream().noneMatch(v -> BlobReference.of(v).isPresent())) {
      return entry;
    }
    var restored = new LinkedHashMap<>(context.values());
    restored.replaceAll(
        (name, value) -> BlobReference.of(value).flatMap(r -> r.read(folder)).orElse(value));
    var line = new LinkedHashMap<>(entry.line().values());
    line.put("context", new Value.Fields(restored));
    return new AuditEntry(
        entry.seq(), entry.chain(), entry.subject(), entry.ruling(), new Value.Fields(line));
  }

  private static String sha(byte[] content) {
    return HexFormat.of().formatHex(CanonicalJson.sha256().digest(content));
  }
}
