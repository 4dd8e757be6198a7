package dev.agentsafe.editors.assist;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.Optional;

/** Words changes to parts of a text as edits of it; immutable. */
public final class Patch {
  private final Lines rows;
  private final String text;

  /** Changes of that text. */
  public Patch(Lines rows) {
    this.rows = rows;
    text = rows.text();
  }

  /** Another text in the place of a value or a key. */
  public Edit replace(Node node, String written) {
    return new Edit(rows.from(node.span()), behind(node), written);
  }

  /** As it is written, quotes included. */
  public String written(Node node) {
    return text.substring(rows.from(node.span()), behind(node));
  }

  /** Where it ends; a block text before the line breaks that belong to it. */
  public int behind(Node node) {
    int from = rows.from(node.span());
    int end = rows.to(node.span());
    while (isBlock(last(node)) && end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** The single value that a value without brackets ends with. */
  private Node last(Node node) {
    if (isFlow(node)) {
      return node;
    }
    return switch (node) {
      case Node.Mapping map when !map.entries().isEmpty() -> last(map.entries().getLast().value());
      case Node.Sequence list when !list.items().isEmpty() -> last(list.items().getLast());
      case Node.Mapping map -> map;
      case Node.Sequence list -> list;
      case Node.Scalar scalar -> scalar;
    };
  }

  /** Takes an entry out of its mapping; empty where nothing would be left of that. */
  public Optional<Edit> remove(Node.Mapping map, Node.Entry entry) {
    int index = map.entries().indexOf(entry);
    int from = rows.from(entry.key().span());
    if (map.entries().size() == 1) {
      return Optional.empty();
    }
    boolean last = index == map.entries().size() - 1;
    if (isFlow(map)) {
      return Optional.of(
          last
              ? new Edit(end(map.entries().get(index - 1)), end(entry), "")
              : new Edit(from, rows.from(map.entries().get(index + 1).key().span()), ""));
    }
    int start = rows.start(rows.rowOf(from));
    if (text.substring(start, from).isBlank()) {
      return Optional.of(new Edit(start, behindLine(end(entry)), ""));
    }
    if (last) {
      return Optional.empty();
    }
    int next = rows.from(map.entries().get(index + 1).key().span());
    int behind = behindLine(end(entry));
    return Optional.of(
        text.substring(Math.min(behind, next), next).isBlank()
            ? new Edit(from, next, "")
            // The comments in between stay, below the dash.
            : new Edit(from, rows.end(rows.rowOf(behind(entry))), ""));
  }

  /** Takes an item out of its list; empty where nothing would be left of that. */
  public Optional<Edit> remove(Node.Sequence list, Node item) {
    int index = list.items().indexOf(item);
    if (list.items().size() < 2 || index < 0) {
      return Optional.empty();
    }
    if (isFlow(list)) {
      return Optional.of(
          index + 1 < list.items().size()
              ? new Edit(rows.from(item.span()), rows.from(list.items().get(index + 1).span()), "")
              : new Edit(rows.to(list.items().get(index - 1).span()), rows.to(item.span()), ""));
    }
    int start = rows.start(rows.rowOf(rows.from(item.span())));
    var before = text.substring(start, rows.from(item.span()));
    return before.strip().equals("-")
        ? Optional.of(new Edit(start, behindLine(rows.to(item.span())), ""))
        : Optional.empty();
  }

  /**
   * Adds an entry behind the last one of a mapping.
   *
   * @param value what stands behind the colon; lines after its first are indented by it already as
   *     if the key stood at the beginning of a line
   */
  Optional<Edit> add(Node.Mapping map, String key, String value) {
    if (map.entries().isEmpty()) {
      return Optional.empty();
    }
    var lastEntry = map.entries().getLast();
    if (isFlow(map)) {
      int at = end(lastEntry);
      return value.contains("\n")
          ? Optional.empty()
          : Optional.of(new Edit(at, at, ", " + key + ": " + value));
    }
    var indent = " ".repeat(map.entries().getFirst().key().span().column() - 1);
    var line =
        indent
            + key
            + ":"
            + (value.startsWith("\n") ? "" : " ")
            + value.replace("\n", "\n" + indent);
    int end = end(lastEntry);
    int row = rows.rowOf(end);
    if (end == rows.start(row) && end > rows.from(lastEntry.key().span())) {
      return Optional.of(new Edit(end, end, line + "\n"));
    }
    return Optional.of(new Edit(rows.end(row), rows.end(row), "\n" + line));
  }

  /** Behind the colon of an entry; behind its key where a key stands alone within brackets. */
  public int colon(Node.Entry entry) {
    int key = rows.to(entry.key().span());
    int next = key;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    // Within brackets a key may stand alone; the next colon is another one's then.
    return text.startsWith(":", next) ? next + 1 : key;
  }

  /** Where an entry ends; a block text with the line breaks that belong to it. */
  private int end(Node.Entry entry) {
    return Math.max(colon(entry), rows.to(entry.value().span()));
  }

  /** Where an entry ends; a block text before the line breaks that belong to it. */
  public int behind(Node.Entry entry) {
    return Math.max(colon(entry), behind(entry.value()));
  }

  /** Behind the line that holds what ends there. */
  public int behindLine(int end) {
    int row = rows.rowOf(end);
    if (end == rows.start(row) && end > 0) {
      return end;
    }
    return row + 1 < rows.count() ? rows.start(row + 1) : text.length();
  }

  /** Whether it is a list or mapping within brackets. */
  public boolean isFlow(Node node) {
    return begins(node, "[{");
  }

  /** Whether it is a text of several lines without quotes around it. */
  public boolean isBlock(Node node) {
    return begins(node, "|>");
  }

  private boolean begins(Node node, String with) {
    int at = rows.from(node.span());
    return at < text.length() && with.indexOf(text.charAt(at)) >= 0;
  }
}
