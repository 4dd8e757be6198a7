package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Written;
import dev.agentsafe.editors.assist.Patch;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the edits of a text that make a change; for one change. It does what it can read off the
 * layout, and may be wrong about an unusual one: whoever uses it reads the text again.
 */
final class Revision {
  private final Lines rows;
  private final String text;
  private final Optional<Node> root;
  private final Patch patch;
  private final Placement placement;
  private final Style style;
  private final Wording wording;

  Revision(Lines rows, Optional<Node> root, Placement placement) {
    this.rows = rows;
    this.root = root;
    this.placement = placement;
    text = rows.text();
    patch = new Patch(rows);
    style = Style.of(text, root, patch);
    wording = new Wording(style);
  }

  /**
   * What is on the way to a place.
   *
   * @param node the innermost value that is there
   * @param depth how many steps lead to it
   * @param holder the entry whose value it is
   * @param flow whether brackets are around it
   */
  private record Way(Node node, int depth, Node.@Nullable Entry holder, boolean flow) {}

  private Way way(Where at, Node from) {
    var way = new Way(from, 0, null, false);
    while (way.depth() < at.steps().size()) {
      var step = at.steps().get(way.depth());
      var next = Where.below(way.node(), step);
      if (next.isEmpty()) {
        break;
      }
      var holder =
          step instanceof Where.Step.Key(var name)
              ? Where.entry(way.node(), name).orElse(null)
              : null;
      way = new Way(next.get(), way.depth() + 1, holder, way.flow() || patch.isFlow(way.node()));
    }
    return way;
  }

  /** The edits; empty where the layout is one that is not known here. */
  Optional<List<Edit>> of(Change change) {
    return switch (change) {
      case Change.Set(var at, var value) -> put(at, value);
      case Change.Add(var at, var item) -> add(at, item);
      case Change.Clear(var at) -> root.flatMap(r -> clear(at, r));
      case Change.Rename(var at, var name) ->
          at.parent()
              .in(root.orElseThrow())
              .flatMap(map -> Where.entry(map, at.name()))
              .map(e -> List.of(patch.replace(e.key(), Written.text(name))));
      case Change.Remove(var at, int index) -> blocks(at).flatMap(b -> b.remove(index));
      case Change.Move(var at, int from, int to) -> move(at, from, to);
    };
  }

  private Optional<List<Edit>> move(Where at, int from, int to) {
    return root.flatMap(at::in).orElse(null) instanceof Node.Mapping map
        ? new Entries(rows, patch, map).move(from, to)
        : blocks(at).flatMap(b -> b.move(from, to));
  }

  private Optional<Blocks> blocks(Where at) {
    var way = root.map(r -> way(at, r));
    return way.filter(w -> w.node() instanceof Node.Sequence)
        .map(w ->
            new Blocks(rows, patch, (Node.Sequence) w.node(), Optional.ofNullable(w.holder())));
  }

  private Optional<List<Edit>> put(Where at, Value value) {
    if (root.isEmpty()) {
      return wrapped(at, 0, value) instanceof Value.Fields(var all)
          ? Optional.of(List.of(begun(all)))
          : Optional.empty();
    }
    var way = way(at, root.get());
    if (way.depth() == at.steps().size()) {
      return replaced(way, value);
    }
    var step = at.steps().get(way.depth());
    if (way.node() instanceof Node.Mapping map && step instanceof Where.Step.Key(var name)) {
      var where = new Where(at.steps().subList(0, way.depth()));
      return Optional.of(
          List.of(entered(map, way, where, name, wrapped(at, way.depth() + 1, value))));
    }
    boolean free = isNothing(way.node());
    return free ? replaced(way, wrapped(at, way.depth(), value)) : Optional.empty();
  }

