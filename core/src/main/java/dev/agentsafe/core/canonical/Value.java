package dev.agentsafe.core.canonical;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable JSON value that keeps what digests depend on: integers of any size apart from
 * doubles, and the order in which members were given.
 *
 * <p>Strings are sequences of UTF-16 units and may hold lone surrogates. Record equality is exact:
 * {@code Int(1)} and {@code Real(1.0)} differ; {@code dev.agentsafe.core.state} knows when two
 * values mean the same. All values are thread-safe.
 */
public sealed interface Value {

  /** The JSON literal {@code null}. */
  Value NULL = new Null();

  /** The empty object. */
  Fields EMPTY = new Fields(Map.of());

  /** JSON null. */
  record Null() implements Value {}

  /** A JSON boolean. */
  record Bool(boolean value) implements Value {}

  /** A number literal without fraction or exponent, of any size. */
  record Int(BigInteger value) implements Value {}

  /** An IEEE double; infinities and NaN are possible and refused where JSON forbids them. */
  record Real(double value) implements Value {}

  /** A JSON string. */
  record Text(String value) implements Value {}

  /** A JSON array. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A JSON object; iteration follows the order in which members were given. */
  record Fields(Map<String, Value> values) implements Value {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The member of that name, if there is one. */
    public Optional<Value> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /** The text member of that name, if there is one and it is a text. */
    public Optional<String> text(String name) {
      return values.get(name) instanceof Text t ? Optional.of(t.value()) : Optional.empty();
    }

    /** The text member of that name; empty where there is none. */
    public String textOrEmpty(String name) {
      return text(name).orElse("");
    }

    /** The object of that name; empty where there is none. */
    public Fields object(String name) {
      return values.get(name) instanceof Fields f ? f : EMPTY;
    }

    /** The objects in the array of that name; whatever else it holds is left out. */
    public List<Fields> objects(String name) {
      return values.get(name) instanceof Items(var items)
          ? items.stream().filter(Fields.class::isInstance).map(Fields.class::cast).toList()
          : List.of();
    }

    /** The texts in the array of that name; whatever else it holds is left out. */
    public List<String> texts(String name) {
      return values.get(name) instanceof Items(var items)
          ? items.stream().filter(Text.class::isInstance).map(t -> ((Text) t).value()).toList()
          : List.of();
    }

    /** This object with one member set; an existing one keeps its place. */
    public Fields with(String name, Value value) {
      var copy = new LinkedHashMap<>(values);
      copy.put(name, value);
      return new Fields(copy);
    }
  }

  /** A text. */
  static Value of(String value) {
    return new Text(value);
  }

  /** An integer. */
  static Value of(long value) {
    return new Int(BigInteger.valueOf(value));
  }

  /** A double. */
  static Value of(double value) {
    return new Real(value);
  }

  /** A boolean. */
  static Value of(boolean value) {
    return new Bool(value);
  }

  /** An array of texts. */
  static Value texts(Iterable<String> values) {
    var items = new java.util.ArrayList<Value>();
    values.forEach(v -> items.add(of(v)));
    return new Items(items);
  }

  /** The text, or null where there is none. */
  static Value ofOptional(Optional<String> value) {
    return value.map(Value::of).orElse(NULL);
  }
}
