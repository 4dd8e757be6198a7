package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with known keys, read key by key; what does not fit is noted and a harmless value
 * returned, so that one pass finds many problems. For one thread.
 *
 * <p>Nothing is converted: a value has the type of its field or is a problem.
 */
public final class Section {
  private final Node.Mapping mapping;
  private final Problems problems;
  // a handful of keys: looking through them beats hashing them
  private final List<Node.Entry> known;
  private final String what;

  private Section(Node.Mapping mapping, String what, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
    this.what = what;
    this.known = new ArrayList<>(Math.min(mapping.entries().size(), 16));
  }

  /**
   * Opens a mapping; unknown and duplicate keys are problems, keys that begin with {@code x-} are
   * not.
   *
   * @param what it is in words, such as {@code a rule}
   */
  public static Section open(Node node, String what, Set<String> known, Problems problems) {
    if (!(node instanceof Node.Mapping mapping)) {
      problems.error(
          node, "type", what + " must be a mapping of keys to values, this is " + node.kind());
      return new Section(new Node.Mapping(node.line(), node.column(), List.of()), what, problems);
    }
    var section = new Section(mapping, what, problems);
    var extensions = new HashSet<String>(0);
    for (var entry : mapping.entries()) {
      section.admit(entry, known, extensions);
    }
    return section;
  }

  private void admit(Node.Entry entry, Set<String> keys, Set<String> extensions) {
    var key = entry.key();
    if (!isText(key)) {
      problems.error(
          key, "key", "a key must be a text, this is " + key.kind() + "; put it in quotes");
    } else if (keys.contains(key.text())) {
      if (find(key.text()) != null) {
        problems.error(
            key, "duplicate-key", "`" + key.text() + "` is given twice; remove one of them");
      } else {
        known.add(entry);
      }
    } else if (key.text().startsWith("x-")) {
      if (!extensions.add(key.text())) {
        problems.error(
            key, "duplicate-key", "`" + key.text() + "` is given twice; remove one of them");
      }
    } else {
      problems.error(
          key,
          "unknown-key",
          what + " has no key `" + key.text() + "`" + Suggestion.hint(key.text(), keys));
    }
  }

  /** Where it begins. */
  public Node node() {
    return mapping;
  }

  /** The problems of its file. */
  public Problems problems() {
    return problems;
  }

  /** The value of that key; empty where the key is absent. */
  public Optional<Node> get(String key) {
    return Optional.ofNullable(find(key));
  }

  /** The value of that key; empty where it is absent or null. */
  public Optional<Node> given(String key) {
    var node = find(key);
    return node == null || isNull(node) ? Optional.empty() : Optional.of(node);
  }

  /** Notes an absent key. */
  public boolean require(String key) {
    if (find(key) != null) {
      return true;
    }
    problems.error(mapping, "missing-key", what + " needs the key `" + key + "`");
    return false;
  }

  /** A text that must be there. */
  public String text(String key) {
    return require(key) ? text(key, "") : "";
  }

  /** A text, or the fallback where the key is absent. */
  public String text(String key, String fallback) {
    var node = find(key);
    return node == null ? fallback : asText(node, "`" + key + "`");
  }

  /** A text; empty where it is absent or null. */
  public Optional<String> optionalText(String key) {
    return given(key).map(node -> asText(node, "`" + key + "`"));
  }

  /** A boolean, or the fallback where the key is absent. */
  public boolean flag(String key, boolean fallback) {
    var node = find(key);
    return node == null ? fallback : asFlag(node, key);
  }

  /** A boolean; empty where it is absent or null. */
  public Optional<Boolean> optionalFlag(String key) {
    return given(key).map(node -> asFlag(node, key));
  }

  /** An integer, or the fallback where the key is absent. */
  public BigInteger whole(String key, BigInteger fallback) {
    var node = find(key);
    return node == null ? fallback : asWhole(node, "`" + key + "`");
  }

  /** An integer; empty where it is absent or null. */
  public Optional<BigInteger> optionalWhole(String key) {
    return given(key).map(node -> asWhole(node, "`" + key + "`"));
  }

  /** A number; empty where it is absent or null. An integer is a number. */
  public Optional<Double> optionalNumber(String key) {
    return given(key).map(node -> asNumber(node, key));
  }

