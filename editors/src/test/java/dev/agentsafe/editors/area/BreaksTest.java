package dev.agentsafe.editors.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.agentsafe.editors.document.LineText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where long lines go on below themselves, and what is scrolled over then. */
final class BreaksTest {

  private static List<String> pieces(String line, int columns) {
    var starts = Breaks.of(line, columns);
    var found = new ArrayList<String>();
    for (int i = 0; i < starts.length; i++) {
      found.add(line.substring(starts[i], i + 1 < starts.length ? starts[i + 1] : line.length()));
    }
    return found;
  }

  @Test
  void linesAreBrokenBehindBlanksAndWithinWordsOnlyWhereNoneIs() {
    assertThat(pieces("one two three", 8)).containsExactly("one two ", "three");
    assertThat(pieces("one two    three", 7)).containsExactly("one two    ", "three");
    assertThat(pieces("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
    assertThat(pieces("short", 0)).containsExactly("short");
    assertThat(pieces("", 8)).containsExactly("");
  }

  @Test
  void charactersOfManyUnitsStayWhole() {
    var family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    for (var piece : pieces(family.repeat(9), 5)) {
      assertThat(piece.length() % family.length()).as(piece).isZero();
    }
    for (var piece : pieces("e\u0301".repeat(30), 7)) {
      assertThat(piece).startsWith("e").endsWith("\u0301");
    }
  }

  @Test
  void scrollingByPixelsGoesOverEachLineOnce() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var text = new LineText();
      var written = new StringBuilder();
      for (int row = 0; row < 1 + random.nextInt(30); row++) {
        written.append("word ".repeat(random.nextInt(9))).append('\n');
      }
      text.set(written.toString());
      var strips = new Strips(text);
      strips.wrap(random.nextBoolean() ? 0 : 8 + random.nextInt(20));
      int all = strips.distance(strips.at(0, 0), strips.last(), Integer.MAX_VALUE) + 1;
      double height = 10 + random.nextInt(200);
      double furthest = Math.max(0, all * 10 - height);
      var scroll = new Scroll(strips);
      double expected = 0;
      for (int step = 0; step < 30; step++) {
        double by = random.nextInt(160) - 80;
        scroll.by(by, 10);
        scroll.settle(height, 10);
        expected = Math.clamp(expected + by, 0, furthest);
        double is = strips.distance(strips.at(0, 0), scroll.top(), all) * 10 + scroll.hidden();
        assertThat(is).isCloseTo(expected, within(0.01));
        scroll.to(scroll.row(10), 10);
        double again = strips.distance(strips.at(0, 0), scroll.top(), all) * 10 + scroll.hidden();
        assertThat(again).isCloseTo(expected, within(0.01));
        scroll.settle(height, 10);
        expected = strips.distance(strips.at(0, 0), scroll.top(), all) * 10 + scroll.hidden();
      }
    }
  }

  @Test
  void whatIsBroughtIntoSightIsInSight() {
    var text = new LineText();
    text.set("some words in a row\n".repeat(100));
    var random = new Random(3);
    for (int columns : new int[] {0, 9}) {
      var strips = new Strips(text);
      strips.wrap(columns);
      var scroll = new Scroll(strips);
      for (int i = 0; i < 500; i++) {
        double height = 10 + random.nextInt(120);
        var wanted = strips.of(random.nextInt(text.length() + 1));
        scroll.show(wanted, height, 10);
        scroll.settle(height, 10);
        assertThat(wanted.isAbove(scroll.top())).isFalse();
        double y = strips.distance(scroll.top(), wanted, 1_000) * 10 - scroll.hidden();
        assertThat(y).isBetween(0.0, Math.max(0, height - 10));
      }
    }
  }
}
