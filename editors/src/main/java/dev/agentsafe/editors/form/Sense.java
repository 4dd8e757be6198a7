package dev.agentsafe.editors.form;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.yaml.Node;
import java.util.Optional;

/** Says what a change needs and a document does not have. */
record Sense(Optional<Node> root) {
  private static final String GONE = "it is not there any more; look at the text";

  /** What is missing; empty where the change can be made. */
  Optional<String> missing(Change change) {
    return switch (change) {
      case Change.Set(var at, var value) -> value(value).or(() -> way(at));
      case Change.Add(var at, var item) ->
          value(item)
              .or(() -> way(at))
              .or(() ->
                  there(at)
                      .filter(node -> !isNull(node) && !(node instanceof Node.Sequence))
                      .map(node -> "this is " + node.kind() + ", no list; change it in the text"));
      case Change.Clear(var at) -> there(at).isPresent() ? Optional.empty() : Optional.of(GONE);
      case Change.Rename(var at, var name) ->
          there(at).isEmpty()
              ? Optional.of(GONE)
              : there(at.parent().key(name)).isPresent() && !at.name().equals(name)
                  ? Optional.of("`" + name + "` is given already; choose another name")
                  : Optional.empty();
      case Change.Remove(var at, int index) -> item(at, index);
      case Change.Move(var at, int from, int to) -> place(at, from).or(() -> place(at, to));
    };
  }

  private Optional<Node> there(Where at) {
    return root.flatMap(at::in);
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Value.Null;
  }

  private Optional<String> item(Where list, int index) {
    return there(list.item(index)).isPresent() ? Optional.empty() : Optional.of(GONE);
  }

  private Optional<String> place(Where holder, int index) {
    return there(holder).orElse(null) instanceof Node.Mapping map
        ? index >= 0 && index < map.entries().size() ? Optional.empty() : Optional.of(GONE)
        : item(holder, index);
  }

  /** Whether what is missing on the way can be made. */
  private Optional<String> way(Where at) {
    var here = root;
    for (var step : at.steps()) {
      if (here.isEmpty() || isNull(here.get())) {
        return step instanceof Where.Step.Item(int index) && index > 0
            ? Optional.of(GONE)
            : Optional.empty();
      }
      var node = here.get();
      boolean fits =
          switch (step) {
            case Where.Step.Key key -> node instanceof Node.Mapping;
            case Where.Step.Item(int index) ->
                node instanceof Node.Sequence list && index <= list.items().size();
          };
      if (!fits) {
        return Optional.of("this is " + node.kind() + "; change it in the text");
      }
      here = Where.below(node, step);
    }
    return Optional.empty();
  }

  private static Optional<String> value(Value value) {
    return switch (value) {
      case Value.Real(double number) when Double.isNaN(number) || Double.isInfinite(number) ->
          Optional.of("`" + number + "` is no number that can be written; use another one");
      case Value.Items(var all) -> all.stream().flatMap(v -> value(v).stream()).findFirst();
      case Value.Fields(var all) ->
          all.values().stream().flatMap(v -> value(v).stream()).findFirst();
      case Value.Real r -> Optional.empty();
      case Value.Text t -> Optional.empty();
      case Value.Int i -> Optional.empty();
      case Value.Bool b -> Optional.empty();
      case Value.Null n -> Optional.empty();
    };
  }
}
