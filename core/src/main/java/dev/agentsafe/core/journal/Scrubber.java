package dev.agentsafe.core.journal;

import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes secrets out of what is said about one request: the values that its action declares secret,
 * wherever they come up again, the data of Kubernetes secrets, values of environments, and what
 * looks like a secret; immutable and thread-safe.
 */
public final class Scrubber {
  private static final int SHORTEST = 4;

  private static final Marks PLAIN =
      new Marks() {
        @Override
        public Value digest(Value value) {
          return Value.of(mark(value));
        }

        @Override
        public String mark(Value value) {
          return "(secret)";
        }
      };

  private final Marks marks;
  private final List<String> texts;

  /** What stands in the place of a secret. */
  interface Marks {
    /** In the place of a whole value. */
    Value digest(Value value);

    /** Within a text. */
    String mark(Value value);
  }

  /** Puts {@code (secret)} in the place of secrets, for people. */
  public static Scrubber plain(List<Value> known) {
    return new Scrubber(PLAIN, known);
  }

  Scrubber(Marks marks, List<Value> known) {
    this.marks = marks;
    var found = new ArrayList<String>();
    known.forEach(value -> gather(value, found));
    found.sort(Comparator.comparingInt(String::length).reversed());
    texts = List.copyOf(found);
  }

  private static void gather(Value value, List<String> texts) {
    switch (value) {
      case Value.Text _, Value.Int _, Value.Real _ -> {
        if (spelled(value).length() >= SHORTEST) {
          texts.add(spelled(value));
        }
      }
      case Value.Items(var items) -> items.forEach(item -> gather(item, texts));
      case Value.Fields(var fields) -> fields.values().forEach(field -> gather(field, texts));
      case Value.Bool _, Value.Null _ -> {}
    }
  }

  /** A number is the same secret as the text that spells it. */
  private static String spelled(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Int(var number) -> number.toString();
      case Value.Real(var number) -> Double.toString(number);
      case Value.Bool _, Value.Null _, Value.Items _, Value.Fields _ -> "";
    };
  }

  /** The text without secrets. */
  public String clean(String text) {
    var cleaned = text;
    for (var known : texts) {
      if (cleaned.contains(known)) {
        cleaned = cleaned.replace(known, marks.mark(Value.of(known)));
      }
    }
    return SecretShapes.hidden(cleaned, secret -> marks.mark(Value.of(secret)));
  }

  /** The object without secrets. */
  public Value.Fields clean(Value.Fields fields) {
    var kept = LinkedHashMap.<String, Value>newLinkedHashMap(fields.values().size());
    var secret = fields.text("kind").filter("Secret"::equals).isPresent();
    fields
        .values()
        .forEach((name, value) ->
            kept.put(
                name,
                secret && (name.equals("data") || name.equals("stringData"))
                    ? leaves(value)
                    : member(name, value)));
    return kept.equals(fields.values()) ? fields : new Value.Fields(kept);
  }

  private Value member(String name, Value value) {
    if (Redaction.isMark(value)) {
      return value;
    }
    if (SecretShapes.isSecretName(name)) {
      return leaves(value);
    }
    if (name.equals("env") && value instanceof Value.Items(var items)) {
      return new Value.Items(items.stream().map(this::variable).toList());
    }
    return clean(value);
  }

  /** One {@code {name, value}} of a container. */
  private Value variable(Value item) {
    return item instanceof Value.Fields fields && fields.get("value").isPresent()
        ? clean(fields.with("value", leaves(fields.get("value").get())))
        : clean(item);
  }

  /** The value without secrets. */
  public Value clean(Value value) {
    return switch (value) {
      case Value.Text(var text) -> texts.contains(text) ? marks.digest(value) : text(value, text);
      case Value.Int _, Value.Real _ ->
          texts.contains(spelled(value)) ? marks.digest(value) : value;
      case Value.Items(var items) -> new Value.Items(items.stream().map(this::clean).toList());
      case Value.Fields fields -> clean(fields);
      case Value.Bool _, Value.Null _ -> value;
    };
  }

  private Value text(Value value, String text) {
    var cleaned = clean(text);
    return cleaned.equals(text) ? value : Value.of(cleaned);
  }

  /** All that it holds is secret; its shape is not. */
  private Value leaves(Value value) {
    return switch (value) {
      case Value.Text(var text) when text.isEmpty() -> value;
      case Value.Text _, Value.Int _, Value.Real _ -> marks.digest(value);
      case Value.Items(var items) -> new Value.Items(items.stream().map(this::leaves).toList());
      case Value.Fields fields when Redaction.isMark(fields) -> fields;
      case Value.Fields(var fields) -> {
        var hidden = new LinkedHashMap<String, Value>();
        for (Map.Entry<String, Value> field : fields.entrySet()) {
          hidden.put(field.getKey(), leaves(field.getValue()));
        }
        yield new Value.Fields(hidden);
      }
      case Value.Bool _, Value.Null _ -> value;
    };
  }
}