  private static boolean isNothing(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.value() instanceof Value.Null;
      case Node.Sequence list -> list.items().isEmpty();
      case Node.Mapping map -> map.entries().isEmpty();
    };
  }

  /** A value with what is around it from that step on. */
  private static Value wrapped(Where at, int depth, Value value) {
    var whole = value;
    for (int i = at.steps().size() - 1; i >= depth; i--) {
      whole =
          switch (at.steps().get(i)) {
            case Where.Step.Key(var name) -> new Value.Fields(Map.of(name, whole));
            case Where.Step.Item item -> new Value.Items(List.of(whole));
          };
    }
    return whole;
  }

  /** The first entries of a text that has none. */
  private Edit begun(Map<String, Value> entries) {
    boolean open = !text.isEmpty() && !text.endsWith("\n");
    var lines = new StringBuilder(open ? style.end() : "");
    new LinkedHashMap<>(entries)
        .forEach((key, value) -> lines.append(wording.entry(key, value, 0)).append(style.end()));
    return new Edit(text.length(), text.length(), lines.toString());
  }

  /** A new entry of a mapping. */
  private Edit entered(Node.Mapping map, Way way, Where where, String name, Value value) {
    var entries = map.entries();
    int index = placement.index(where, entries.stream().map(e -> e.key().text()).toList(), name);
    if (way.flow() || patch.isFlow(map)) {
      var written = Written.text(name) + ": " + Written.flow(value);
      int at = index == 0 ? rows.from(map.span()) + 1 : patch.behind(entries.get(index - 1));
      return new Edit(at, at, index == 0 ? written : ", " + written);
    }
    int column = entries.getFirst().key().column() - 1;
    int at = rows.end(rows.rowOf(patch.behind(entries.get(index - 1))));
    return new Edit(at, at, wording.indented(column) + wording.entry(name, value, column));
  }

  /** Another value in the place of one that is there. */
  private Optional<List<Edit>> replaced(Way way, Value value) {
    var node = way.node();
    boolean single = !(value instanceof Value.Items || value instanceof Value.Fields);
    if (node instanceof Node.Scalar scalar
        && single
        && rows.from(node.span()) < patch.behind(node)) {
      int column = way.holder() == null ? node.column() - 1 : way.holder().key().column() - 1;
      return Optional.of(
          List.of(
              patch.replace(
                  node, new Quoting(rows, wording).like(scalar, value, way.flow(), column))));
    }
    if (way.holder() == null) {
      return Optional.of(List.of(instead(node, Written.flow(value))));
    }
    int colon = patch.colon(way.holder());
    int end = Math.max(colon, patch.behind(node));
    if (way.flow()) {
      boolean alone = colon == rows.to(way.holder().key().span());
      return Optional.of(List.of(new Edit(colon, end, (alone ? ": " : " ") + Written.flow(value))));
    }
    int column = way.holder().key().column() - 1;
    boolean empty = patch.isFlow(node) && isNothing(node);
    var brief = Written.flow(value);
    var laid =
        empty && value instanceof Value.Fields && brief.length() < 60
            ? new Wording.Laid(brief, "")
            : wording.behind(value, column);
    int below = rows.end(rows.rowOf(end));
    // What follows on the line is a comment: it stays on that line.
    return Optional.of(
        laid.below().isEmpty() || below == end
            ? List.of(new Edit(colon, end, laid.all()))
            : List.of(
                new Edit(colon, end, laid.inline().isEmpty() ? "" : " " + laid.inline()),
                new Edit(below, below, laid.below())));
  }

  /** Another text in the place of an item, also of one that is only a dash. */
  private Edit instead(Node node, String written) {
    int from = rows.from(node.span());
    int end = patch.behind(node);
    boolean tight = from == end && from > 0 && !Character.isWhitespace(text.charAt(from - 1));
    return new Edit(from, end, tight ? " " + written : written);
  }

  private Optional<List<Edit>> add(Where at, Value item) {
    var way = root.map(r -> way(at, r)).filter(w -> w.depth() == at.steps().size());
    if (way.isEmpty() || isNothing(way.get().node())) {
      return put(at, new Value.Items(List.of(item)));
    }
    if (!(way.get().node() instanceof Node.Sequence list)) {
      return Optional.empty();
    }
    if (way.get().flow() || patch.isFlow(list)) {
      int end = patch.behind(list.items().getLast());
      return Optional.of(List.of(new Edit(end, end, ", " + Written.flow(item))));
    }
    return blocks(at).flatMap(b -> b.add(item, wording, at));
  }

  private Optional<List<Edit>> clear(Where at, Node from) {
    var way = way(at.parent(), from);
    if (!(way.node() instanceof Node.Mapping map)) {
      return Optional.empty();
    }
    var entry = Where.entry(map, at.name());
    if (entry.isEmpty() || map.entries().size() > 1) {
      return entry.flatMap(e -> patch.remove(map, e)).map(List::of);
    }
    int key = rows.from(entry.get().key().span());
    int end = patch.behind(entry.get());
    if (patch.isFlow(map)) {
      return Optional.of(List.of(new Edit(key, end, "")));
    }
    int start = rows.start(rows.rowOf(key));
    if (!text.substring(start, key).isBlank()) {
      return Optional.of(List.of(new Edit(key, end, "{}")));
    }
    var lines = new Edit(start, patch.behindLine(end), "");
    if (at.parent().isRoot()) {
      return Optional.of(List.of(lines));
    }
    return Optional.ofNullable(way.holder())
        .map(holder -> {
          int colon = patch.colon(holder);
          return List.of(new Edit(colon, colon, " {}"), lines);
        });
  }
}
