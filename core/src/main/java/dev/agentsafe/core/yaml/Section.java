package dev.agentsafe.core.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
  private final Typed typed;
  private final String what;
  // known keys that unknown ones were probably meant to be
  private final Set<String> meant = new HashSet<>(0);

  private Section(Node.Mapping mapping, String what, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
    this.typed = new Typed(problems);
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
      var none = new Section(new Node.Mapping(node.span(), List.of()), what, problems);
      none.meant.addAll(known);
      return none;
    }
    var section = new Section(mapping, what, problems);
    var extensions = new HashSet<String>(0);
    for (var entry : mapping.entries()) {
      section.admit(entry, known, extensions);
    }
    return section;
  }

  /**
   * The text of a key before its mapping is opened, for mappings whose keys depend on it; empty
   * text where there is none.
   */
  public static String peek(Node node, String key) {
    return node instanceof Node.Mapping mapping
        ? mapping.entries().stream()
            .filter(entry -> entry.key().text().equals(key))
            .flatMap(entry ->
                entry.value() instanceof Node.Scalar scalar
                    ? Stream.of(scalar.text())
                    : Stream.empty())
            .findFirst()
            .orElse("")
        : "";
  }

  private void admit(Node.Entry entry, Set<String> keys, Set<String> extensions) {
    var key = entry.key();
    // A known key is meant, also where YAML 1.1 takes the bare word for a boolean: `on`.
    if (!Typed.isText(key) && !keys.contains(key.text())) {
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
      if (!problems.isFull()) {
        Suggestion.of(key.text(), keys).ifPresent(meant::add);
      }
      problems.error(
          key,
          "unknown-key",
          () -> what + " has no key `" + key.text() + "`" + Suggestion.hint(key.text(), keys));
    }
  }

  /** Where it begins. */
  public Node node() {
    return mapping;
  }

  /** Reads further nodes of the same file. */
  public Typed typed() {
    return typed;
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
    return node == null || Typed.isNull(node) ? Optional.empty() : Optional.of(node);
  }

  /** Notes an absent key; one that is there with a slip in it was noted as unknown. */
  public boolean require(String key) {
    if (find(key) != null) {
      return true;
    }
    if (!meant.contains(key)) {
      problems.error(mapping, "missing-key", what + " needs the key `" + key + "`");
    }
    return false;
  }

  /** A text that must be there. */
  public String text(String key) {
    return require(key) ? text(key, "") : "";
  }

  /** A text, or the fallback where the key is absent. */
  public String text(String key, String fallback) {
    var node = find(key);
    return node == null ? fallback : typed.text(node, "`" + key + "`");
  }

  /** A text; empty where it is absent or null. */
  public Optional<String> optionalText(String key) {
    return given(key).map(node -> typed.text(node, "`" + key + "`"));
  }

  /** A boolean, or the fallback where the key is absent. */
  public boolean flag(String key, boolean fallback) {
    var node = find(key);
    return node == null ? fallback : typed.flag(node, key);
  }

  /** A boolean; empty where it is absent or null. */
  public Optional<Boolean> optionalFlag(String key) {
    return given(key).map(node -> typed.flag(node, key));
  }

  /** An integer, or the fallback where the key is absent. */
  public BigInteger whole(String key, BigInteger fallback) {
    var node = find(key);
    return node == null ? fallback : typed.whole(node, "`" + key + "`");
  }

  /** An integer; empty where it is absent or null. */
  public Optional<BigInteger> optionalWhole(String key) {
    return given(key).map(node -> typed.whole(node, "`" + key + "`"));
  }

  /** A number; empty where it is absent or null. An integer is a number. */
  public Optional<Double> optionalNumber(String key) {
    return given(key).map(node -> typed.number(node, key));
  }

  /** A number, or the fallback where the key is absent. */
  public double number(String key, double fallback) {
    var node = find(key);
    return node == null ? fallback : typed.number(node, key);
  }

  /** The texts of a list, empty where the key is absent. */
  public List<String> texts(String key) {
    var node = find(key);
    return node == null ? List.of() : typed.texts(node, key);
  }

  /** The texts of a list; empty where it is absent or null. */
  public Optional<List<String>> optionalTexts(String key) {
    return given(key).map(node -> typed.texts(node, key));
  }

  /** The items of a list; none where the key is absent. */
  public List<Node> items(String key) {
    var node = find(key);
    return node == null ? List.of() : typed.items(node, key);
  }

  /** The items of a list; empty where it is absent or null. */
  public Optional<List<Node>> optionalItems(String key) {
    return given(key).map(node -> typed.items(node, key));
  }

  /** A word of a fixed set that must be there. */
  public <E> E word(String key, Function<String, Optional<E>> read, List<E> all) {
    var node = find(key);
    if (node == null) {
      require(key);
      return all.getFirst();
    }
    return typed.word(node, key, read, all);
  }

  /** A list of words of a fixed set; empty where it is absent or null. */
  public <E> Optional<List<E>> words(String key, Function<String, Optional<E>> read, List<E> all) {
    return optionalItems(key)
        .map(items -> items.stream().map(item -> typed.word(item, key, read, all)).toList());
  }

  /** Texts by text; empty where it is absent or null. */
  public Optional<Map<String, String>> optionalTextMap(String key) {
    return given(key)
        .map(node -> {
          var map = new LinkedHashMap<String, String>();
          typed.entries(node, "`" + key + "`", (k, v) -> map.put(k, typed.text(v, "`" + k + "`")));
          return map;
        });
  }

  private @Nullable Node find(String key) {
    for (var entry : known) {
      if (entry.key().text().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }
}
