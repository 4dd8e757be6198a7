package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads nodes as values of a type, without conversions; what does not fit is noted and a harmless
 * value returned. For one thread.
 */
public final class Typed {
  private final Problems problems;

  Typed(Problems problems) {
    this.problems = problems;
  }

  /** Calls back for each entry of a mapping with free keys; duplicates are problems. */
  public void entries(Node node, String name, BiConsumer<String, Node> sink) {
    if (!(node instanceof Node.Mapping map)) {
      problems.error(node, "type", name + " must be a mapping, this is " + node.kind());
      return;
    }
    var seen = new HashSet<String>();
    for (var entry : map.entries()) {
      var key = entry.key();
      if (!isText(key)) {
        problems.error(
            key, "key", "a key must be a text, this is " + key.kind() + "; put it in quotes");
      } else if (!seen.add(key.text())) {
        problems.error(
            key, "duplicate-key", "`" + key.text() + "` is given twice; remove one of them");
      } else {
        sink.accept(key.text(), entry.value());
      }
    }
  }

  /** Any value as JSON has it; dates become texts with a warning. */
  public Value anything(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> {
        if (scalar.form() == Node.Form.DATE) {
          problems.warning(
              scalar,
              "unquoted-date",
              "`" + scalar.text() + "` is read as a text; put it in quotes to say so");
        }
        yield scalar.value();
      }
      case Node.Sequence list -> {
        var items = new ArrayList<Value>();
        list.items().forEach(item -> items.add(anything(item)));
        yield new Value.Items(items);
      }
      case Node.Mapping map -> {
        var fields = new LinkedHashMap<String, Value>();
        entries(map, "this", (k, v) -> fields.put(k, anything(v)));
        yield new Value.Fields(fields);
      }
    };
  }

  /** The text of a node, or a problem. */
  public String text(Node node, String name) {
    if (node instanceof Node.Scalar scalar && isText(scalar)) {
      return scalar.text();
    }
    wrong(node, name, "a text", node instanceof Node.Scalar s && !isNull(s));
    return "";
  }

  /** The integer of a node, or a problem. */
  public BigInteger whole(Node node, String name) {
    if (node instanceof Node.Scalar(var at, String t, Value.Int(var value), var form)) {
      return value;
    }
    wrong(node, name, "an integer", false);
    return BigInteger.ONE;
  }

  double number(Node node, String key) {
    if (node instanceof Node.Scalar scalar) {
      if (scalar.value() instanceof Value.Real(var value)) {
        return value;
      }
      if (scalar.value() instanceof Value.Int(var whole)) {
        var value = whole.doubleValue();
        if (Double.isInfinite(value)) {
          problems.error(node, "range", "`" + key + "` is too large");
        }
        return value;
      }
    }
    wrong(node, "`" + key + "`", "a number", false);
    return 1;
  }

  boolean flag(Node node, String key) {
    if (node instanceof Node.Scalar(var at, String t, Value.Bool(var value), var form)) {
      return value;
    }
    wrong(node, "`" + key + "`", "`true` or `false`", false);
    return false;
  }

  List<Node> items(Node node, String key) {
    if (node instanceof Node.Sequence(var at, List<Node> items)) {
      return items;
    }
    problems.error(
        node,
        "type",
        "`"
            + key
            + "` must be a list, this is "
            + node.kind()
            + "; write `[…]` or lines with `- `");
    return List.of();
  }

  List<String> texts(Node node, String key) {
    var items = items(node, key);
    var texts = new ArrayList<String>(items.size());
    for (var item : items) {
      texts.add(text(item, "an item of `" + key + "`"));
    }
    return texts;
  }

  <E> E word(Node node, String key, Function<String, Optional<E>> read, List<E> all) {
    if (node instanceof Node.Scalar scalar && isText(scalar)) {
      var value = read.apply(scalar.text());
      if (value.isPresent()) {
        return value.get();
      }
    }
    problems.error(node, "value", () -> noSuchWord(node, key, words(read, all)));
    return all.getFirst();
  }

  /** As files write them: as they call themselves where that is read, otherwise in lower case. */
  private static <E> List<String> words(Function<String, Optional<E>> read, List<E> all) {
    return all.stream()
        .map(String::valueOf)
        .map(word -> read.apply(word).isPresent() ? word : word.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String noSuchWord(Node node, String key, List<String> words) {
    var given = node instanceof Node.Scalar scalar ? scalar.text() : "";
    return "`"
        + key
        + "` cannot be "
        + node.kind()
        + Suggestion.of(given, words)
            .map(near -> "; did you mean `" + near + "`? It is one of `")
            .orElse("; it is one of `")
        + String.join("`, `", words)
        + "`";
  }

  private void wrong(Node node, String name, String wanted, boolean quotable) {
    problems.error(
        node,
        "type",
        name
            + " must be "
            + wanted
            + ", this is "
            + node.kind()
            + (quotable ? "; put it in quotes" : ""));
  }

  static boolean isText(Node.Scalar scalar) {
    return scalar.value() instanceof Value.Text && scalar.form() != Node.Form.DATE;
  }

  static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Null;
  }
}
