package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Document;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Source;
import dev.agentsafe.core.yaml.Written;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Words values in YAML, in the style of a document. */
record Wording(Style style) {
  private static final int LONGEST_LIST = 90;

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
      case Value.Items _, Value.Fields _, Value.Real _, Value.Int _, Value.Bool _, Value.Null _ ->
          new Laid(Written.flow(value), "");
    };
  }

  private boolean isShort(List<Value> items) {
    return style.brackets()
        && items.stream().noneMatch(Value.Fields.class::isInstance)
        && items.stream().mapToInt(item -> Written.flow(item).length() + 2).sum() < LONGEST_LIST;
  }

  /** A key with its value, without what stands before it. */
  String entry(String key, Value value, int column) {
    return Written.text(key) + ":" + behind(value, column).all();
  }

  /** An item behind its dash, whose first line begins at that column. */
  String item(Value value, int column) {
    return switch (value) {
      case Value.Text(var text) -> Written.line(text);
      case Value.Fields(Map<String, Value> all) when !all.isEmpty() ->
          all.entrySet().stream()
              .map(e -> entry(e.getKey(), e.getValue(), column))
              .collect(Collectors.joining(indented(column)));
      case Value.Fields _, Value.Items _, Value.Real _, Value.Int _, Value.Bool _, Value.Null _ ->
          Written.flow(value);
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
    return new Laid(Written.line(text), "");
  }

  /**
   * The lines of a block text below its header, each with the line end before it; empty where that
   * header cannot say the text.
   */
  String block(String text, String header, int column) {
    boolean cut = header.startsWith("|-") || header.startsWith(">-");
    if (text.isBlank()
        || (!cut && !text.endsWith("\n"))
        || !Written.isClear(text.replace("\n", ""))) {
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
