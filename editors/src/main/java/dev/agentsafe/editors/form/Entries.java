package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.editors.assist.Patch;
import dev.agentsafe.editors.document.Edit;
import dev.agentsafe.editors.document.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of a mapping, with the lines that belong to each. */
record Entries(Lines rows, Patch patch, Node.Mapping map) {

  /** Moves an entry to another place; empty where the layout is one that is not known here. */
  Optional<List<Edit>> move(int from, int to) {
    int low = Math.min(from, to);
    int high = Math.max(from, to);
    var places = new ArrayList<Edit>();
    for (int i = low; i <= high; i++) {
      var place = place(i);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      places.add(place.get());
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

  /** Where an entry stands, with what stands there. */
  private Optional<Edit> place(int index) {
    var entry = map.entries().get(index);
    int key = rows.from(entry.key().span());
    if (patch.isFlow(map)) {
      return Optional.of(written(key, patch.behind(entry)));
    }
    int row = rows.rowOf(key);
    int column = key - rows.start(row);
    int end = rows.end(last(index));
    if (!rows.line(row).substring(0, column).isBlank()) {
      // It stands behind a dash, and so do its comments if there are any.
      return Optional.of(written(key, end));
    }
    int floor = index == 0 ? 0 : last(index - 1) + 1;
    int above = row;
    while (above > floor && isComment(above - 1) && column(above - 1) == column) {
      above--;
    }
    return Optional.of(written(rows.start(above) + column, end));
  }

  private Edit written(int from, int to) {
    return new Edit(from, to, rows.text().substring(from, to));
  }

  /** The last line of an entry, with the comments below it that are indented deeper than keys. */
  private int last(int index) {
    var entry = map.entries().get(index);
    int last = rows.rowOf(patch.behind(entry));
    while (last + 1 < rows.count()
        && isComment(last + 1)
        && column(last + 1) > entry.key().column() - 1) {
      last++;
    }
    return last;
  }

  private boolean isComment(int row) {
    return rows.line(row).stripLeading().startsWith("#");
  }

  private int column(int row) {
    var line = rows.line(row);
    return line.length() - line.stripLeading().length();
  }
}
