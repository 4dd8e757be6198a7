package dev.agentsafe.editors.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A text that is changed in place is what a plain string would be, line ends and all. */
final class LineTextTest {
  private static final String[] PIECES = {
    "", "a", "key: value", "\n", "\r\n", "\r", "\n\n", "x\r", "\ny", "ü\uD83D\uDE00", "  - b\r\n"
  };

  @Test
  void splicesAreThoseOfAStringWhateverTheLineEnds() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var plain = new StringBuilder();
      var text = new LineText();
      for (int i = 0; i < 40; i++) {
        int from = random.nextInt(plain.length() + 1);
        int to = Math.min(plain.length(), from + random.nextInt(6));
        var piece = PIECES[random.nextInt(PIECES.length)];
        var gone = plain.substring(from, to);
        plain.replace(from, to, piece);
        assertThat(text.splice(new Edit(from, to, piece))).isEqualTo(gone);
        if (random.nextBoolean()) {
          assertThat(text.text()).isEqualTo(plain.toString());
        }
        assertThat(text.slice(0, plain.length())).isEqualTo(plain.toString());
        assertSameLines(text, plain.toString());
      }
    }
  }

  private static void assertSameLines(LineText text, String plain) {
    var fresh = new LineText();
    fresh.set(plain);
    assertThat(text.count()).isEqualTo(fresh.count());
    assertThat(text.length()).isEqualTo(plain.length());
    for (int row = 0; row < fresh.count(); row++) {
      assertThat(text.line(row)).isEqualTo(fresh.line(row));
      assertThat(text.start(row)).isEqualTo(fresh.start(row));
    }
  }

  @Test
  void placesAreCountedWithTheLineEndsThatAreThere() {
    var text = new LineText();
    text.set("a\r\nbc\nd\re");
    assertThat(text.count()).isEqualTo(4);
    assertThat(text.start(1)).isEqualTo(3);
    assertThat(text.offset(1, 1)).isEqualTo(4);
    assertThat(text.offset(1, 99)).isEqualTo(5);
    assertThat(text.rowOf(2)).isZero();
    assertThat(text.columnOf(2)).isEqualTo(1);
    assertThat(text.rowOf(8)).isEqualTo(3);
    assertThat(text.lineEnd()).isEqualTo("\r\n");
  }

  @Test
  void editsThatMakeOneTextOfAnotherTouchOnlyWhatDiffers() {
    var before = "rules:\n  - name: a\n    priority: 1\n  - name: b\n    priority: 2\n";
    var after = "rules:\n  - name: aa\n    priority: 1\n  - name: b\n    priority: 3\n# end\n";
    var edits = Difference.between(before, after);
    assertThat(Edit.apply(before, edits)).isEqualTo(after);
    assertThat(edits).hasSize(2);
    int caret = before.indexOf("name: b");
    assertThat(Edit.moved(caret, edits)).isEqualTo(after.indexOf("name: b"));
    assertThat(Difference.between(before, before)).isEmpty();
  }

  @Test
  void whatComesFromElsewhereGetsTheLineEndsOfTheTextAndNothingElse() {
    var text = new LineText();
    text.set("a: 1\r\nb: 2\n");
    assertThat(text.fitting("c\nd\r\ne\rf\u2028g")).isEqualTo("c\r\nd\r\ne\r\nf\u2028g");
  }

  @Test
  void anyTextCanBeMadeOfAnyOther() {
    var random = new Random(11);
    for (int round = 0; round < 500; round++) {
      var before = some(random);
      var after = some(random);
      var edits = Difference.between(before, after);
      assertThat(Edit.apply(before, edits)).isEqualTo(after);
      if (!edits.isEmpty()) {
        var one = Edit.covering(before, edits);
        assertThat(Edit.apply(before, java.util.List.of(one))).isEqualTo(after);
      }
    }
  }

  private static String some(Random random) {
    var out = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      out.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return out.toString();
  }
}
