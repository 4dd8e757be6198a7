package dev.agentsafe.core.conformance;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads case files. */
final class Cases {
  private static final Pattern BARE = Pattern.compile("(?<=[:,\\[] )(-?Infinity|NaN)(?=[,}\\]])");

  private Cases() {}

  /** The cases of a file, one object a line; {@code $float} markers become doubles. */
  static List<Value.Fields> of(Path file) throws IOException {
    var cases = new ArrayList<Value.Fields>();
    for (var line : Files.readAllLines(file)) {
      switch (Json.readLastWins(marked(line))) {
        case Json.Read.Good(var value) -> cases.add((Value.Fields) unmark(value));
        case Json.Read.Bad bad -> throw new IOException(file + ": " + bad);
      }
    }
    return cases;
  }

  /** Some lines hold tokens that are not JSON; we read none, and mark them like the rest. */
  private static String marked(String line) {
    return line.contains("Infinity") || line.contains("NaN")
        ? BARE.matcher(line).replaceAll(t -> "{\"\\$float\": \"" + marker(t.group()) + "\"}")
        : line;
  }

  private static String marker(String token) {
    return token.replace("Infinity", "inf").replace("NaN", "nan");
  }

  static boolean flag(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Bool(var b) && b;
  }

  static String text(Value.Fields of, String name) {
    return of.text(name).orElseThrow(() -> new IllegalStateException("no text " + name));
  }

  static Optional<String> optText(Value.Fields of, String name) {
    return of.text(name);
  }

  static Value.Fields fields(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Fields f ? f : Value.EMPTY;
  }

  static Value value(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL);
  }

  static List<Value> items(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Items(var v) ? v : List.of();
  }

  static List<String> texts(Value.Fields of, String name) {
    return items(of, name).stream().map(v -> ((Value.Text) v).value()).toList();
  }

  static long whole(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Int(BigInteger i)
        ? i.longValueExact()
        : 0;
  }

  static List<String> tags(Value.Fields of) {
    return texts(of, "tags");
  }

  static Value unmark(Value value) {
    return switch (value) {
      case Value.Items(var items) -> new Value.Items(items.stream().map(Cases::unmark).toList());
      case Value.Fields f -> {
        if (f.values().size() == 1 && f.text("$float").isPresent()) {
          yield Value.of(
              switch (f.text("$float").get()) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
              });
        }
        var out = new LinkedHashMap<String, Value>();
        f.values().forEach((k, v) -> out.put(k, unmark(v)));
        yield new Value.Fields(out);
      }
      case Value.Null n -> n;
      case Value.Bool b -> b;
      case Value.Int i -> i;
      case Value.Real r -> r;
      case Value.Text t -> t;
    };
  }
}
