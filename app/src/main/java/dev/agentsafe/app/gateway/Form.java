package dev.agentsafe.app.gateway;

import dev.agentsafe.core.canonical.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the members of a JSON object strictly: each by its type, none unknown.
 *
 * <p>Reading goes on after a fault so that callers can be written straight; what was read counts
 * only where {@link #fault} is empty. Not thread-safe.
 */
final class Form {
  private static final int LONGEST_NAME = 1_000;

  private final Value.Fields of;
  private final String path;
  private final Set<String> known = new HashSet<>();
  private final List<Answer.Fault> faults = new ArrayList<>();

  Form(Value.Fields of, String path) {
    this.of = of;
    this.path = path;
  }

  /** A text that must be there, and not empty. */
  String text(String name) {
    var value = optional(name);
    if (value.isEmpty()) {
      fault(name, "`" + path + name + "` is missing; give a text.");
      return "";
    }
    return text(name, value.get());
  }

  /** A text that may be absent or null. */
  Optional<String> optionalText(String name) {
    return optional(name).map(v -> text(name, v));
  }

  /** A text of any length that may be empty. */
  String prose(String name) {
    var value = optional(name);
    if (value.isPresent() && value.get() instanceof Value.Text(var text)) {
      return text;
    }
    fault(name, "`" + path + name + "` must be a text.");
    return "";
  }

  /** A boolean that must be there. */
  boolean flag(String name) {
    if (optional(name).orElse(Value.NULL) instanceof Value.Bool(var flag)) {
      return flag;
    }
    fault(name, "`" + path + name + "` must be true or false.");
    return false;
  }

  /** A whole number within those limits that may be absent or null. */
  Optional<Long> optionalWhole(String name, long least, long most) {
    return optional(name)
        .flatMap(value -> {
          if (value instanceof Value.Int(var number)
              && number.bitLength() < Long.SIZE
              && number.longValue() >= least
              && number.longValue() <= most) {
            return Optional.of(number.longValue());
          }
          fault(
              name,
              "`%s%s` must be a whole number from %d to %d.".formatted(path, name, least, most));
          return Optional.empty();
        });
  }

  /** An object; absent or null is the empty one. */
  Value.Fields fields(String name) {
    return optionalFields(name).orElse(Value.EMPTY);
  }

  /** An object that may be absent or null. */
  Optional<Value.Fields> optionalFields(String name) {
    return optional(name)
        .flatMap(value -> {
          if (value instanceof Value.Fields fields) {
            return Optional.of(fields);
          }
          fault(name, "`" + path + name + "` must be an object.");
          return Optional.empty();
        });
  }

  /** A list; absent or null is the empty one. */
  List<Value> items(String name) {
    return switch (optional(name).orElse(Value.NULL)) {
      case Value.Null absent -> List.of();
      case Value.Items(var items) -> items;
      default -> {
        fault(name, "`" + path + name + "` must be a list.");
        yield List.of();
      }
    };
  }

  /** A list of texts; absent or null is the empty one. */
  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var item : items(name)) {
      texts.add(text(name, item));
    }
    return texts;
  }

  /** The first thing wrong with it, unknown members included. */
  Optional<Answer.Fault> fault() {
    if (faults.isEmpty()) {
      for (var name : of.values().keySet()) {
        if (!known.contains(name)) {
          var sorted = known.stream().sorted().toList();
          return Optional.of(
              Answer.Fault.in(
                  path + name,
                  "`" + path + name + "` is not known here; known are " + quoted(sorted) + "."));
        }
      }
      return Optional.empty();
    }
    return Optional.of(faults.getFirst());
  }

  private static String quoted(List<String> names) {
    return String.join(", ", names.stream().map(n -> "`" + n + "`").toList());
  }

  private Optional<Value> optional(String name) {
    known.add(name);
    return of.get(name).filter(v -> !(v instanceof Value.Null));
  }

  private String text(String name, Value value) {
    if (!(value instanceof Value.Text(var text))) {
      fault(name, "`" + path + name + "` must be a text.");
      return "";
    }
    if (text.isEmpty()) {
      fault(name, "`" + path + name + "` is empty; give a text.");
    } else if (text.length() > LONGEST_NAME) {
      fault(name, "`" + path + name + "` is longer than " + LONGEST_NAME + " characters.");
    }
    return text;
  }

  private void fault(String name, String message) {
    faults.add(Answer.Fault.in(path + name, message));
  }
}
