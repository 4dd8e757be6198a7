package dev.agentsafe.core.yaml;

import dev.agentsafe.core.canonical.Value;
import java.util.List;

/** A value of a YAML document that knows where it begins and ends; immutable. */
public sealed interface Node {

  /** Where it stands; a list or mapping ends where its last value does. */
  Span span();

  /** Where it begins; 1-based. */
  default int line() {
    return span().line();
  }

  /** Where it begins; 1-based, in code points. */
  default int column() {
    return span().column();
  }

  /**
   * A single value.
   *
   * @param text as written, without quotes
   * @param value as YAML 1.1 reads it
   */
  record Scalar(Span span, String text, Value value, Form form) implements Node {
    private Scalar below(int lines) {
      return new Scalar(span.moved(lines), text, value, form);
    }
  }

  /** A list. */
  record Sequence(Span span, List<Node> items) implements Node {}

  /** A mapping, its entries in the order of the file. */
  record Mapping(Span span, List<Entry> entries) implements Node {}

  /** One key of a mapping and its value. */
  record Entry(Scalar key, Node value) {}

  /** The same value that many lines further down. */
  default Node moved(int lines) {
    if (lines == 0) {
      return this;
    }
    return switch (this) {
      case Scalar scalar -> scalar.below(lines);
      case Sequence(Span at, List<Node> items) ->
          new Sequence(at.moved(lines), items.stream().map(item -> item.moved(lines)).toList());
      case Mapping(Span at, List<Entry> entries) ->
          new Mapping(
              at.moved(lines),
              entries.stream()
                  .map(e -> new Entry(e.key().below(lines), e.value().moved(lines)))
                  .toList());
    };
  }

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
      case Scalar(Span at, String text, Value value, Form form) ->
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
