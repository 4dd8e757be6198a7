package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.editors.assist.Scalars;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Words values in YAML, in the style of a document. */
record Wording(Style style) {
  private static final int LONGEST_LIST = 90;
  private static final double LONGEST_PLAIN = 1e15;

  /**
   * A value behind a colon.
   *
   * @param inline what stands on the line of the key; empty where nothing does
   * @param below what stands on lines below it, each with the line end before it
   */
  record Laid(String inline, String below) {
    /** Both, where nothing stands behind the colon yet. */
    String all() {
      return (inline.isEmpty() ? "" : " " + inline) + below;
    }
  }

  /** A value within brackets, or on one line. */
  String flow(Value value) {
    return switch (value) {
      case Value.Text(var text) -> Scalars.text(text);
      case Value.Items(var all) ->
          all.stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
      case Value.Fields(var all) ->
          all.entrySet().stream()
              .map(e -> Scalars.text(e.getKey()) + ": " + flow(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Value.Real(double number) -> number(number);
      case Value.Int(var number) -> number.toString();
      case Value.Bool(boolean flag) -> String.valueOf(flag);
      case Value.Null n -> "null";
    };
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < LONGEST_PLAIN
        ? new BigDecimal(number).setScale(1).toPlainString()
        : Double.toString(number).replaceFirst("E(?=\\d)", "E+");
  }

  /**
   * A value behind the colon of a key that stands in a line without brackets around it.
   *
   * @param column how far the key is indented
   */
  Laid behind(Value value, int column) {
    return switch (value) {
      case Value.Text(var text) -> text(text, column);
      case Value.Items(var all) when !all.isEmpty() && !isShort(all) -> {
        int dash = column + style.dashes();
        yield new Laid(
            "",
            all.stream()
                .map(item -> indented(dash) + "- " + item(item, dash + 2))
                .collect(Collectors.joining()));
      }
      case Value.Fields(var all) when !all.isEmpty() ->
          new Laid(
              "",
              all.entrySet().stream()
                  .map(e ->
                      indented(column + style.step())
                          + entry(e.getKey(), e.getValue(), column + style.step()))
                  .collect(Collectors.joining()));
      case Value.Items i -> new Laid(flow(value), "");
      case Value.Fields f -> new Laid(flow(value), "");
      case Value.Real r -> new Laid(flow(value), "");
      case Value.Int i -> new Laid(flow(value), "");
      case Value.Bool b -> new Laid(flow(value), "");
      case Value.Null n -> new Laid(flow(value), "");
    };
  }

  private boolean isShort(List<Value> items) {
    return style.brackets()
        && items.stream().noneMatch(Value.Fields.class::isInstance)
        && items.stream().mapToInt(item -> flow(item).length() + 2).sum() < LONGEST_LIST;
  }

  /** A key with its value, without what stands before it. */
  String entry(String key, Value value, int column) {
    return Scalars.text(key) + ":" + behind(value, column).all();
  }

  /** An item behind its dash, whose first line begins at that column. */
  String item(Value value, int column) {
    return switch (value) {
      case Value.Text(var text) -> Scalars.line(text);
      case Value.Fields(Map<String, Value> all) when !all.isEmpty() ->
          all.entrySet().stream()
              .map(e -> entry(e.getKey(), e.getValue(), column))
              .collect(Collectors.joining(indented(column)));
      case Value.Fields f -> flow(value);
      case Value.Items i -> flow(value);
      case Value.Real r -> flow(value);
      case Value.Int i -> flow(value);
      case Value.Bool b -> flow(value);
      case Value.Null n -> flow(value);
    };
  }

  /** A text; one of several lines as a block where it can be one. */
  private Laid text(String text, int column) {
    if (text.contains("\n")) {
      var header = text.endsWith("\n") ? "|" : "|-";
      var below = block(text, header, column + style.step());
      if (!below.isEmpty()) {
        return new Laid(header, below);
      }
    }
    return new Laid(Scalars.line(text), "");
  }

  /**
   * The lines of a block text below its header, each with the line end before it; empty where that
   * header cannot say the text.
   */
  String block(String text, String header, int column) {
    boolean cut = header.startsWith("|-") || header.startsWith(">-");
    if (text.isBlank()
        || (!cut && !text.endsWith("\n"))
        || !Scalars.isClear(text.replace("\n", ""))) {
      return "";
    }
    var body = cut ? text : text.substring(0, text.length() - 1);
    var lines = (header.startsWith(">") ? body.replace("\n", "\n\n") : body).split("\n", -1);
    var laid = new StringBuilder();
    for (var line : lines) {
      laid.append(line.isEmpty() ? style.end() : indented(column) + line);
    }
    return isReadAs(text, "k: " + header + laid + style.end() + "z: 0" + style.end())
        ? laid.toString()
        : "";
  }

  private static boolean isReadAs(String text, String document) {
    return Document.read(new Source("", document), new Problems(""))
        .filter(root ->
            Where.ROOT.key("k").in(root).orElse(root) instanceof Node.Scalar scalar
                && scalar.text().equals(text))
        .isPresent();
  }

  String indented(int column) {
    return style.end() + " ".repeat(column);
  }
}
