package dev.agentsafe.core.canonical;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;

/** Another spelling of a JSON value, by none of the code under test. */
public final class Spelling {
  private Spelling() {}

  /** The value with its members in any order and every character escaped. */
  public static String otherwise(Value value, Random random) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool(var b) -> String.valueOf(b);
      case Value.Int(var i) -> i.toString();
      case Value.Real(var d) -> String.valueOf(d);
      case Value.Text(var t) -> quoted(t);
      case Value.Items(var items) ->
          items.stream().map(i -> otherwise(i, random)).toList().toString();
      case Value.Fields(var fields) -> {
        var members = new ArrayList<String>();
        fields.forEach((k, v) -> members.add(quoted(k) + ":" + otherwise(v, random)));
        Collections.shuffle(members, random);
        yield "{" + String.join(",", members) + "}";
      }
    };
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.chars().forEach(c -> out.append("\\u%04X".formatted(c)));
    return out.append('"').toString();
  }
}