  /** A number, or the fallback where the key is absent. */
  public double number(String key, double fallback) {
    var node = find(key);
    return node == null ? fallback : asNumber(node, key);
  }

  /** The texts of a list, empty where the key is absent. */
  public List<String> texts(String key) {
    var node = find(key);
    return node == null ? List.of() : asTexts(node, key);
  }

  /** The texts of a list; empty where it is absent or null. */
  public Optional<List<String>> optionalTexts(String key) {
    return given(key).map(node -> asTexts(node, key));
  }

  /** The items of a list; none where the key is absent. */
  public List<Node> items(String key) {
    var node = find(key);
    return node == null ? List.of() : asItems(node, key);
  }

  /** The items of a list; empty where it is absent or null. */
  public Optional<List<Node>> optionalItems(String key) {
    return given(key).map(node -> asItems(node, key));
  }

  /** A word of a fixed set that must be there. */
  public <E> E word(String key, Function<String, Optional<E>> read, List<E> all) {
    var node = find(key);
    if (node == null) {
      require(key);
      return all.getFirst();
    }
    return word(node, key, read, all);
  }

  /** A list of words of a fixed set; empty where it is absent or null. */
  public <E> Optional<List<E>> words(String key, Function<String, Optional<E>> read, List<E> all) {
    return optionalItems(key)
        .map(items -> items.stream().map(item -> word(item, key, read, all)).toList());
  }

  /** Texts by text; empty where it is absent or null. */
  public Optional<Map<String, String>> optionalTextMap(String key) {
    return given(key)
        .map(node -> {
          var map = new LinkedHashMap<String, String>();
          eachEntry(node, "`" + key + "`", (k, v) -> map.put(k, asText(v, "`" + k + "`")));
          return map;
        });
  }

  /** Calls back for each entry of a mapping with free keys; duplicates are problems. */
  public void eachEntry(Node node, String name, BiConsumer<String, Node> sink) {
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
        eachEntry(map, "this", (k, v) -> fields.put(k, anything(v)));
        yield new Value.Fields(fields);
      }
    };
  }

  /** The text of a node, or a problem. */
  public String asText(Node node, String name) {
    if (node instanceof Node.Scalar scalar && isText(scalar)) {
      return scalar.text();
    }
    wrong(node, name, "a text", node instanceof Node.Scalar s && !isNull(s));
    return "";
  }

  /** The integer of a node, or a problem. */
  public BigInteger asWhole(Node node, String name) {
    if (node instanceof Node.Scalar(int l, int c, String t, Value.Int(var value), var form)) {
      return value;
    }
    wrong(node, name, "an integer", false);
    return BigInteger.ONE;
  }

  private double asNumber(Node node, String key) {
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

  private boolean asFlag(Node node, String key) {
    if (node instanceof Node.Scalar(int l, int c, String t, Value.Bool(var value), var form)) {
      return value;
    }
    wrong(node, "`" + key + "`", "`true` or `false`", false);
    return false;
  }

  private List<Node> asItems(Node node, String key) {
    if (node instanceof Node.Sequence(int l, int c, List<Node> items)) {
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

  private List<String> asTexts(Node node, String key) {
    var items = asItems(node, key);
    var texts = new ArrayList<String>(items.size());
    for (var item : items) {
      texts.add(asText(item, "an item of `" + key + "`"));
    }
    return texts;
  }

  private <E> E word(Node node, String key, Function<String, Optional<E>> read, List<E> all) {
    if (node instanceof Node.Scalar scalar && isText(scalar)) {
      var value = read.apply(scalar.text());
      if (value.isPresent()) {
        return value.get();
      }
    }
    var words = all.stream().map(e -> String.valueOf(e).toLowerCase(Locale.ROOT)).toList();
    var given = node instanceof Node.Scalar scalar ? scalar.text() : "";
    problems.error(
        node,
        "value",
        "`"
            + key
            + "` cannot be "
            + node.kind()
            + Suggestion.of(given, words).map(near -> "; did you mean `" + near + "`?").orElse("")
            + "; it is one of `"
            + String.join("`, `", words)
            + "`");
    return all.getFirst();
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

  private @Nullable Node find(String key) {
    for (var entry : known) {
      if (entry.key().text().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  private static boolean isText(Node.Scalar scalar) {
    return scalar.value() instanceof Value.Text && scalar.form() != Node.Form.DATE;
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Null;
  }
}
