package dev.agentsafe.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comparing globs agrees with trying all short texts. */
final class GlobSpaceTest {
  private static final List<String> PARTS = List.of("a", "b", "-", "*", "?", "[ab]", "[!a]");
  private static final List<String> TEXTS = texts();

  private static List<String> texts() {
    var all = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= 6; length++) {
      int until = all.size();
      for (; from < until; from++) {
        for (var letter : List.of("a", "b", "-", "z")) {
          all.add(all.get(from) + letter);
        }
      }
    }
    return all;
  }

  private static boolean covers(String one, String... others) {
    return new GlobSpace().covers(Stream.of(others).map(Glob::of).toList(), Glob.of(one));
  }

  @Test
  void whatAuthorsWouldSay() {
    assertThat(covers("scale-deployment", "scale-*")).isTrue();
    assertThat(covers("scale-*", "scale-deployment", "scale-hpa")).isFalse();
    assertThat(covers("scale-*", "s*")).isTrue();
    assertThat(covers("*-pod", "delete-*", "*-pod")).isTrue();
    assertThat(covers("get-?", "get-[!a]", "get-a")).isTrue();
    assertThat(covers("get-?", "get-[!a]", "get-b")).isFalse();
    assertThat(covers("*", "[a-z]*", "[!a-z]*")).as("the empty name is left").isFalse();
    assertThat(covers("*", "**")).isTrue();
    assertThat(covers("a*", new String[0])).isFalse();
    assertThat(covers("[]", "a")).isFalse();
  }

  @Test
  void randomGlobsAreComparedAsTheirTextsAre() {
    var random = new Random(20_261_125);
    var space = new GlobSpace();
    int covered = 0;
    int apart = 0;
    for (int round = 0; round < 1_500; round++) {
      var one = glob(random);
      var others = Stream.generate(() -> glob(random)).limit(1 + random.nextInt(3)).toList();
      boolean said = space.covers(others, one);
      boolean tried =
          TEXTS.stream()
              .filter(one::matches)
              .allMatch(text -> others.stream().anyMatch(other -> other.matches(text)));
      assertThat(said).as("%s within %s", one, others).isEqualTo(tried);
      boolean meet = TEXTS.stream().anyMatch(t -> one.matches(t) && others.getFirst().matches(t));
      assertThat(space.meet(one, others.getFirst()))
          .as("%s meets %s", one, others.getFirst())
          .isEqualTo(meet);
      covered += said ? 1 : 0;
      apart += meet ? 0 : 1;
    }
    assertThat(covered).isGreaterThan(100);
    assertThat(apart).isGreaterThan(100);
  }

  @Test
  void aGlobMadeToExplodeIsGivenUpOn() {
    var nasty = "*a" + "?".repeat(40);
    assertThat(covers("*b" + "?".repeat(40), nasty, "*c" + "?".repeat(39))).isFalse();
  }

  private static Glob glob(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return Glob.of(text.toString());
  }
}
