package dev.agentsafe.core.anchor;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.durable.Disk;
import dev.agentsafe.core.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The receipts of a log, a file each in one folder, and beside them the certificates and keys that
 * they were believed by.
 */
record Receipts(SealFolder seals) {
  private static final String AUTHORITIES = "authorities.pem";
  private static final String WITNESSES = "witnesses.vkey";
  private static final String UNFINISHED = ".tmp";

  Path folder() {
    return seals.anchors();
  }

  Path file(ReceiptName name) {
    return folder().resolve(name.file());
  }

  /** The certificates of authorities, PEM; believed as far as whoever can write here is. */
  Path authorities() {
    return folder().resolve(AUTHORITIES);
  }

  /** The keys of witnesses, one on each line. */
  Path witnesses() {
    return folder().resolve(WITNESSES);
  }

  /** All names in the folder but for those of keys and of writes that a crash cut off; sorted. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (var files = Files.list(folder())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !Set.of(AUTHORITIES, WITNESSES).contains(name))
          .filter(name -> !name.endsWith(UNFINISHED))
          .sorted()
          .toList();
    }
  }

  /** Keeps a receipt durably. */
  void write(ReceiptName name, byte[] content) throws IOException {
    DurableFile.createFolders(Disk.real(), folder());
    DurableFile.write(file(name), content);
  }

  /** Notes keys of witnesses beside those that are there. */
  void noteWitnesses(List<String> keys) throws IOException {
    var file = witnesses();
    var known = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
    var all = new LinkedHashSet<>(known);
    all.addAll(keys);
    if (all.size() > known.size()) {
      note(file, String.join("\n", all) + "\n");
    }
  }

  /** Notes certificates beside those that are there. */
  void noteAuthorities(List<String> certificates) throws IOException {
    var file = authorities();
    var known = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
    var fresh = new ArrayList<String>();
    for (var certificate : certificates) {
      if (!known.contains(certificate) && !fresh.contains(certificate)) {
        fresh.add(certificate);
      }
    }
    if (!fresh.isEmpty()) {
      note(file, known + String.join("", fresh));
    }
  }

  private void note(Path file, String text) throws IOException {
    DurableFile.createFolders(Disk.real(), folder());
    DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }
}
