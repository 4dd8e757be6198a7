package dev.agentsafe.editors.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.editors.language.YamlLine.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an author sees coloured. */
final class YamlLineTest {

  private static Kind kindOf(String line, String piece) {
    int at = line.lastIndexOf(piece);
    return YamlLine.spans(line).stream()
        .filter(s -> s.from() <= at && at < s.to())
        .findFirst()
        .orElseThrow()
        .kind();
  }

  @Test
  void keysLiteralsTextsAndCommentsDiffer() {
    var line = "  - priority: 100 # higher first";
    assertThat(kindOf(line, "priority")).isEqualTo(Kind.KEY);
    assertThat(kindOf(line, "100")).isEqualTo(Kind.LITERAL);
    assertThat(kindOf(line, "# higher")).isEqualTo(Kind.COMMENT);
    assertThat(kindOf("reason: \"no # comment\"", "# comment")).isEqualTo(Kind.TEXT);
  }

  @Test
  void wordInsideATextIsNoLiteral() {
    assertThat(kindOf("description: what people depend on", "on")).isEqualTo(Kind.PLAIN);
    assertThat(kindOf("reversible: on", "on")).isEqualTo(Kind.LITERAL);
  }

  @Test
  void everyCharacterIsInExactlyOnePiece() {
    var random = new Random(42);
    var alphabet = "ab: -#\"'[]{},\\1\t\u00e9\ud83d\ude00";
    for (int round = 0; round < 20_000; round++) {
      var line = new StringBuilder();
      int length = random.nextInt(30);
      for (int i = 0; i < length; i++) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      int at = 0;
      for (var span : YamlLine.spans(line.toString())) {
        assertThat(span.from()).isEqualTo(at);
        assertThat(span.to()).isGreaterThan(at);
        at = span.to();
      }
      assertThat(at).isEqualTo(line.length());
    }
  }
}
