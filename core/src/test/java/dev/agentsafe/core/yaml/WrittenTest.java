package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read as what it is, and people see all of it. */
final class WrittenTest {
  private static Value read(String text) {
    var problems = new Problems("f");
    var node = Document.read(new Source("f", text), problems).orElseThrow();
    assertThat(problems.list()).as(text).isEmpty();
    return plain(node);
  }

  private static Value plain(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> {
        assertThat(Dialect.difference(scalar)).as(scalar.text()).isEmpty();
        yield scalar.value();
      }
      case Node.Sequence list ->
          new Value.Items(list.items().stream().map(WrittenTest::plain).toList());
      case Node.Mapping map -> {
        var fields = Value.EMPTY;
        for (var entry : map.entries()) {
          fields = fields.with(entry.key().text(), plain(entry.value()));
        }
        yield fields;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a",
        "two words",
        "it's",
        "\"",
        "\\",
        "a: b",
        "a #b",
        "#",
        "-",
        "- a",
        "--- a",
        "?",
        "yes",
        "No",
        "y",
        "null",
        "~",
        "1",
        "01",
        "1e3",
        "1E3",
        ".5",
        "0o7",
        "1_000",
        "12:30",
        "+1",
        ".NaN",
        "2020-01-01",
        "<<",
        "=",
        "[a]",
        "{",
        "}",
        ",",
        "a, b",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "a\nb",
        "\t",
        "a\r\nb",
        "a\u2028b",
        "\ufeffa",
        "\u0000",
        "a\u200bb",
        "a\u202eb",
        "\ud83e\udd80",
        "\udb40\udc41",
        "scale-*",
        "10.0.0.1",
        "host:80"
      })
  void aTextIsReadAsThatText(String text) {
    var wanted = Value.of(text);
    var all = new Value.Items(List.of(wanted, new Value.Fields(Map.of(text + "k", wanted))));
    assertThat(read(Written.flow(all))).isEqualTo(all);
    assertThat(read("k: " + Written.line(text))).isEqualTo(Value.EMPTY.with("k", wanted));
    for (char quote : new char[] {'"', '\''}) {
      assertThat(read("k: " + Written.quoted(text, quote)))
          .isEqualTo(Value.EMPTY.with("k", wanted));
    }
  }

  @Test
  void whatCannotBeSeenOrTurnsTextAroundIsWrittenAsItsNumber() {
    assertThat(Written.line("a\u202eb")).isEqualTo("\"a\\u202eb\"");
    assertThat(Written.quoted("a\u200bb", '\'')).isEqualTo("\"a\\u200bb\"");
    assertThat(Written.text("\udb40\udc41")).isEqualTo("\"\\U000e0041\"");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 0.5, -2, 1e7, 3e15, 1e20, 1e-7, Double.MAX_VALUE, 4.9e-324})
  void aNumberIsReadAsThatNumber(double number) {
    var all = Value.EMPTY.with("k", new Value.Real(number));
    assertThat(read(Written.flow(all))).isEqualTo(all);
  }

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(Written.text("scale-deployment")).isEqualTo("scale-deployment");
    assertThat(Written.text("few people (at night)")).isEqualTo("few people (at night)");
    assertThat(Written.text("a, b")).isEqualTo("\"a, b\"");
    assertThat(Written.line("a, b")).isEqualTo("a, b");
  }
}
