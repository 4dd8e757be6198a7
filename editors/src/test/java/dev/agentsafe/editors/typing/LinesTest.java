package dev.agentsafe.editors.typing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.document.Edit;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Keys that work on whole lines: comments, indentation, moving and doubling. */
final class LinesTest {
  private static String with(String drawn, Function<Marked, Change> key) {
    var marked = Marked.of(drawn);
    return Marked.after(marked.text(), key.apply(marked));
  }

  private static String commented(String drawn) {
    return with(drawn, m -> Commenting.toggle(m.text(), m.selection()));
  }

  private static String entered(String drawn) {
    return with(drawn, m -> Indenting.enter(m.text(), m.selection(), "\n"));
  }

  @Test
  void commentsStandBelowEachOtherAndGoAway() {
    assertThat(commented("a:\n  <b: 1\n\n    c: 2|\nd: 3\n"))
        .isEqualTo("a:\n  # <b: 1\n\n  #   c: 2|\nd: 3\n");
    assertThat(commented("a:\n  <# b: 1\n\n  #   c: 2|\n")).isEqualTo("a:\n  <b: 1\n\n    c: 2|\n");
    assertThat(commented("x: |1")).isEqualTo("# x: |1");
    assertThat(commented("#x: |1")).isEqualTo("x: |1");
    assertThat(commented("a: 1\n|\n")).isEqualTo("a: 1\n# |\n");
  }

  @Test
  void aLineWhoseBeginningEndsTheSelectionIsNotMeant() {
    assertThat(commented("<a: 1\n|b: 2\n")).isEqualTo("# <a: 1\n|b: 2\n");
  }

