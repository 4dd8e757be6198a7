package dev.agentsafe.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.audit.JournalHealth;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The header says how the journal does, and shouts only where somebody must look. */
final class JournalWordsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

  @Test
  void sealedJournalSaysHowMuchAndHowLongAgo() {
    var words = words(12_433, 12_430, Optional.of(NOW.minusSeconds(14)), "", "");
    assertThat(words.text()).isEqualTo("sealed 12,430 · 3 unsealed · 14 s ago");
    assertThat(words.failing()).isFalse();
  }

  @Test
  void journalWithoutACheckpointIsNeverCalledSealed() {
    var words = words(5, 0, Optional.empty(), "", "");
    assertThat(words.text()).isEqualTo("unsealed 5");
    assertThat(words.failing()).isFalse();
  }

  @Test
  void blockedJournalComesBeforeEverythingElseAndSaysWhy() {
    var words = words(5, 5, Optional.of(NOW), "The disk is full.", "No key.");
    assertThat(words.failing()).isTrue();
    assertThat(words.text()).contains("blocked");
    assertThat(words.full()).isEqualTo("The disk is full.");
  }

  @Test
  void journalThatCannotBeSealedSaysSo() {
    var words = words(9, 5, Optional.of(NOW), "", "The key is gone.");
    assertThat(words.failing()).isTrue();
    assertThat(words.text()).contains("4 unsealed");
    assertThat(words.full()).isEqualTo("The key is gone.");
  }

  private static JournalWords words(
      long entries, long sealed, Optional<Instant> at, String blocked, String unsealable) {
    return JournalWords.of(
        new JournalHealth(entries, sealed, at, some(blocked), some(unsealable)), NOW);
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
