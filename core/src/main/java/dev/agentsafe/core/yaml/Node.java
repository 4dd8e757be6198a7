package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.util.List;

/** A value of a YAML document that knows where it begins; immutable. */
public sealed interface Node {

  /** 1-based. */
  int line();

  /** 1-based, in code points. */
  int column();

  /**
   * A single value.
   *
   * @param text as written, without quotes
   * @param value as YAML 1.1 reads it
   */
  record Scalar(int line, int column, String text, Value value, Form form) implements Node {}

  /** A list. */
  record Sequence(int line, int column, List<Node> items) implements Node {}

  /** A mapping, its entries in the order of the file. */
  record Mapping(int line, int column, List<Entry> entries) implements Node {}

  /** One key of a mapping and its value. */
  record Entry(Scalar key, Node value) {}

  /** How a single value was written. */
  enum Form {
    /** Without quotes, and read as what it looks like. */
    PLAIN,
    /** With quotes or as a block: always text. */
    QUOTED,
    /** Without quotes, and looks like a date or a time: kept as text. */
    DATE
  }

  /** What it is, in words an author uses. */
  default String kind() {
    return switch (this) {
      case Mapping m -> "a mapping";
      case Sequence s -> "a list";
      case Scalar(int l, int c, String text, Value value, Form form) ->
          form == Form.DATE
              ? "the date `" + text + "`"
              : switch (value) {
                case Value.Null n -> "nothing";
                case Value.Bool b -> "the boolean `" + text + "`";
                case Value.Int i -> "the integer `" + text + "`";
                case Value.Real r -> "the number `" + text + "`";
                case Value.Text t -> "the text `" + text + "`";
                case Value.Items i -> "a list";
                case Value.Fields f -> "a mapping";
              };
    };
  }
}
