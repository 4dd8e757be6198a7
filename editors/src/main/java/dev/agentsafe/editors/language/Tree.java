package dev.agentsafe.editors.language;

import dev.agentsafe.core.yaml.Broken;
import dev.agentsafe.core.yaml.Comment;
import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Pieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a YAML text says and where, also where parts of it are broken; immutable.
 *
 * <p>A broken line is left out, a word that may become a key is taken for a key without a value,
 * and what is around it is there. Strictly read it may be no YAML at all: {@link #broken} says so.
 */
public final class Tree {
  private final String file;
  private final Pieces pieces;

  private Tree(String file, Pieces pieces) {
    this.file = file;
    this.pieces = pieces;
  }

  /**
   * The tree of a text.
   *
   * @param file as problems name it
   */
  public static Tree of(String file, String text) {
    return new Tree(file, Pieces.of(text));
  }

  /** The tree of what the text became; only what changed is read again. */
  public Tree edited(String text) {
    return new Tree(file, pieces.edited(text));
  }

  /** The text. */
  public String text() {
    return pieces.text();
  }

  /** The parts that it was read in. */
  public Pieces pieces() {
    return pieces;
  }

  /** The outermost value; empty where there is none. Made anew by each call. */
  public Optional<Node> root() {
    return pieces.root();
  }

  /** All comments, in the order of the file. */
  public List<Comment> comments() {
    return pieces.comments();
  }

  /** The lines that are no YAML. */
  public List<Broken> broken() {
    return pieces.broken(file);
  }

  /** A step from a value to one inside of it. */
  public sealed interface Step {
    /** To the value of a key. */
    record Key(String name, Node.Scalar node) implements Step {}

    /** To an item of a list, counted from 0. */
    record Item(int index) implements Step {}
  }

  /**
   * A place in the tree.
   *
   * @param path from the outermost value to the innermost one that holds the place
   * @param parents the values on the way, the outermost first; as many as steps
   * @param node the innermost value, or the key itself
   * @param onKey whether the place is on a key; it is the last step then
   */
  public record Spot(List<Step> path, List<Node> parents, Node node, boolean onKey) {
    public Spot {
      path = List.copyOf(path);
      parents = List.copyOf(parents);
    }

    /** The path in the manner of {@code rules[2].match.actions[0]}. */
    public String where() {
      var said = new StringBuilder();
      for (var step : path) {
        switch (step) {
          case Step.Key(String name, Node.Scalar key) ->
              said.append(said.isEmpty() ? "" : ".").append(name);
          case Step.Item(int index) -> said.append('[').append(index).append(']');
        }
      }
      return said.toString();
    }
  }

  /** What stands at a place, line and column counted from 1; empty outside of any value. */
  public Optional<Spot> at(int line, int column) {
    return root().flatMap(node -> at(node, line, column));
  }

  /** What stands at a place of an outermost value: for whoever asks often of one tree. */
  public static Optional<Spot> at(Node root, int line, int column) {
    return find(root, line, column, new ArrayList<>(), new ArrayList<>());
  }

  private static Optional<Spot> find(
      Node node, int line, int column, List<Step> path, List<Node> parents) {
    if (!node.span().holds(line, column)) {
      return Optional.empty();
    }
    switch (node) {
      case Node.Mapping map -> {
        for (var entry : map.entries()) {
          boolean onKey = entry.key().span().holds(line, column);
          if (onKey || entry.value().span().holds(line, column)) {
            path.add(new Step.Key(entry.key().text(), entry.key()));
            parents.add(node);
            return onKey
                ? Optional.of(new Spot(path, parents, entry.key(), true))
                : find(entry.value(), line, column, path, parents);
          }
        }
      }
      case Node.Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          if (list.items().get(i).span().holds(line, column)) {
            path.add(new Step.Item(i));
            parents.add(node);
            return find(list.items().get(i), line, column, path, parents);
          }
        }
      }
      case Node.Scalar scalar -> {}
    }
    return Optional.of(new Spot(path, parents, node, false));
  }
}
