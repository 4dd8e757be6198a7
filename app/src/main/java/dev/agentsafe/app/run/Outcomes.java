package dev.agentsafe.app.run;

import dev.agentsafe.app.display.Badge;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.app.theme.Icon;
import dev.agentsafe.core.run.RunRecord;
import java.util.Optional;

/** The words and badges of what became of a run. */
public final class Outcomes {
  private Outcomes() {}

  /** The word. */
  static String word(RunRecord record) {
    return switch (record) {
      case RunRecord.Succeeded s -> Words.of("outcome.succeeded");
      case RunRecord.Failed f -> Words.of("outcome.failed");
      case RunRecord.Unknown u -> Words.of("outcome.unknown");
      case RunRecord.Skipped s -> Words.of("outcome.skipped");
    };
  }

  /** The badge; running where there is no record yet. */
  public static Badge badge(Optional<RunRecord> record) {
    if (record.isEmpty()) {
      return Badge.of(Words.of("outcome.running"), Badge.Tone.ACCENT, Icon.WAIT);
    }
    var word = word(record.get());
    return switch (record.get()) {
      case RunRecord.Succeeded s -> Badge.of(word, Badge.Tone.GOOD, Icon.PASS);
      case RunRecord.Failed f -> Badge.of(word, Badge.Tone.BAD, Icon.FAIL);
      case RunRecord.Unknown u -> Badge.of(word, Badge.Tone.WARN, Icon.UNKNOWN);
      case RunRecord.Skipped s -> Badge.of(word, Badge.Tone.NEUTRAL, Icon.SKIPPED);
    };
  }

  /** The mark of what one person approved alone. */
  public static Badge alone() {
    return Badge.of(Words.of("outcome.alone"), Badge.Tone.BAD, Icon.WARN);
  }

  /** What else it says: an error, or why nobody knows; empty for a good run. */
  static Optional<String> message(RunRecord record) {
    return switch (record) {
      case RunRecord.Succeeded s -> Optional.empty();
      case RunRecord.Failed f -> Optional.of(f.error());
      case RunRecord.Unknown u -> Optional.of(u.why());
      case RunRecord.Skipped s -> Optional.of(s.why());
    };
  }

  /** What it means, and what to do; empty for a good run. */
  static Optional<String> advice(RunRecord record) {
    return switch (record) {
      case RunRecord.Succeeded s -> Optional.empty();
      case RunRecord.Failed f -> Optional.of(Words.of("outcome.failed.advice"));
      case RunRecord.Unknown u -> Optional.of(Words.of("outcome.unknown.advice"));
      case RunRecord.Skipped s -> Optional.of(Words.of("outcome.skipped.advice"));
    };
  }
}
