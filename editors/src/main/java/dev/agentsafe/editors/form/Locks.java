package dev.agentsafe.editors.form;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Piece;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.editors.language.Tree;
import java.util.Optional;

/** Says what cannot be changed because what stands there, or beside it, could not be read. */
record Locks(Tree tree, Optional<Node> root) {

  /** Why a change cannot be made; empty where it can. */
  Optional<String> of(Change change) {
    return switch (change) {
      case Change.Set(var at, var value) -> of(at);
      case Change.Clear(var at) -> of(at);
      case Change.Rename(var at, var name) -> of(at);
      case Change.Add(var at, var item) -> of(at);
      case Change.Remove(var at, int index) -> of(at).or(() -> of(at.item(index)));
      case Change.Move(var at, int from, int to) ->
          of(at).or(() -> between(stretch(at, from), stretch(at, to)));
    };
  }

  /** Why a place cannot be changed; empty where it can. */
  Optional<String> of(Where at) {
    var here = root;
    for (var step : at.steps()) {
      if (here.isEmpty()) {
        return Optional.empty();
      }
      var next = Where.below(here.get(), step);
      if (step instanceof Where.Step.Key(var name) && here.get() instanceof Node.Mapping map) {
        var keys = map.entries().stream().filter(e -> e.key().text().equals(name)).toList();
        if (keys.size() > 1) {
          return Optional.of("`" + name + "` is given twice; remove one of them in the text");
        }
        var why =
            keys.isEmpty()
                ? here.equals(root) ? headless() : Optional.<String>empty()
                : at(keys.getFirst().key());
        if (why.isPresent()) {
          return why;
        }
      } else if (next.isPresent() && at(next.get()).isPresent()) {
        return at(next.get());
      }
      here = next;
    }
    return Optional.empty();
  }

  /** Why what begins there cannot be changed. */
  private Optional<String> at(Node node) {
    var placed = tree.pieces().placed();
    int from = 0;
    int to = placed.size();
    while (to - from > 1) {
      int middle = (from + to) >>> 1;
      if (placed.get(middle).above() < node.line()) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return why(placed.get(from));
  }

  /** What is wrong with a part of the text; empty where it could be read. */
  private static Optional<String> why(Pieces.Placed placed) {
    return placed.problems("").stream()
        .findFirst()
        .map(problem -> "line " + problem.location().line() + ": " + problem.message());
  }

  /** A key that seems to be absent may be in what could not be read. */
  private Optional<String> headless() {
    return tree.pieces().placed().stream()
        .filter(each -> each.piece().shape() == Piece.Shape.ENTRY)
        .flatMap(each -> why(each).stream())
        .findFirst();
  }

  /** The lines of an item of a list or of an entry of a mapping, counted from 1. */
  private record Stretch(int first, int last) {}

  private Optional<Stretch> stretch(Where at, int index) {
    return root.flatMap(at::in)
        .flatMap(holder -> {
          if (holder instanceof Node.Mapping map) {
            return index >= 0 && index < map.entries().size()
                ? Optional.of(stretch(map.entries().get(index)))
                : Optional.empty();
          }
          return Where.below(holder, new Where.Step.Item(index))
              .map(item -> new Stretch(item.line(), item.span().endLine()));
        });
  }

  private static Stretch stretch(Node.Entry entry) {
    int key = entry.key().line();
    return new Stretch(key, Math.max(key, entry.value().span().endLine()));
  }

  private Optional<String> between(Optional<Stretch> from, Optional<Stretch> to) {
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    int first = Math.min(from.get().first(), to.get().first());
    int last = Math.max(from.get().last(), to.get().last());
    return tree.pieces().placed().stream()
        .filter(each -> !each.piece().problems().isEmpty())
        .filter(each -> each.above() < last && each.above() >= first - 1)
        .flatMap(each -> why(each).stream())
        .findFirst();
  }
}
