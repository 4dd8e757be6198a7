package dev.agentsafe.editors.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may stand at one place of a file; immutable.
 *
 * @param meaning what it is for, in words; empty where nothing is said
 * @param fields the keys, where it may be a mapping
 * @param items what its items are, where it may be a list
 * @param forms shapes that it may have instead of its own, told apart by the value of a key
 */
public record Shape(
    String meaning, Values values, Fields fields, Optional<Shape> items, List<Shape> forms) {
  public Shape {
    forms = List.copyOf(forms);
  }

  /** What a value may be. */
  public enum Type {
    MAPPING("a mapping"),
    LIST("a list"),
    TEXT("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    FLAG("`true` or `false`"),
    NOTHING("nothing");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  /**
   * What a value may be.
   *
   * @param types none where anything may stand
   * @param words the only texts, where there are only some
   * @param fallback what it is when the key is left out
   * @param range its limits in words; empty where there are none
   */
  public record Values(
      Set<Type> types,
      List<String> words,
      Optional<String> fallback,
      String range,
      List<String> examples) {
    public Values {
      types = types.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(types));
      words = List.copyOf(words);
      examples = List.copyOf(examples);
    }

    /** Whether a value of that type may stand there. */
    public boolean allows(Type type) {
      return types.isEmpty() || types.contains(type);
    }
  }

  /**
   * The keys of a mapping.
   *
   * @param known in the order in which people write them
   * @param required those that must be there
   * @param free what stands at keys that authors choose
   */
  public record Fields(Map<String, Shape> known, Set<String> required, Optional<Shape> free) {
    public Fields {
      known = Collections.unmodifiableMap(new LinkedHashMap<>(known));
      required = Set.copyOf(required);
    }
  }

  /** Where anything may stand. */
  public static final Shape ANY =
      new Shape(
          "",
          new Values(Set.of(), List.of(), Optional.empty(), "", List.of()),
          new Fields(Map.of(), Set.of(), Optional.empty()),
          Optional.empty(),
          List.of());

  /** The same with another meaning, where one is said. */
  Shape meaning(String said) {
    return said.isEmpty() ? this : new Shape(said, values, fields, items, forms);
  }

  /**
   * The shapes that a mapping here may have, seeing what some of its keys hold.
   *
   * @param said scalar values of keys that are already there
   */
  public List<Shape> seeing(Map<String, String> said) {
    if (forms.isEmpty()) {
      return List.of(this);
    }
    var fitting = new ArrayList<Shape>();
    for (var form : forms) {
      if (form.fits(said)) {
        fitting.add(form);
      }
    }
    return fitting.isEmpty() ? forms : fitting;
  }

  private boolean fits(Map<String, String> said) {
    for (var each : said.entrySet()) {
      var shape = fields.known().get(each.getKey());
      if (shape != null
          && !shape.values().words().isEmpty()
          && !shape.values().words().contains(each.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** What stands at that key. */
  public Optional<Shape> at(String key, Map<String, String> said) {
    for (var shape : seeing(said)) {
      var known = shape.fields().known().get(key);
      if (known != null) {
        return Optional.of(forms.isEmpty() ? known : together(key, said));
      }
    }
    return fields.free();
  }

  /** A key that several forms have: a fixed word of each of them may stand there. */
  private Shape together(String key, Map<String, String> said) {
    var words = new ArrayList<String>();
    Shape first = ANY;
    for (var shape : seeing(said)) {
      var known = shape.fields().known().getOrDefault(key, ANY);
      first = first.equals(ANY) ? known : first;
      known.values().words().stream().filter(w -> !words.contains(w)).forEach(words::add);
    }
    var own = first.values();
    return new Shape(
        first.meaning(),
        new Values(own.types(), words, own.fallback(), own.range(), own.examples()),
        first.fields(),
        first.items(),
        first.forms());
  }
}
