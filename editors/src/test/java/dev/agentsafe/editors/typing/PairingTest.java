package dev.agentsafe.editors.typing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.LineText;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Brackets and quotes come in pairs, and nothing that was written is lost by it. */
final class PairingTest {
  private static String typed(String drawn, String what) {
    var marked = Marked.of(drawn);
    return Marked.after(marked.text(), Pairing.typed(marked.text(), marked.selection(), what));
  }

  private static String back(String drawn) {
    var marked = Marked.of(drawn);
    return Marked.after(marked.text(), Pairing.backspace(marked.text(), marked.selection()));
  }

  private static String forth(String drawn) {
    var marked = Marked.of(drawn);
    return Marked.after(marked.text(), Pairing.delete(marked.text(), marked.selection()));
  }

  @Test
  void whatOpensBringsItsEndAlong() {
    assertThat(typed("a: |", "[")).isEqualTo("a: [|]");
    assertThat(typed("a: [|]", "\"")).isEqualTo("a: [\"|\"]");
    assertThat(typed("a: |\nb", "{")).isEqualTo("a: {|}\nb");
    assertThat(typed("a: |b", "[")).isEqualTo("a: [|b");
  }

  @Test
  void whatClosesIsNotWrittenTwice() {
    assertThat(typed("a: [x|]", "]")).isEqualTo("a: [x]|");
    assertThat(typed("a: \"x|\"", "\"")).isEqualTo("a: \"x\"|");
    assertThat(typed("a: 'x|'", "'")).isEqualTo("a: 'x'|");
    assertThat(typed("a: [x|", "]")).isEqualTo("a: [x]|");
  }

  @Test
  void whatIsSelectedIsEnclosedAndStaysSelected() {
    assertThat(typed("a: <b|", "\"")).isEqualTo("a: \"<b|\"");
    assertThat(typed("a: |b<", "[")).isEqualTo("a: [|b<]");
    assertThat(typed("a: <b|", "x")).isEqualTo("a: x|");
  }

  @Test
  void anApostropheAndAnythingInACommentStandAlone() {
    assertThat(typed("a: don|", "'")).isEqualTo("a: don'|");
    assertThat(typed("# see |", "[")).isEqualTo("# see [|");
    assertThat(typed("a: \"it is |", "[")).isEqualTo("a: \"it is [|");
    assertThat(typed("a: \"it is |", "\"")).isEqualTo("a: \"it is \"|");
  }

  @Test
  void takingBackTakesAnEmptyPairALevelOrACharacter() {
    assertThat(back("a: [|]")).isEqualTo("a: |");
    assertThat(back("a: [|x]")).isEqualTo("a: |x]");
    assertThat(back("    |a")).isEqualTo("  |a");
    assertThat(back("     |a")).isEqualTo("    |a");
    assertThat(back("a\r\n|b")).isEqualTo("a|b");
    assertThat(back("\uD83D\uDE00|")).isEqualTo("|");
    assertThat(back("<ab|")).isEqualTo("|");
    assertThat(back("|a")).isEqualTo("|a");
    assertThat(forth("a|\r\nb")).isEqualTo("a|b");
    assertThat(forth("|\uD83D\uDE00a")).isEqualTo("|a");
    assertThat(forth("a|")).isEqualTo("a|");
  }

  @Test
  void nothingThatWasWrittenIsLostByTyping() {
    var random = new Random(9);
    String[] keys = {"[", "]", "{", "}", "(", ")", "'", "\"", "a", " "};
    for (int i = 0; i < 5_000; i++) {
      var some = Marked.some(random);
      var key = keys[random.nextInt(keys.length)];
      var change = Pairing.typed(some.text(), some.selection(), key);
      var after = Edit.apply(some.text(), change.edits());
      boolean surrounds = "[{('\"".contains(key);
      int lost = surrounds ? 0 : some.selection().to() - some.selection().from();
      assertThat(after.length())
          .as("%s %s", some, key)
          .isBetween(some.text().length() - lost, some.text().length() - lost + 2);
      var rest = after.substring(change.selection().to());
      assertThat(rest)
          .endsWith(some.text().substring(some.selection().to()).replaceFirst("^[\\])}'\"]", ""));
      assertThat(after).startsWith(some.text().substring(0, some.selection().from()));
    }
  }

  @Test
  void aPairTypedAndTakenBackIsNothing() {
    var random = new Random(13);
    for (int i = 0; i < 2_000; i++) {
      var some = Marked.some(random);
      var at = Selection.at(some.selection().caret());
      var change = Pairing.typed(some.text(), at, "[");
      var after = Edit.apply(some.text(), change.edits());
      var back = Pairing.backspace(after, change.selection());
      boolean stoodThere = some.text().startsWith("]", at.caret());
      if (!stoodThere) {
        assertThat(Edit.apply(after, back.edits())).as(some.toString()).isEqualTo(some.text());
      }
    }
  }

  @Test
  void bracketsFindEachOtherOverLinesAndPastQuotes() {
    var text = new LineText();
    text.set("a: [b, {c: \"]\"},\n  d] # ]\n");
    int open = 3;
    int close = text.text().indexOf("d]") + 1;
    assertThat(Brackets.at(text, open)).contains(new Brackets.Pair(open, close));
    assertThat(Brackets.at(text, close + 1)).contains(new Brackets.Pair(open, close));
    assertThat(Brackets.at(text, text.text().indexOf("\"]"))).isEmpty();
    assertThat(Brackets.at(text, 0)).isEmpty();
    text.set("a: [b}");
    assertThat(Brackets.at(text, 3)).isEmpty();
  }
}
