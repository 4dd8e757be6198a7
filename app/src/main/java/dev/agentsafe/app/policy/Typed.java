package dev.agentsafe.app.policy;

import dev.agentsafe.app.text.Words;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.editors.form.Field;
import java.math.BigInteger;
import java.util.Optional;

/** Reads values as they are typed into fields; stateless. */
final class Typed {
  private Typed() {}

  /** The value of that kind that is typed; empty where it is none. */
  static Optional<Value> value(Field.Kind kind, String typed) {
    return switch (kind) {
      case TEXT, PROSE, CHOICE -> Optional.of(Value.of(typed));
      case FLAG ->
          typed.equals("true") || typed.equals("false")
              ? Optional.of(Value.of(typed.equals("true")))
              : Optional.empty();
      case INTEGER -> whole(typed.strip());
      case NUMBER -> whole(typed.strip()).or(() -> number(typed.strip()));
    };
  }

  /** Why what is typed is no value of that kind, in words. */
  static String refusal(Field.Kind kind, String typed) {
    return switch (kind) {
      case FLAG -> Words.of("form.flag", typed);
      case NUMBER -> Words.of("form.decimal", typed);
      case TEXT, PROSE, CHOICE, INTEGER -> Words.of("form.number", typed);
    };
  }

  private static Optional<Value> whole(String typed) {
    return typed.matches("-?[0-9]{1,18}")
        ? Optional.of(new Value.Int(new BigInteger(typed)))
        : Optional.empty();
  }

  private static Optional<Value> number(String typed) {
    return typed.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
        ? Optional.of(Value.of(Double.parseDouble(typed)))
        : Optional.empty();
  }
}