  @Test
  void commentingTwiceChangesNothing() {
    var random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      var some = Marked.some(random);
      var once = Commenting.toggle(some.text(), some.selection());
      var text = Edit.apply(some.text(), once.edits());
      var rows = Moving.whole(some.text(), some.selection());
      boolean isBlank = some.text().substring(rows.from(), rows.to()).isBlank();
      if (text.length() > some.text().length() && !isBlank) {
        var twice = Commenting.toggle(text, once.selection());
        assertThat(Edit.apply(text, twice.edits())).as(some.toString()).isEqualTo(some.text());
      }
    }
  }

  @Test
  void aNewLineBeginsWhereYamlWantsIt() {
    assertThat(entered("rules:|")).isEqualTo("rules:\n  |");
    assertThat(entered("rules: # all|")).isEqualTo("rules: # all\n  |");
    assertThat(entered("  match:|\n  x: 1")).isEqualTo("  match:\n    |\n  x: 1");
    assertThat(entered("  - name: a|")).isEqualTo("  - name: a\n    |");
    assertThat(entered("  - match:|")).isEqualTo("  - match:\n      |");
    assertThat(entered("    priority: 1|")).isEqualTo("    priority: 1\n    |");
    assertThat(entered("  - scale-*|")).isEqualTo("  - scale-*\n  - |");
    assertThat(entered("  - \"a: b\"|")).isEqualTo("  - \"a: b\"\n  - |");
    assertThat(entered("  - http://x|")).isEqualTo("  - http://x\n  - |");
    assertThat(entered("a:\n  - x\n  - |")).isEqualTo("a:\n  - x\n|");
    assertThat(entered("text: >|\n  x")).isEqualTo("text: >\n  |\n  x");
    assertThat(entered("a: [|]")).isEqualTo("a: [\n  |\n]");
    assertThat(entered("a: [b,|")).isEqualTo("a: [b,\n  |");
    assertThat(entered("a: [b]|")).isEqualTo("a: [b]\n|");
    assertThat(entered("key: one| two")).isEqualTo("key: one\n|two");
    assertThat(entered("  |a: 1")).isEqualTo("  \n  |a: 1");
    assertThat(entered("a:\n  |")).isEqualTo("a:\n\n  |");
    assertThat(entered("a: <b|")).isEqualTo("a: \n  |");
  }

  @Test
  void tabsAreBlanksUpToTheNextLevelOrALevelForAllLines() {
    assertThat(with("a|", m -> Indenting.in(m.text(), m.selection()))).isEqualTo("a |");
    assertThat(with("|a", m -> Indenting.in(m.text(), m.selection()))).isEqualTo("  |a");
    assertThat(with("<a\n\n b|\nc", m -> Indenting.in(m.text(), m.selection())))
        .isEqualTo("  <a\n\n   b|\nc");
    assertThat(with("  <a\n b|\n    c", m -> Indenting.out(m.text(), m.selection())))
        .isEqualTo("<a\nb|\n    c");
    assertThat(with("    a|", m -> Indenting.out(m.text(), m.selection()))).isEqualTo("  a|");
  }

  @Test
  void linesMoveWithoutGluingTheLastOne() {
    assertThat(with("a\nb|", m -> Moving.up(m.text(), m.selection()).orElseThrow()))
        .isEqualTo("b|\na");
    assertThat(with("|a\nb", m -> Moving.down(m.text(), m.selection()).orElseThrow()))
        .isEqualTo("b\n|a");
    assertThat(with("<a\nb\n|c\n", m -> Moving.down(m.text(), m.selection()).orElseThrow()))
        .isEqualTo("c\n<a\nb\n|");
    assertThat(with("x\n<a\nb\n|c\n", m -> Moving.up(m.text(), m.selection()).orElseThrow()))
        .isEqualTo("<a\nb\n|x\nc\n");
    assertThat(Moving.up("a\nb", Selection.at(1))).isEmpty();
    assertThat(Moving.down("a\nb", Selection.at(2))).isEmpty();
  }

  @Test
  void downAndUpAgainIsWhatItWas() {
    var random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      var some = Marked.some(random);
      var rows = Moving.whole(some.text(), some.selection());
      if (some.text().substring(rows.from(), rows.to()).lines().toList().reversed().stream()
          .findFirst()
          .filter(String::isEmpty)
          .isPresent()) {
        // A selection that ends before an empty last line is none that ends in it.
        continue;
      }
      Moving.down(some.text(), some.selection())
          .ifPresent(down -> {
            var text = Edit.apply(some.text(), down.edits());
            var up = Moving.up(text, down.selection()).orElseThrow();
            assertThat(Edit.apply(text, up.edits())).as(some.toString()).isEqualTo(some.text());
            assertThat(up.selection().from())
                .as(some.toString())
                .isEqualTo(some.selection().from());
          });
    }
  }

  @Test
  void copiesOfLinesHaveTheLineEndsOfTheText() {
    assertThat(with("a|\r\nb", m -> Moving.doubled(m.text(), m.selection(), true)))
        .isEqualTo("a\r\na|\r\nb");
    assertThat(with("a\r\nb|", m -> Moving.doubled(m.text(), m.selection(), true)))
        .isEqualTo("a\r\nb\r\nb|");
    assertThat(with("a\nb|", m -> Moving.doubled(m.text(), m.selection(), false)))
        .isEqualTo("a\nb|\nb");
    assertThat(Moving.whole("a\nb\nc", Selection.at(2))).isEqualTo(new Selection(2, 4));
  }

  @Test
  void aDoubleClickTakesAWholeName() {
    var line = "  actions: [scale-deployment, x.y] # ok";
    assertThat(taken(line, line.indexOf("deployment"))).isEqualTo("scale-deployment");
    assertThat(taken(line, line.indexOf("actions"))).isEqualTo("actions");
    assertThat(taken(line, line.indexOf("actions") + 7)).isEqualTo("actions");
    assertThat(taken(line, 0)).isEqualTo("  ");
    assertThat(taken(line, line.length())).isEqualTo("ok");
    assertThat(taken("", 0)).isEmpty();
  }

  private static String taken(String line, int column) {
    var word = Word.around(line, column);
    return line.substring(word.from(), word.to());
  }
}
