package dev.agentsafe.core.audit;

import dev.agentsafe.core.tlog.Checkpoint;
import dev.agentsafe.core.tlog.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of verifying a log.
 *
 * @param seal what seals it; empty where nothing that can be trusted does
 * @param trusted how many lines at the beginning were not read again, because this machine had
 *     verified them
 * @param good how far it is good
 * @param findings what speaks against the log besides its verdict
 * @param forgotten why this machine could not remember it, where it should have; that speaks
 *     against the machine and not against the log
 */
public record Verification(
    Verdict verdict,
    Optional<Seal> seal,
    long trusted,
    Good good,
    List<Finding> findings,
    Optional<String> forgotten) {
  private static final int TOLD = 3;

  /** With a copy of the findings. */
  public Verification {
    findings = List.copyOf(findings);
  }

  /** Whether nothing speaks against the log. */
  public boolean isValid() {
    return verdict.isValid() && findings.isEmpty();
  }

  /** The same with more findings. */
  Verification with(List<Finding> more) {
    var all = new ArrayList<>(findings);
    all.addAll(more);
    return new Verification(verdict, seal, trusted, good, all, forgotten);
  }

  /** The same, which could not be remembered. */
  Verification forgotten(String why) {
    return new Verification(verdict, seal, trusted, good, findings, Optional.of(why));
  }

  /**
   * How far a log is good.
   *
   * @param bytes how many bytes the good lines at its beginning take
   * @param hash the entry hash of the last of them, or 64 zeros
   */
  public record Good(long lines, long bytes, String hash) {}

  /**
   * A checkpoint and the key that it is believed by.
   *
   * @param key the first key of the chain of keys that leads to its signature
   */
  public record Seal(Checkpoint checkpoint, VerifierKey key, KeyOrigin keyOrigin) {}

  /** Why a key counts. */
  public enum KeyOrigin {
    /** The caller named it. */
    PINNED,
    /** An earlier verification on this machine went by it. */
    SEEN,
    /** It stands beside the log: whoever can write there could have put another one. */
    BESIDE
  }

  /**
   * The verdict, how far its key is to be believed, the first findings, and whether it is lost to
   * later verifications.
   */
  public String sentence() {
    var sentence = new StringBuilder(verdict.sentence());
    if (trusted > 0) {
      sentence.append("; lines 1 to ").append(trusted).append(" were verified here before");
    }
    if (seal.isPresent() && verdict.isValid()) {
      sentence.append(
          switch (seal.get().keyOrigin()) {
            case PINNED -> "";
            case SEEN -> "; by the key that this machine has seen before";
            case BESIDE ->
                "; the key `"
                    + seal.get().key().name()
                    + "+"
                    + seal.get().key().idText()
                    + "` stands beside the log and was not pinned: `--key` pins it";
          });
    }
    findings.stream().limit(TOLD).forEach(f -> sentence.append("; BUT ").append(f.sentence()));
    if (findings.size() > TOLD) {
      sentence.append("; and ").append(findings.size() - TOLD).append(" findings more");
    }
    forgotten.ifPresent(
        why -> sentence.append("; this machine could not remember it: ").append(why));
    return sentence.toString();
  }
}
