package dev.agentsafe.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DocumentTest {

  private static Node read(String text) {
    var problems = new Problems("a.yaml");
    return Document.read(new Source("a.yaml", text), problems)
        .orElseThrow(() -> new AssertionError(problems.list().toString()));
  }

  private static String refused(String text) {
    var problems = new Problems("a.yaml");
    assertThat(Document.read(new Source("a.yaml", text), problems)).isEmpty();
    assertThat(problems.list()).isNotEmpty();
    return problems.list().getFirst().toString();
  }

  @Test
  void valuesKnowLineAndColumnInCodePoints() {
    var map = (Node.Mapping) read("a: 1\nb: [x, \"\uD83D\uDE00\", y]\n");
    var list = (Node.Sequence) map.entries().get(1).value();

    assertThat(list.line()).isEqualTo(2);
    assertThat(list.column()).isEqualTo(4);
    assertThat(list.items().get(2).column()).isEqualTo(13);
  }

  @Test
  void anchorsAliasesTagsAndSecondDocumentsAreRefusedWhereTheyStand() {
    assertThat(refused("a: &x 1\n")).startsWith("a.yaml:1:4: `&x` is an anchor");
    assertThat(refused("a: 1\nb: *x\n")).startsWith("a.yaml:2:4: `*x` is an alias");
    assertThat(refused("a: !!str 1\n")).startsWith("a.yaml:1:4: `tag:yaml.org,2002:str` is a tag");
    assertThat(refused("a: 1\n---\nb: 2\n")).startsWith("a.yaml:2:1: a second document");
  }

  @Test
  void aBombOfAliasesIsRefusedAtOnce() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (var i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(refused(bomb.toString())).startsWith("a.yaml:1:5: `&a0` is an anchor");
  }

  @Test
  void deepNestingIsRefusedNotOverflowed() {
    assertThat(refused("[".repeat(100_000))).contains("deeper than 64");
    assertThat(refused("- ".repeat(5_000) + "x")).contains("deeper than 64");
    assertThat(refused("? ".repeat(5_000) + "x")).contains("deeper than 64");
  }

  @Test
  void aTextBeyondTheLimitIsRefused() {
    assertThat(refused("#" + "x".repeat(Document.LONGEST))).contains("larger than 16 MiB");
  }

  @Test
  void syntaxErrorsAndForbiddenCharactersHaveTheirPlace() {
    assertThat(refused("a: 1\n b: 2\n")).startsWith("a.yaml:2:2: this is no YAML");
    assertThat(refused("a: 1\nb: x\u0001\n")).startsWith("a.yaml:2:5: the character `U+0001`");
    assertThat(refused("a: @x\n")).startsWith("a.yaml:1:4: ");
  }

  @ParameterizedTest
  @CsvSource({
    "010, 8",
    "0x1F, 31",
    "0b11, 3",
    "1_000, 1000",
    "1:30, 90",
    "-1:30, -90",
    "+1, 1",
    "-0, 0",
    "190:20:30, 685230"
  })
  void integersAreReadAsYaml11ReadsThem(String text, long value) {
    assertThat(((Node.Scalar) read(text)).value()).isEqualTo(Value.of(value));
  }

  @ParameterizedTest
  @CsvSource({"1., 1.0", ".5, 0.5", "1e5, ", "1.0e+5, 100000.0", "1:30.5, 90.5", "08, ", "0o7, "})
  void numbersAreReadAsYaml11ReadsThem(String text, Double value) {
    assertThat(((Node.Scalar) read(text)).value())
        .isEqualTo(value == null ? Value.of(text) : Value.of(value.doubleValue()));
  }

  @Test
  void wordsAreBooleansAndNullsOnlyWithoutQuotes() {
    assertThat(((Node.Scalar) read("no")).value()).isEqualTo(Value.of(false));
    assertThat(((Node.Scalar) read("On")).value()).isEqualTo(Value.of(true));
    assertThat(((Node.Scalar) read("oN")).value()).isEqualTo(Value.of("oN"));
    assertThat(((Node.Scalar) read("y")).value()).isEqualTo(Value.of("y"));
    assertThat(((Node.Scalar) read("~")).value()).isEqualTo(Value.NULL);
    assertThat(((Node.Scalar) read("'no'")).value()).isEqualTo(Value.of("no"));
    assertThat(((Node.Scalar) read("2024-01-01")).form()).isEqualTo(Node.Form.DATE);
  }

  @Test
  void nothingIsReadFromAnEmptyText() {
    var problems = new Problems("a.yaml");
    assertThat(Document.read(new Source("a.yaml", "# only a comment\n"), problems)).isEmpty();
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void whereTheYamlVersionsDifferIsKnown() {
    for (var text : new String[] {"on", "010", "1:30", "1_0", "0o7", "1e5", "2024-01-01", "yes"}) {
      assertThat(Dialect.difference((Node.Scalar) read(text))).as(text).isPresent();
    }
    for (var text : new String[] {"true", "10", "1.5", "abc", "'on'", "~", "0", "0x1f", "-3"}) {
      assertThat(Dialect.difference((Node.Scalar) read(text))).as(text).isEmpty();
    }
  }

  @Test
  void aNumberOfManyPartsTakesLittleStack() throws Exception {
    var read = new CompletableFuture<Optional<Node>>();
    var number = "a: 1" + ":1".repeat(2_000) + "\n";
    var small =
        new Thread(
            null,
            () -> read.complete(Document.read(new Source("", number), new Problems(""))),
            "small stack",
            256L << 10);
    small.setUncaughtExceptionHandler((thread, e) -> read.completeExceptionally(e));
    small.start();
    assertThat(read.get(30, TimeUnit.SECONDS)).isPresent();
  }
}
