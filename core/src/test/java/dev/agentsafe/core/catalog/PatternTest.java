package dev.agentsafe.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternTest {

  private static boolean matches(String pattern, String text) {
    var compiled = Parameter.Pattern.of(pattern);
    assertThat(compiled.defect()).as(pattern).isEmpty();
    return compiled.matches(text);
  }

  @Test
  void theWholeTextMustMatch() {
    assertThat(matches("a|ab", "ab")).isTrue();
    assertThat(matches("abc$", "abc\n")).isFalse();
    assertThat(matches("[0-9]+", "12a")).isFalse();
  }

  @Test
  void classesFollowPythonsUnicodeRules() {
    assertThat(matches("\\d+", "\u0663\u0664")).isTrue();
    assertThat(matches("(?a)\\d+", "\u0663\u0664")).isFalse();
    assertThat(matches("[^\\W\\d_]+", "\u00e9")).isTrue();
    assertThat(matches("[^\\W\\d_]+", "a1")).isFalse();
    assertThat(matches("[a&&b]+", "b&a")).isTrue();
    assertThat(matches("[]a]+", "a]")).isTrue();
    assertThat(matches("[a-]+", "-a")).isTrue();
    assertThat(matches(".", "\uD83D\uDE00")).isTrue();
    assertThat(matches("a.c", "a\rc")).isTrue();
  }

  @Test
  void groupsAreReferredToByNumberAndName() {
    assertThat(matches("(?P<x>\\d)-(?P=x)", "1-1")).isTrue();
    assertThat(matches("(a)?(?(1)b|c)", "ab")).isTrue();
    assertThat(matches("(a)?(?(1)b|c)", "ac")).isFalse();
    assertThat(matches("(a|b)*\\1", "abb")).isTrue();
  }

  @Test
  void flagsReachAsFarAsPythonsDo() {
    assertThat(matches("(?i)abc", "ABC")).isTrue();
    assertThat(matches("(?i:a)b", "Ab")).isTrue();
    assertThat(matches("(?i:a)b", "AB")).isFalse();
    assertThat(matches("(?x) a b # c", "ab")).isTrue();
    assertThat(matches("(?m)^a$\\n^b$", "a\nb")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "*a",
        "(abc",
        "a**",
        "[z-a]",
        "(?<n>a)",
        "\\Qa\\E",
        "\\e",
        "(?L)a",
        "\\p{L}",
        "a)",
        "a{3,2}",
        "(?P<1>a)",
        "\\2",
        "(?P=x)",
        "a(?i)b",
        "\\",
        "[a",
        "(?",
        "\\x1",
        "(?(1)a)",
        "^*",
        "[\\d-a]",
        "\\N{NO SUCH NAME}",
        "\\8"
      })
  void whatPythonRefusesIsNoPatternAndMatchesNothing(String source) {
    var pattern = Parameter.Pattern.of(source);

    assertThat(pattern.defect()).isPresent();
    assertThat(pattern.matches("a")).isFalse();
  }

  @Test
  void catastrophicPatternsEndSoonAndRefuse() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(matches("(a+)+$", "a".repeat(60) + "b")).isFalse();
          assertThat(matches("(a|a)*b", "a".repeat(5_000))).isFalse();
          assertThat(matches("(?:(?:x+x+)+y)+", "x".repeat(200))).isFalse();
          assertThat(matches("(.|\\n)*", "x".repeat(1_000_000))).isFalse();
        });
  }

  @Test
  void longTextsOfPlainPatternsAreMatched() {
    assertThat(matches("[a-z]+", "x".repeat(100_000))).isTrue();
  }

  @Test
  void deepPatternsAreRefusedNotOverflowed() {
    assertThat(Parameter.Pattern.of("(".repeat(900) + ")".repeat(900)).defect()).isPresent();
    assertThat(Parameter.Pattern.of("a".repeat(5_000)).defect()).isPresent();
  }
}
