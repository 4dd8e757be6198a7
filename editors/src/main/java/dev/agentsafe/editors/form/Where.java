package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
