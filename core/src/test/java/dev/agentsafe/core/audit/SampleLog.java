package dev.agentsafe.core.audit;

import dev.agentsafe.core.canonical.CanonicalJson;
import dev.agentsafe.core.canonical.RandomValues;
import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Chained lines for tests, made the plain way. */
final class SampleLog {
  private SampleLog() {}

  /** Lines of the older format with random parameters. */
  static List<String> lines(int count, long seed) {
    var values = new RandomValues(new Random(seed));
    var lines = new ArrayList<String>();
    var prev = LineCheck.GENESIS;
    for (var i = 0; i < count; i++) {
      var fields = new LinkedHashMap<String, Value>();
      fields.put("action", Value.of("scale-deployment"));
      fields.put("caller", Value.of("agent-" + i));
      fields.put("context", i % 3 == 0 ? Value.NULL : values.fields(2));
      fields.put("event_id", Value.of("evt-%012x".formatted(i)));
      fields.put("params", values.fields(1));
      fields.put("reason", Value.of("because"));
      lines.add(line(fields, prev));
      prev = hashOf(lines.getLast());
    }
    return lines;
  }

  /** The canonical line of those fields behind that hash. */
  static String line(Map<String, Value> fields, String prev) {
    fields.put("prev_hash", Value.of(prev));
    fields.remove("entry_hash");
    fields.put("entry_hash", Value.of(CanonicalJson.sha256(new Value.Fields(fields))));
    return CanonicalJson.text(new Value.Fields(fields));
  }

  static String hashOf(String line) {
    var at = line.indexOf("\"entry_hash\": \"") + 15;
    return line.substring(at, at + 64);
  }

  static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
