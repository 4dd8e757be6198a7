package dev.agentsafe.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an agent writes cannot look like something else. */
final class UntrustedTest {

  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(Untrusted.line("prod/web, Grüße 漢字")).isEqualTo("prod/web, Grüße 漢字");
  }

  @Test
  void directionAndInvisibleCharactersBecomeVisible() {
    assertThat(Untrusted.line("a\u202Eb\u200Bc\uFEFF\u2066"))
        .isEqualTo("a[U+202E]b[U+200B]c[U+FEFF][U+2066]");
    assertThat(Untrusted.line("x\u00A0y\u3164\uFE0F\uDB40\uDD00"))
        .isEqualTo("x[U+00A0]y[U+3164][U+FE0F][U+E0100]");
  }

  @Test
  void controlCharactersAndLoneSurrogatesBecomeVisible() {
    assertThat(Untrusted.line("a\nb\r\t\u001B[31m\u0000\uD800"))
        .isEqualTo("a[LF]b[CR][TAB][U+001B][31m[U+0000][U+D800]");
  }

  @Test
  void longTextIsCutAndTheRestCounted() {
    assertThat(Untrusted.line("x".repeat(1_500), 10)).isEqualTo("xxxxxxxxxx… (+1,490 characters)");
    assertThat(Untrusted.block("a\nb\nc\nd", 2)).isEqualTo("a\nb\n… (+2 lines)");
  }
}
