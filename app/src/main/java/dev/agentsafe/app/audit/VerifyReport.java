package dev.agentsafe.app.audit;

import dev.agentsafe.core.anchor.AnchorReport;
import dev.agentsafe.core.audit.LogBundle;
import dev.agentsafe.core.audit.Verification;
import dev.agentsafe.core.tlog.VerifierKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of verifying something; immutable. */
public sealed interface VerifyReport {

  /** What was verified. */
  Path file();

  /** How long it took, and how large it is. */
  Took took();

  /** How long it took, how large the file is, and when it was. */
  record Took(long millis, long bytes, Instant at) {}

  /**
   * A log.
   *
   * @param around what stands beside it
   */
  record Log(Path file, Verification found, Around around, Took took) implements VerifyReport {}

  /**
   * What stands beside a log.
   *
   * @param seal what seals it, as it stands
   * @param pinned the key that was given
   * @param context the lines around the first bad one; empty where all are good
   * @param anchors what its receipts of others are worth
   */
  record Around(
      Optional<SealFacts> seal,
      Optional<VerifierKey> pinned,
      List<Line> context,
      AnchorReport anchors) {
    public Around {
      context = List.copyOf(context);
    }
  }

  /** A bundle. */
  record Bundle(Path file, LogBundle.Checked found, boolean pinned, Took took)
      implements VerifyReport {}

  /** One line of a file, bounded, safe to show. */
  record Line(long number, String text, boolean bad) {}
}
