package dev.agentsafe.app.shell;

import dev.agentsafe.app.text.Spans;
import dev.agentsafe.app.text.Untrusted;
import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.audit.JournalHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the journal does, in the words of the header.
 *
 * @param full what the chip has no room for
 * @param failing whether somebody must look at it now
 * @param blocked why nothing is decided and executed; empty: it is
 */
public record JournalWords(String text, String full, boolean failing, Optional<String> blocked) {
  /** Nothing is known yet. */
  static final JournalWords NONE = new JournalWords("", "", false, Optional.empty());

  /** The words for that journal at that time. */
  public static JournalWords of(JournalHealth health, Instant now) {
    if (health.blocked().isPresent()) {
      var why = Untrusted.line(health.blocked().get());
      return new JournalWords(Words.of("journal.blocked"), why, true, Optional.of(why));
    }
    if (health.sealFailure().isPresent()) {
      return failing(Words.of("journal.unsealable", health.unsealed()), health.sealFailure().get());
    }
    var text =
        health
            .sealedAt()
            .map(at ->
                Words.of(
                    "journal.sealed",
                    health.sealed(),
                    health.unsealed(),
                    Spans.rough(Duration.between(at, now))))
            .orElseGet(() -> Words.of("chip.unsealed", health.entries()));
    return new JournalWords(text, Words.of("chip.journal"), false, Optional.empty());
  }

  private static JournalWords failing(String text, String why) {
    return new JournalWords(text, Untrusted.line(why), true, Optional.empty());
  }
}
