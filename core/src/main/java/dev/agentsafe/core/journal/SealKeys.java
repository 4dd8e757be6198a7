package dev.agentsafe.core.journal;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.OwnerFiles;
import dev.agentsafe.core.tlog.NoteKey;
import dev.agentsafe.core.tlog.SignatureType;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that sign a journal's checkpoints: generations of two keys each, Ed25519 and ML-DSA-44.
 *
 * <p>Which generations are in force is not written here: the latest checkpoint and the journal's
 * {@code key_rotation} entries behind it tell, so that a crash while keys are made changes nothing.
 */
final class SealKeys {
  private static final String VKEY = "vkey: ";

  private final Path folder;
  private final String origin;

  /**
   * Keys in a folder.
   *
   * @param origin the journal's name in its checkpoints, and that of its keys
   */
  SealKeys(Path folder, String origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /** One generation. */
  record Pair(int generation, NoteKey ed25519, NoteKey mlDsa) {
    List<NoteKey> both() {
      return List.of(ed25519, mlDsa);
    }

    List<VerifierKey> verifiers() {
      return List.of(ed25519.verifier(), mlDsa.verifier());
    }
  }

  /** Reads a generation; makes the first where it is missing. */
  Pair generation(int number) {
    if (number == 1 && !exists(1)) {
      return make(1);
    }
    return new Pair(
        number,
        NoteKey.read(file(number, SignatureType.ED25519)),
        NoteKey.read(file(number, SignatureType.ML_DSA_44)));
  }

  /** Whether both keys of a generation are there. */
  boolean exists(int number) {
    return Files.exists(file(number, SignatureType.ED25519))
        && Files.exists(file(number, SignatureType.ML_DSA_44));
  }

  /** Makes a generation anew; what a crash left of it is replaced. */
  Pair make(int number) {
    try {
      OwnerFiles.createFolder(folder);
    } catch (IOException e) {
      throw new CoreException(
          "The folder `%s` for the journal's keys cannot be made: %s"
              .formatted(folder, e.getMessage()),
          e);
    }
    var pair =
        new Pair(
            number,
            NoteKey.generate(origin, SignatureType.ED25519),
            NoteKey.generate(origin, SignatureType.ML_DSA_44));
    pair.ed25519().write(file(number, SignatureType.ED25519));
    pair.mlDsa().write(file(number, SignatureType.ML_DSA_44));
    return pair;
  }

  /** The public halves of the generations that are here, oldest first. */
  List<List<VerifierKey>> verifiers() throws IOException {
    var all = new ArrayList<List<VerifierKey>>();
    for (var number = 1; exists(number); number++) {
      all.add(
          List.of(
              verifier(file(number, SignatureType.ED25519)),
              verifier(file(number, SignatureType.ML_DSA_44))));
    }
    return all;
  }

  private static VerifierKey verifier(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .filter(line -> line.startsWith(VKEY))
          .flatMap(line -> VerifierKey.parse(line.substring(VKEY.length())))
          .orElseThrow(() -> new IOException("`" + file + "` is no key of a journal"));
    }
  }

  private Path file(int generation, SignatureType type) {
    var kind = type == SignatureType.ED25519 ? "ed25519" : "ml-dsa-44";
    return folder.resolve("journal-%d-%s.key".formatted(generation, kind));
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
