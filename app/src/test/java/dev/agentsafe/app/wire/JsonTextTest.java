package dev.agentsafe.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

  @Test
  void membersKeepTheirOrder() {
    var value = Value.EMPTY.with("z", Value.of(1)).with("a", Value.texts(List.of("x")));
    assertThat(JsonText.compact(value)).isEqualTo("{\"z\":1,\"a\":[\"x\"]}");
  }

  @Test
  void prettyTextIsIndentedByTwo() {
    var value = Value.EMPTY.with("a", Value.texts(List.of("x"))).with("b", Value.EMPTY);
    assertThat(JsonText.pretty(value)).isEqualTo("{\n  \"a\": [\n    \"x\"\n  ],\n  \"b\": {}\n}");
  }

  @Test
  void controlAndBidirectionalCharactersNeverReachATerminal() {
    var text = JsonText.compact(Value.of("\u001b[31m\u202egnp\u0007\u007f\ud83d\ude00\ud800"));
    assertThat(text)
        .isEqualTo("\"\\u001b[31m\\u202egnp\\u0007\\u007f\\ud83d\\ude00\\ud800\"")
        .matches("[ -~]*");
  }

  @Test
  void whatJsonCannotSayBecomesNull() {
    assertThat(JsonText.compact(Value.of(Double.NaN))).isEqualTo("null");
    assertThat(JsonText.compact(Value.of(Double.POSITIVE_INFINITY))).isEqualTo("null");
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    var random = new Random(11);
    for (var i = 0; i < 2_000; i++) {
      var value = value(random, 4);
      assertThat(Json.read(JsonText.compact(value))).isEqualTo(new Json.Read.Good(value));
      assertThat(Json.read(JsonText.pretty(value))).isEqualTo(new Json.Read.Good(value));
    }
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong());
      case 3 -> Value.of(random.nextGaussian());
      case 4 -> Value.of(text(random));
      case 5 -> {
        var items = new ArrayList<Value>();
        for (var i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new Value.Items(items);
      }
      default -> {
        var fields = new LinkedHashMap<String, Value>();
        for (var i = random.nextInt(4); i > 0; i--) {
          fields.put(text(random), value(random, depth - 1));
        }
        yield new Value.Fields(fields);
      }
    };
  }

  private static String text(Random random) {
    var out = new StringBuilder();
    for (var i = random.nextInt(12); i > 0; i--) {
      out.appendCodePoint(
          random.nextInt(3) == 0 ? random.nextInt(0xd800) : ' ' + random.nextInt(95));
    }
    return out.toString();
  }
}
