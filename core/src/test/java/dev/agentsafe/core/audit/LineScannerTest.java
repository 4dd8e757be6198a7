package dev.agentsafe.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the scanner learnt from earlier lines makes it faster and never changes its judgement. */
final class LineScannerTest {
  private static final String HASHES =
      "\"entry_hash\": \"%s\", ".formatted("a".repeat(64))
          + "%s\"prev_hash\": \"%s\"".formatted("%s", "b".repeat(64));

  /** Neighbours of each other in every way; some as long as what is remembered, some longer. */
  private static final List<String> NAMES =
      List.of(
          "f",
          "fa",
          "fab",
          "fabcdefg",
          "fabcdefgh",
          "g",
          "entry_hash",
          "k".repeat(43),
          "k".repeat(44),
          "k".repeat(45),
          "k".repeat(90));

  private static byte[] padded(String line) {
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + LineScanner.SLACK);
  }

  private static boolean isCanonical(String line) {
    return LineJson.read(line) instanceof LineJson.Read.Good(Value.Fields fields)
        && CanonicalJson.text(fields).equals(line);
  }

  private static String members(Random random, int depth) {
    var names = new ArrayList<String>();
    for (var i = random.nextInt(4); i >= 0; i--) {
      names.add(NAMES.get(random.nextInt(NAMES.size())));
    }
    if (random.nextInt(6) > 0) {
      Collections.sort(names);
    }
    return names.stream()
        .map(name -> "\"" + name + "\": " + value(random, depth))
        .collect(Collectors.joining(", "));
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 2 ? 3 : 6)) {
      case 0 -> "\"" + "x".repeat(random.nextInt(20)) + "\"";
      case 1 -> "7";
      case 2 -> "{}";
      case 3 -> "[" + value(random, depth + 1) + ", " + value(random, depth + 1) + "]";
      default -> "{" + members(random, depth + 1) + "}";
    };
  }

  @Test
  void whatIsSpelledWellIsJudgedTheSameWhateverCameBefore() {
    var experienced = new LineScanner();
    var random = new Random(4);
    var well = 0;
    for (var round = 0; round < 40_000; round++) {
      var middle = "\"m\": {" + members(random, 0) + "}, ";
      if (random.nextInt(4) == 0) {
        var at = random.nextInt(middle.length());
        middle =
            middle.substring(0, at)
                + " \"\\,:}]{1f".charAt(random.nextInt(10))
                + middle.substring(at + 1);
      }
      var line = "{\"a\": 0, " + HASHES.formatted(middle) + "}";
      var bytes = padded(line);
      var end = experienced.scan(bytes, 0);
      // Escapes in names are in doubt.
      assertThat(end >= 0 || line.contains("\\"))
          .as(line)
          .isEqualTo((isCanonical(line) && isWhole(line)) || line.contains("\\"));
      assertThat(end < 0 || isCanonical(line)).as(line).isTrue();
      assertThat(new LineScanner().scan(bytes, 0)).as(line).isEqualTo(end);
      well += end >= 0 ? 1 : 0;
    }
    assertThat(well).isBetween(10_000, 35_000);
  }

  /** Whether the hashes have kept their names and their length; otherwise it is in doubt. */
  private static boolean isWhole(String line) {
    return LineJson.read(line) instanceof LineJson.Read.Good(Value.Fields fields)
        && fields.text("entry_hash").filter(t -> t.length() == 64).isPresent()
        && fields.text("prev_hash").filter(t -> t.length() == 64).isPresent();
  }

  @Test
  void anOrderLearntInOneObjectHoldsInAnother() {
    var scanner = new LineScanner();
    var good = padded("{\"a\": {\"b\": 1, \"c\": 2}, " + HASHES.formatted("") + "}");
    assertThat(scanner.scan(good, 0)).isPositive();
    assertThat(scanner.scan(good, 0)).isPositive();
    for (var wrong :
        List.of(
            "{\"a\": {\"c\": 1, \"b\": 2}, ",
            "{\"a\": {\"b\": 1, \"b\": 2}, ",
            "{\"a\": {\"b\": 1, \"c\" : 2}, ",
            "{\"a\": {\"b\": 1, \"c\": 2, \"b\": 1}, ",
            "{\"a\": 1, \"a\": {\"b\": 1, \"c\": 2}, ")) {
      assertThat(scanner.scan(padded(wrong + HASHES.formatted("") + "}"), 0))
          .as(wrong)
          .isEqualTo(LineScanner.DOUBT);
    }
    assertThat(scanner.scan(good, 0)).isPositive();
  }

  @Test
  void ofManyNamesOnlySomeAreKept() {
    var names = new KnownNames();
    for (var i = 0; i < 10_000; i++) {
      var name = ("\"a" + i + "\": ").getBytes(StandardCharsets.UTF_8);
      assertThat(names.get(name, 0, name.length).isText(name, 0, name.length)).isTrue();
    }
    assertThat(names.count()).isEqualTo(512);
  }
}
