package dev.agentsafe.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShownTest {
  @Test
  void nothingCanActOnTheTerminal() {
    assertThat(Shown.line("a\u001b[2Jb\nc\u202ed\u200be\ud800f"))
        .isEqualTo("a\\u{1b}[2Jb\\u{a}c\\u{202e}d\\u{200b}e\\u{d800}f");
  }

  @Test
  void nothingHidesAsABlank() {
    assertThat(Shown.line("a\u3164b\u00a0c\ufe0fd\u2800e"))
        .isEqualTo("a\\u{3164}b\\u{a0}c\\u{fe0f}d\\u{2800}e");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(Shown.line("Grüße, 世界 😀")).isEqualTo("Grüße, 世界 😀");
  }

  @Test
  void lineBreaksStayWhereTheyAreWanted() {
    assertThat(Shown.lines("a\nb\rc")).isEqualTo("a\nb\\u{d}c");
  }
}
