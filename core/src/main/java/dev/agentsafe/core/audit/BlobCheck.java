package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the blobs that lines name to their hashes; used by one thread. */
final class BlobCheck {
  /** So many are known to be well at most; after that they are looked at again. */
  private static final int KNOWN = 4096;

  private final Path folder;
  private final Set<String> well = new HashSet<>();
  private List<Finding.LostBlob> lost = new ArrayList<>();

  BlobCheck(Path folder) {
    this.folder = folder;
  }

  /**
   * Looks at the blobs that a good line names.
   *
   * @param number the line's, 0-based, in its part
   */
  void look(long number, byte[] line) {
    var entry = LogReader.entry(number, line);
    if (entry.isEmpty()) {
      return;
    }
    var context = entry.get().context();
    Stream.concat(context.values().values().stream(), beside(context))
        .flatMap(member -> BlobReference.of(member).stream())
        .filter(reference -> !well.contains(reference.hex()))
        .forEach(reference -> look(number, reference));
  }

  /** What is kept for reading alone stands one step further in. */
  private static Stream<Value> beside(Value.Fields context) {
    return context.get(BlobReference.BESIDE).orElse(Value.NULL) instanceof Value.Fields(var kept)
        ? kept.values().stream()
        : Stream.of();
  }

  private void look(long number, BlobReference reference) {
    var file = folder.resolve(reference.hex());
    if (isWell(file, reference)) {
      if (well.size() == KNOWN) {
        well.clear();
      }
      well.add(reference.hex());
    } else {
      lost.add(new Finding.LostBlob(number, reference.name(), Files.exists(file)));
    }
  }

  private static boolean isWell(Path file, BlobReference reference) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) != reference.bytes()) {
        return false;
      }
      var sha256 = CanonicalJson.sha256();
      try (var in = Files.newInputStream(file)) {
        var block = new byte[1 << 16];
        for (var read = in.read(block); read >= 0; read = in.read(block)) {
          sha256.update(block, 0, read);
        }
      }
      return HexFormat.of().formatHex(sha256.digest()).equals(reference.hex());
    } catch (IOException _) {
      // One that cannot be read cannot be shown to anybody.
      return false;
    }
  }

  /** What was found since this was asked last. */
  List<Finding.LostBlob> taken() {
    var found = lost;
    lost = new ArrayList<>();
    return found;
  }
}
