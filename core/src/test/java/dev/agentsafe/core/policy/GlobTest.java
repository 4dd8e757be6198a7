package dev.agentsafe.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Globs match as people expect, and never take long about it. */
final class GlobTest {

  @Test
  void agreesWithTryingEveryWay() {
    var random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      var pattern = word(random, "ab*?", 7);
      var text = word(random, "ab", 7);
      assertThat(Glob.of(pattern).matches(text))
          .as("`%s` on `%s`", pattern, text)
          .isEqualTo(NaiveEvaluator.glob(pattern, text));
    }
  }

  private static String word(Random random, String letters, int below) {
    var word = new StringBuilder();
    for (int i = random.nextInt(below); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  @Test
  void hostilePatternsAndNamesStayCheap() {
    var name = "a".repeat(20_000);
    var glob = Glob.of("*a".repeat(30) + "*b");
    assertTimeout(Duration.ofSeconds(5), () -> assertThat(glob.matches(name)).isFalse());
    var brackets = Glob.of("[".repeat(20_000));
    assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(brackets.matches("[".repeat(20_000))).isTrue());
  }

  @Test
  void halfOfACharacterIsNotACharacter() {
    assertThat(Glob.of("\ud83d*").matches("\ud83d\ude00")).isFalse();
    assertThat(Glob.of("*\ude00").matches("\ud83d\ude00")).isFalse();
    assertThat(Glob.of("?").matches("\ud83d\ude00")).isTrue();
  }
}
