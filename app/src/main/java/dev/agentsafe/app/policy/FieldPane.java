package dev.agentsafe.app.policy;

import dev.agentsafe.editors.form.Field;
import dev.agentsafe.editors.form.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/**
 * The fields of a record below each other; FX thread only. What is shown already stays the same
 * node, so that the keyboard stays where it is, and those of one record serve for the next. What is
 * not made yet is made a few per pulse, the uppermost first, so that nothing takes long.
 */
final class FieldPane extends ScrollPane {
  private static final int PER_PULSE = 3;
  private static final int MOST_KEPT = 600;

  private final Ways ways;
  private final VBox lines = new VBox();
  private final Map<Key, FieldRow> rows = new HashMap<>();
  private final AnimationTimer rest =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          advance(PER_PULSE);
        }
      };
  private List<Line> wanted = List.of();
  private int deep;
  private Optional<Where> kept = Optional.empty();

  /**
   * What rows need.
   *
   * @param help takes what the field with the keyboard is
   * @param keep takes the key that is to have the keyboard once it is there
   * @param forget no key is to have it any more
   */
  record Ways(
      FormViewModel model, Consumer<Field.Head> help, Consumer<Where> keep, Runnable forget) {}

  private record Key(String pattern, List<Where.Step> below, Class<?> of, String how) {}

  /**
   * A field where it stands.
   *
   * @param above the mapping in whose lines new keys are typed; the field is its last one then
   */
  private record Line(FormDesk.Entry entry, Key key, int depth, List<Key> above) {}

  FieldPane(FormViewModel model, Consumer<Field.Head> help) {
    ways = new Ways(model, help, at -> kept = Optional.of(at), () -> kept = Optional.empty());
    getStyleClass().addAll("edge-to-edge", "detail-scroll");
    setFitToWidth(true);
    lines.getStyleClass().addAll("preview-body", "form-lines");
    lines.setMinWidth(0);
    setContent(lines);
  }

  /**
   * Shows those fields.
   *
   * @param deep how many steps lead to what they are the fields of
   */
  void show(List<FormDesk.Entry> entries, int deep) {
    rest.stop();
    this.deep = deep;
    if (rows.size() > MOST_KEPT) {
      rows.clear();
    }
    var all = new ArrayList<Line>();
    place(entries, 0, all);
    wanted = all;
    advance(0);
    if (!isWhole()) {
      rest.start();
    }
  }

  /** Makes at once what is not made yet. */
  void whole() {
    advance(wanted.size());
  }

  private void place(List<FormDesk.Entry> entries, int depth, List<Line> all) {
    for (var entry : entries) {
      var key = key(entry);
      all.add(new Line(entry, key, depth, List.of()));
      place(entry.below(), depth + 1, all);
      if (entry.shown()) {
        var last = all.removeLast();
        var above = new ArrayList<>(last.above());
        above.add(key);
        all.add(new Line(last.entry(), last.key(), last.depth(), above));
      }
    }
  }

  /** Brings rows up to date, and makes so many of those that are missing. */
  private void advance(int most) {
    var nodes = new ArrayList<Node>();
    int made = 0;
    for (var line : wanted) {
      var row = rows.get(line.key());
      if (row == null && made < most) {
        made++;
        row = make(line.entry());
        rows.put(line.key(), row);
      } else if (row != null && !row.entry().equals(line.entry())) {
        row.show(line.entry());
      }
      if (row != null) {
        row.indent(line.depth());
        nodes.add(row);
        newKeys(line, nodes);
      }
    }
    arrange(nodes);
    focusKept();
    if (isWhole()) {
      rest.stop();
    }
  }

  private void focusKept() {
    for (var row : shown()) {
      if (kept.filter(row.head().at()::equals).isPresent()) {
        kept = Optional.empty();
        row.focusName();
      }
    }
  }

  private void newKeys(Line line, List<Node> nodes) {
    for (var key : line.above()) {
      if (rows.get(key) instanceof HeadRow head) {
        head.newKey().ifPresent(nodes::add);
      }
    }
  }

  private boolean isWhole() {
    return wanted.stream().allMatch(line -> rows.containsKey(line.key()));
  }

  /** Changes as little as can be: what is taken out of a scene and put back is styled anew. */
  private void arrange(List<Node> nodes) {
    var children = lines.getChildren();
    var kept = new HashSet<>(nodes);
    children.removeIf(child -> !kept.contains(child));
    for (int i = 0; i < nodes.size(); i++) {
      if (i == children.size()) {
        children.add(nodes.get(i));
      } else if (!children.get(i).equals(nodes.get(i))) {
        children.remove(nodes.get(i));
        children.add(i, nodes.get(i));
      }
    }
  }

  private Key key(FormDesk.Entry entry) {
    var named = entry.field().head().named() ? " named" : "";
    var how =
        switch (entry.field()) {
          case Field.Single single -> single.kind() + " " + entry.names().isEmpty() + named;
          case Field.Several several -> several.kind().name() + named;
          case Field.Group group -> named;
          case Field.Rows list -> "";
          case Field.Other other -> "";
        };
    var where = entry.field().head().at();
    var below = where.steps().subList(deep, where.steps().size());
    return new Key(where.pattern(), below, entry.field().getClass(), how);
  }

  private FieldRow make(FormDesk.Entry entry) {
    return switch (entry.field()) {
      case Field.Single single -> new SingleRow(entry, ways);
      case Field.Several several -> new SeveralRow(entry, ways);
      case Field.Group group -> new HeadRow(entry, ways);
      case Field.Rows list -> new HeadRow(entry, ways);
      case Field.Other other -> new OtherRow(entry, ways);
    };
  }

  private List<FieldRow> shown() {
    return wanted.stream()
        .flatMap(line -> Optional.ofNullable(rows.get(line.key())).stream())
        .toList();
  }

  /** Shows what the text says, whatever was typed. */
  void reset() {
    kept = Optional.empty();
    shown().forEach(FieldRow::back);
  }

  /** Makes changes of what was typed and is in no text yet. */
  void commit() {
    shown().forEach(FieldRow::settle);
  }
}
