package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/** A place in a document, whether something stands there or not; immutable. */
public record Where(List<Step> steps) {
  /** The outermost value. */
  public static final Where ROOT = new Where(List.of());

  public Where {
    steps = List.copyOf(steps);
  }

  /** A step from a value to one inside of it. */
  public sealed interface Step {
    /** To the value of a key. */
    record Key(String name) implements Step {}

    /** To an item of a list, counted from 0. */
    record Item(int index) implements Step {}
  }

  /** The value of a key of what stands here. */
  public Where key(String name) {
    return then(new Step.Key(name));
  }

  /** An item of what stands here, counted from 0. */
  public Where item(int index) {
    return then(new Step.Item(index));
  }

  private Where then(Step step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return new Where(longer);
  }

  /** Whether it is the outermost value. */
  public boolean isRoot() {
    return steps.isEmpty();
  }

  /** What holds it; of the outermost value that is itself. */
  public Where parent() {
    return isRoot() ? this : new Where(steps.subList(0, steps.size() - 1));
  }

  /** The last key on the way; empty where there is none. */
  public String name() {
    for (var step : steps.reversed()) {
      if (step instanceof Step.Key(var name)) {
        return name;
      }
    }
    return "";
  }

  /** The way without the numbers of items, such as {@code rules[].match.actions}. */
  public String pattern() {
    var said = new StringBuilder();
    for (var step : steps) {
      switch (step) {
        case Step.Key(var name) -> said.append(said.isEmpty() ? "" : ".").append(name);
        case Step.Item item -> said.append("[]");
      }
    }
    return said.toString();
  }

  /**
   * Where what stands here is after a change that was made; empty where it was an item, or in one,
   * that was taken out.
   */
  public Optional<Where> after(Change made) {
    return switch (made) {
      case Change.Remove(var list, int index) ->
          list.item(index).holds(this)
              ? Optional.empty()
              : Optional.of(renumbered(list, at -> at > index ? at - 1 : at));
      case Change.Move(var list, int from, int to) ->
          Optional.of(
              renumbered(
                  list,
                  at -> {
                    if (at == from) {
                      return to;
                    }
                    return at > from && at <= to ? at - 1 : at >= to && at < from ? at + 1 : at;
                  }));
      case Change.Rename(var key, var name) ->
          Optional.of(key.holds(this) ? with(key.steps.size() - 1, new Step.Key(name)) : this);
      case Change.Set set -> Optional.of(this);
      case Change.Clear clear -> Optional.of(this);
      case Change.Add add -> Optional.of(this);
    };
  }

  /** Whether a place is this one or in it. */
  private boolean holds(Where other) {
    return other.steps.size() >= steps.size() && other.steps.subList(0, steps.size()).equals(steps);
  }

  private Where renumbered(Where list, IntUnaryOperator number) {
    int depth = list.steps.size();
    return list.holds(this) && steps.size() > depth && steps.get(depth) instanceof Step.Item item
        ? with(depth, new Step.Item(number.applyAsInt(item.index())))
        : this;
  }

  private Where with(int depth, Step step) {
    var other = new ArrayList<>(steps);
    other.set(depth, step);
    return new Where(other);
  }

  /** The number of the item that it is, counted from 0; empty where it is none. */
  public OptionalInt index() {
    return !isRoot() && steps.getLast() instanceof Step.Item(int index)
        ? OptionalInt.of(index)
        : OptionalInt.empty();
  }

  /** What stands here; empty where nothing does, also where a key on the way is given twice. */
  public Optional<Node> in(Node root) {
    var at = Optional.of(root);
    for (var step : steps) {
      at = at.flatMap(node -> below(node, step));
    }
    return at;
  }

  /** What a step leads to. */
  static Optional<Node> below(Node node, Step step) {
    return switch (step) {
      case Step.Key(var name) -> entry(node, name).map(Node.Entry::value);
      case Step.Item(int index) ->
          node instanceof Node.Sequence list && index >= 0 && index < list.items().size()
              ? Optional.of(list.items().get(index))
              : Optional.empty();
    };
  }

  /** The entry of a key that is given once. */
  static Optional<Node.Entry> entry(Node node, String key) {
    if (!(node instanceof Node.Mapping map)) {
      return Optional.empty();
    }
    var found = map.entries().stream().filter(e -> e.key().text().equals(key)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
