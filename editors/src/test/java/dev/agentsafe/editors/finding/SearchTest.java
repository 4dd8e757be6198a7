package dev.agentsafe.editors.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.document.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What somebody finds and replaces, and that it always ends. */
final class SearchTest {
  private static final Query PLAIN = new Query("a.b", true, false, false);

  private static Query expression(String text) {
    return new Query(text, true, false, true);
  }

  private static List<String> found(String text, Query query) {
    var places = ((Search.Found.At) Search.all(text, query, () -> false)).places();
    var out = new ArrayList<String>();
    for (int i = 0; i < places.count(); i++) {
      out.add(places.from(i) + ":" + text.substring(places.from(i), places.to(i)));
    }
    return out;
  }

  private static String replaced(String text, Query query, String replacement) {
    return switch (Search.replaceAll(text, query, replacement, () -> false)) {
      case Search.Replaced.By(var edits) -> Edit.apply(text, edits);
      case Search.Replaced.Bad(var why) -> why;
      case Search.Replaced.Ended() -> "ended";
    };
  }

  @Test
  void plainTextIsMeantAsItIs() {
    assertThat(found("a.b axb A.B", PLAIN)).containsExactly("0:a.b");
    assertThat(found("a.b axb A.B", new Query("a.b", false, false, false)))
        .containsExactly("0:a.b", "8:A.B");
    assertThat(found("\u00c4rger", new Query("\u00e4", false, false, false))).hasSize(1);
    assertThat(found("text", new Query("", true, false, true))).isEmpty();
    assertThat(replaced("a.b", PLAIN, "$1\\n")).isEqualTo("$1\\n");
  }

  @Test
  void wholeWordsAreNotPartsOfOthers() {
    var prod = new Query("prod", true, true, false);
    assertThat(found("prod prod-eu product myprod _prod", prod))
        .containsExactly("0:prod", "5:prod");
    assertThat(found("name: a|b ab", new Query("a|b", true, true, true)))
        .containsExactly("6:a", "8:b");
  }

  @Test
  void expressionsKnowLinesAndGroups() {
    assertThat(found("a\r\nb\n", expression("^.$"))).containsExactly("0:a", "3:b");
    assertThat(found("ab", expression(""))).isEmpty();
    assertThat(found("a\nb", expression("^"))).containsExactly("0:", "2:");
    assertThat(replaced("x: 1\ny: 2", expression("(?<key>\\w): (\\d)"), "${key}${2}$1$2!"))
        .isEqualTo("x1x1!\ny2y2!");
    assertThat(replaced("ab", expression("(a)(z)?"), "[$1$2]")).isEqualTo("[a]b");
    assertThat(replaced("ab", expression("(a)"), "$12\\$\\\\\\n\\t")).isEqualTo("a2$\\\n\tb");
    assertThat(replaced("a\nb", expression("^"), "- ")).isEqualTo("- a\n- b");
  }

  @Test
  void whatIsNoneIsSaid() {
    assertThat(Search.all("x", expression("[a"), () -> false))
        .isEqualTo(new Search.Found.Bad("Unclosed character class, character 2"));
    assertThat(replaced("a", expression("(a)"), "$2")).isEqualTo("there is no group `$2`");
    assertThat(replaced("a", expression("(a)"), "${b}")).isEqualTo("there is no group `${b}`");
    assertThat(replaced("a", expression("a"), "\\")).contains("stands at the end");
    assertThat(replaced("a", expression("a"), "$")).contains("followed by no group");
  }

  @Test
  void expressionsThatTryTooManyWaysEnd() {
    var slow = "x".repeat(60) + "!";
    assertThat(Search.all(slow, expression("(x+)*\\1y"), () -> false))
        .isEqualTo(new Search.Found.Ended());
    assertThat(replaced(slow, expression("(x+)*\\1y"), "")).isEqualTo("ended");
    assertThat(Search.all("ab".repeat(100_000), expression("(a|b)*c"), () -> false))
        .isEqualTo(new Search.Found.Ended());
  }

  @Test
  void whatRepeatsWithoutLookingAtTheTextIsNotBegun() {
    for (var endless :
        List.of(
            "\\G{2147483647}",
            "(?:(?:){99}){99}",
            "(?:\\A{2147483647}){2147483647}",
            "((a{80}|[({]{3})b){80}",
            "(?:(?:){2147483647}){2147483647}")) {
      assertThat(Search.all("x", expression(endless), () -> false))
          .as(endless)
          .isInstanceOfSatisfying(
              Search.Found.Bad.class, bad -> assertThat(bad.why()).contains("more than 5000"));
    }
    assertThat(found("2026-11-26", expression("\\d{4}(-\\d{2}){2}"))).hasSize(1);
    assertThat(found("{99999}", expression("\\Q{99999}\\E|[{}99999]|\\x{99999}"))).hasSize(1);
    assertThat(found("a".repeat(5_000), expression("a{5000}|(a{5000}){0,1}"))).isNotEmpty();
  }

  @Test
  void nobodyWaitsForWhatWasCalledOff() {
    var asked = new AtomicInteger();
    assertThat(
            Search.all(
                "x".repeat(60) + "!", expression("(x+)*\\1y"), () -> asked.incrementAndGet() == 3))
        .isEqualTo(new Search.Found.Ended());
    assertThat(asked).hasValue(3);
  }

  @Test
  void onePlaceIsReplacedWithWhatStandsAroundItInView() {
    var text = "key: a, a";
    var looking = expression("(?<=, )a");
    var by = (Search.Replaced.By) Search.replaceAt(text, looking, "b", 8);
    assertThat(Edit.apply(text, by.edits())).isEqualTo("key: a, b");
    assertThat(((Search.Replaced.By) Search.replaceAt(text, looking, "b", 5)).edits()).isEmpty();
  }

  @Test
  void placesAreWalkedAroundTheEnd() {
    var places = ((Search.Found.At) Search.all("a a a", expression("a"), () -> false)).places();
    assertThat(places.next(1)).hasValue(1);
    assertThat(places.next(5)).hasValue(0);
    assertThat(places.before(0)).hasValue(2);
    assertThat(places.before(4)).hasValue(1);
    assertThat(places.at(2, 3)).hasValue(1);
    assertThat(places.at(2, 4)).isEmpty();
    assertThat(Places.NONE.next(0)).isEmpty();
  }
}
