package dev.agentsafe.core.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CanonicalJsonTest {
  private static final int VALUES = 100_000;

  @Test
  void membersAreSortedByCodePointAtEveryDepth() {
    var inner = new LinkedHashMap<String, Value>();
    for (var name : List.of("\ud83d\ude00", "\uffff", "b", "", "B", "\ud83d")) {
      inner.put(name, Value.of(1));
    }
    assertThat(CanonicalJson.text(new Value.Fields(Map.of("x", new Value.Fields(inner)))))
        .isEqualTo(
            "{\"x\": {\"\": 1, \"B\": 1, \"b\": 1, \"\\ud83d\": 1, \"\\uffff\": 1,"
                + " \"\\ud83d\\ude00\": 1}}");
  }

  @Test
  void doublesAreWrittenAsPythonWritesThem() {
    assertThat(
            List.of(
                    1e16,
                    1e15,
                    123456789012345680.0,
                    1e-4,
                    1e-5,
                    Double.MIN_VALUE,
                    2e23,
                    -0.0,
                    100.0,
                    0.1)
                .stream()
                .map(PythonFloat::repr))
        .containsExactly(
            "1e+16",
            "1000000000000000.0",
            "1.2345678901234568e+17",
            "0.0001",
            "1e-05",
            "5e-324",
            "2e+23",
            "-0.0",
            "100.0",
            "0.1");
    assertThat(List.of(1 / 0.0, -1 / 0.0, 0 / 0.0).stream().map(PythonFloat::repr))
        .containsExactly("Infinity", "-Infinity", "NaN");
  }

  @Test
  void theOrderOfTextsIsThatOfTheirCodePoints() {
    var random = new Random(7);
    var units = new char[] {'a', '\ud83d', '\ude00', '\udbff', '\ue000', '\uffff'};
    for (var i = 0; i < 200_000; i++) {
      var a = randomText(random, units);
      var b = randomText(random, units);
      assertThat(Integer.signum(CodePoints.ORDER.compare(a, b)))
          .as("%s %s", CanonicalJson.text(Value.of(a)), CanonicalJson.text(Value.of(b)))
          .isEqualTo(
              Integer.signum(Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray())));
    }
  }

  private static String randomText(Random random, char[] units) {
    var text = new StringBuilder();
    for (var i = random.nextInt(5); i > 0; i--) {
      text.append(units[random.nextInt(units.length)]);
    }
    return text.toString();
  }

  @Test
  void randomValuesAreEncodedAsPythonEncodesThem(@TempDir Path folder) throws Exception {
    var random = new Random(20_261_123);
    var values = new RandomValues(random);
    var ours = new ArrayList<String>(VALUES);
    var given = new ArrayList<String>(VALUES);
    for (var i = 0; i < VALUES; i++) {
      var value = values.value(3);
      ours.add(CanonicalJson.text(value));
      given.add(Spelling.otherwise(value, random));
    }
    var file = Files.write(folder.resolve("values.jsonl"), given);
    var theirs =
        Python.run(
            folder,
            """
            import json, sys
            for line in open(sys.argv[1]):
                print(json.dumps(json.loads(line), sort_keys=True))
            """,
            file.toString());
    assertThat(theirs).hasSize(VALUES);
    for (var i = 0; i < VALUES; i++) {
      assertThat(ours.get(i)).isEqualTo(theirs.get(i));
    }
  }
}
