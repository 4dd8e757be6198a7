package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.assist.Patch;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The items of a list, with the lines that belong to each.
 *
 * @param holder the entry whose value the list is
 */
record Blocks(Lines rows, Patch patch, Node.Sequence list, Optional<Node.Entry> holder) {
  /** Lists whose items are so long that an empty line stands between them. */
  private static final Set<String> SPACED = Set.of("rules", "targets", "tests");

  /**
   * The lines of an item.
   *
   * @param above the first of the comments right above it; its own first line where there are none
   * @param dash where it begins
   * @param last where it ends, with the comments that are indented like what is in it
   */
  private record Block(int above, int dash, int last) {}

  private boolean isBlank(int row) {
    return rows.line(row).isBlank();
  }

  private boolean isComment(int row) {
    return rows.line(row).stripLeading().startsWith("#");
  }

  /** Whether the dash of an item stands in that line, with nothing before it. */
  private boolean isDash(int row) {
    var line = rows.line(row);
    int at = list.column() - 1;
    return line.length() > at && line.charAt(at) == '-' && line.substring(0, at).isBlank();
  }

  private Optional<Block> block(int index) {
    if (index < 0 || index >= list.items().size()) {
      return Optional.empty();
    }
    var item = list.items().get(index);
    int border =
        index == 0 ? list.line() - 2 : rows.rowOf(patch.behind(list.items().get(index - 1)));
    int dash = item.line() - 1;
    while (dash > border && !isDash(dash)) {
      dash--;
    }
    if (dash <= border) {
      return Optional.empty();
    }
    int floor = index == 0 ? 0 : last(index - 1) + 1;
    int above = dash;
    while (above > floor && isComment(above - 1)) {
      above--;
    }
    return Optional.of(new Block(above, dash, Math.max(dash, last(index))));
  }

  private int last(int index) {
    int last = rows.rowOf(patch.behind(list.items().get(index)));
    while (last + 1 < rows.count() && isComment(last + 1) && isDeep(last + 1)) {
      last++;
    }
    return last;
  }

  private boolean isDeep(int row) {
    var line = rows.line(row);
    return line.length() - line.stripLeading().length() > list.column() - 1;
  }

  Optional<List<Edit>> remove(int index) {
    var items = list.items();
    if (patch.isFlow(list)) {
      return items.size() == 1
          ? Optional.of(List.of(inside()))
          : patch.remove(list, items.get(index)).map(List::of);
    }
    var found = block(index);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var lines = lines(found.get(), items.size() > 1);
    if (items.size() > 1) {
      return Optional.of(List.of(lines));
    }
    return holder.map(entry -> {
      int colon = patch.colon(entry);
      return List.of(new Edit(colon, colon, " []"), lines);
    });
  }

  /** What is between the brackets of a list, but for what stands before its first item. */
  private Edit inside() {
    int from = rows.from(list.items().getFirst().span());
    int end = patch.behind(list.items().getFirst());
    int comma = end;
    while (Character.isWhitespace(rows.text().charAt(comma))) {
      comma++;
    }
    return new Edit(from, rows.text().charAt(comma) == ',' ? comma + 1 : end, "");
  }

  /** The lines of an item, with the empty lines on one side of it. */
  private Edit lines(Block block, boolean tidy) {
    int first = block.dash();
    int behind = block.last() + 1;
    boolean atEnd = behind >= rows.count();
    boolean gap = tidy && first > 0 && isBlank(first - 1);
    while (gap && behind + 1 < rows.count() && isBlank(behind)) {
      behind++;
    }
    if (gap && (atEnd || (behind == rows.count() - 1 && isBlank(behind)))) {
      while (isBlank(first - 1)) {
        first--;
      }
    }
    return atEnd && first > 0
        ? new Edit(rows.end(first - 1), rows.text().length(), "")
        : new Edit(
            rows.start(first),
            behind < rows.count() ? rows.start(behind) : rows.text().length(),
            "");
  }

  Optional<List<Edit>> move(int from, int to) {
    int low = Math.min(from, to);
    int high = Math.max(from, to);
    var places = new ArrayList<Edit>();
    for (int i = low; i <= high; i++) {
      if (patch.isFlow(list)) {
        places.add(patch.replace(list.items().get(i), patch.written(list.items().get(i))));
      } else {
        var block = block(i);
        if (block.isEmpty()) {
          return Optional.empty();
        }
        int start = rows.start(block.get().above());
        int end = rows.end(block.get().last());
        places.add(new Edit(start, end, rows.text().substring(start, end)));
      }
    }
    var order = new ArrayList<>(places);
    order.add(to - low, order.remove(from - low));
    var edits = new ArrayList<Edit>();
    for (int i = 0; i < places.size(); i++) {
      if (!places.get(i).text().equals(order.get(i).text())) {
        edits.add(new Edit(places.get(i).from(), places.get(i).to(), order.get(i).text()));
      }
    }
    return Optional.of(edits);
  }

  /** A new item behind the last one. */
  Optional<List<Edit>> add(Value item, Wording wording, Where at) {
    int count = list.items().size();
    var found = block(count - 1);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    boolean spaced =
        count > 1
            ? found.get().above() > 0 && isBlank(found.get().above() - 1)
            : at.steps().size() == 1 && SPACED.contains(at.name());
    int column = list.column() - 1;
    var first = list.items().getFirst();
    int deep = first.column() - 1;
    int gap =
        first.line() == list.line() && deep > column + 1 && first instanceof Node.Mapping
            ? deep - column - 1
            : 1;
    int end = rows.end(found.get().last());
    var written =
        wording.indented(column) + "-" + " ".repeat(gap) + wording.item(item, column + 1 + gap);
    return Optional.of(
        List.of(new Edit(end, end, (spaced ? wording.style().end() : "") + written)));
  }
}
