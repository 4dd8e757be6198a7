package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a document says, without places and layout but with the order of everything; immutable. */
sealed interface Content {
  /**
   * A single value.
   *
   * @param date whether it is a text only because it looks like a date
   */
  record One(Value value, boolean date) implements Content {}

  /** A list. */
  record Many(List<Content> items) implements Content {}

  /** A mapping, also one that gives a key twice. */
  record Keyed(List<Pair> pairs) implements Content {}

  /** A key with its value. */
  record Pair(String key, Content value) {}

  /** What stands behind a key without a value. */
  static Content nothing() {
    return new One(Value.NULL, false);
  }

  /** What a document says; one without a value is a mapping that nobody began. */
  static Content of(Optional<Node> root) {
    return root.map(Content::of).orElseGet(() -> new Keyed(List.of()));
  }

  /** What a value says. */
  static Content of(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> new One(scalar.value(), scalar.form() == Node.Form.DATE);
      case Node.Sequence list -> new Many(list.items().stream().map(Content::of).toList());
      case Node.Mapping map ->
          new Keyed(
              map.entries().stream()
                  .map(e -> new Pair(e.key().text(), Content.of(e.value())))
                  .toList());
    };
  }

  /** What a value will say. */
  static Content of(Value value) {
    return switch (value) {
      case Value.Items(var all) -> new Many(all.stream().map(Content::of).toList());
      case Value.Fields(var all) ->
          new Keyed(
              all.entrySet().stream()
                  .map(e -> new Pair(e.getKey(), Content.of(e.getValue())))
                  .toList());
      case Value.Null n -> nothing();
      case Value.Bool b -> new One(b, false);
      case Value.Int i -> new One(i, false);
      case Value.Real r -> new One(r, false);
      case Value.Text t -> new One(t, false);
    };
  }

  /** The same after a change, which fits it. */
  default Content after(Change change, Placement placement) {
    return switch (change) {
      case Change.Set(var at, var value) -> with(at, placement, old -> of(value));
      case Change.Add(var at, var item) ->
          with(
              at,
              placement,
              old -> {
                var all = items(old);
                all.add(of(item));
                return new Many(all);
              });
      case Change.Clear(var at) ->
          with(
              at.parent(),
              placement,
              map -> {
                var left = pairs(map);
                left.removeIf(pair -> pair.key().equals(at.name()));
                return new Keyed(left);
              });
      case Change.Rename(var at, var name) ->
          with(
              at.parent(),
              placement,
              map -> {
                var all = pairs(map);
                all.replaceAll(p -> p.key().equals(at.name()) ? new Pair(name, p.value()) : p);
                return new Keyed(all);
              });
      case Change.Remove(var at, int index) ->
          with(
              at,
              placement,
              list -> {
                var left = items(list);
                left.remove(index);
                return new Many(left);
              });
      case Change.Move(var at, int from, int to) ->
          with(
              at,
              placement,
              holder -> {
                if (holder instanceof Keyed) {
                  var all = pairs(holder);
                  all.add(to, all.remove(from));
                  return new Keyed(all);
                }
                var all = items(holder);
                all.add(to, all.remove(from));
                return new Many(all);
              });
    };
  }

  private Content with(Where at, Placement placement, UnaryOperator<Content> change) {
    return new Rewrite(at, placement, change).at(this, 0);
  }

  private static List<Content> items(Content content) {
    return content instanceof Many(var items) ? new ArrayList<>(items) : new ArrayList<>();
  }

  private static List<Pair> pairs(Content content) {
    return content instanceof Keyed(var pairs) ? new ArrayList<>(pairs) : new ArrayList<>();
  }

  /** Changes what stands at one place, and makes what is missing on the way there. */
  record Rewrite(Where where, Placement placement, UnaryOperator<Content> change) {

    Content at(Content here, int depth) {
      if (depth == where.steps().size()) {
        return change.apply(here);
      }
      return switch (where.steps().get(depth)) {
        case Where.Step.Key(var name) -> {
          var all = pairs(here);
          for (int i = 0; i < all.size(); i++) {
            if (all.get(i).key().equals(name)) {
              all.set(i, new Pair(name, at(all.get(i).value(), depth + 1)));
              yield new Keyed(all);
            }
          }
          var keys = all.stream().map(Pair::key).toList();
          var map = new Where(where.steps().subList(0, depth));
          all.add(placement.index(map, keys, name), new Pair(name, at(nothing(), depth + 1)));
          yield new Keyed(all);
        }
        case Where.Step.Item(int index) -> {
          var all = items(here);
          if (index == all.size()) {
            all.add(nothing());
          }
          all.set(index, at(all.get(index), depth + 1));
          yield new Many(all);
        }
      };
    }
  }
}
