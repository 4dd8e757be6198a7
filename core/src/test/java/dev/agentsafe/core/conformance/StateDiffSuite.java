package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.state.Diff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Differences of states at the top level. The order of names is by code point of the expected ones:
 * what the cases say of it is the order before S16 was applied.
 */
final class StateDiffSuite implements Suite {
  @Override
  public String name() {
    return "state_diff";
  }

  @Override
  public Tally run(Path dir) throws Exception {
    var tally = new Tally();
    for (var c : Cases.of(dir.resolve("cases.jsonl"))) {
      tally.check(Cases.text(c, "id"), Cases.flag(c, "optional"), () -> problem(c));
    }
    return tally;
  }

  private static String problem(Value.Fields c) {
    var diff = Diff.between(Cases.fields(c, "before"), Cases.fields(c, "after"));
    var expected = Cases.fields(c, "expected");
    var changed = new LinkedHashMap<String, Value>();
    diff.changed()
        .forEach((name, change) -> {
          var pair = new LinkedHashMap<String, Value>();
          pair.put("old", change.before());
          pair.put("new", change.after());
          changed.put(name, new Value.Fields(pair));
        });
    var wrong = new ArrayList<String>();
    part(wrong, "added", diff.added(), expected);
    part(wrong, "removed", diff.removed(), expected);
    part(wrong, "changed", changed, expected);
    if (!diff.unchanged().equals(Cases.texts(expected, "unchanged"))) {
      wrong.add("unchanged: " + diff.unchanged());
    }
    return String.join("; ", wrong);
  }

  private static void part(
      List<String> wrong, String name, Map<String, Value> actual, Value.Fields expected) {
    var text = CanonicalJson.text(new Value.Fields(actual));
    if (!text.equals(CanonicalJson.text(Cases.fields(expected, name)))) {
      wrong.add(name + ": " + text);
    }
    var order =
        Cases.fields(expected, name).values().keySet().stream()
            .sorted((a, b) -> Arrays.compare(codePoints(a), codePoints(b)))
            .toList();
    if (!List.copyOf(actual.keySet()).equals(order)) {
      wrong.add("order of " + name + ": " + actual.keySet());
    }
  }

  private static int[] codePoints(String text) {
    return text.codePoints().toArray();
  }
}
