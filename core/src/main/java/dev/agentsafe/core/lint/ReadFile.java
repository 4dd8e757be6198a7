package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Pieces;
import dev.agentsafe.core.yaml.Problem;
import dev.agentsafe.core.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A file of a workspace in pieces.
 *
 * @param file as problems name it
 */
record ReadFile(String file, Pieces pieces) {

  /** The same pieces of the same file, not only equal ones. */
  boolean isSame(ReadFile other) {
    return pieces == other.pieces && file.equals(other.file);
  }

  /** Whether two lists hold the same files. */
  static boolean areSame(List<ReadFile> some, List<ReadFile> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!some.get(i).isSame(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the whole value of it.
   *
   * @param what is expected, in words, where the file is empty
   * @param found takes what is wrong with the file
   */
  <T> Optional<T> whole(
      Optional<Node> root, String what, BiFunction<Node, Problems, T> reader, List<Problem> found) {
    var problems = new Problems(file);
    var read = root.map(node -> reader.apply(node, problems));
    if (root.isEmpty() && pieces.isSound()) {
      problems.error(1, 1, "empty", "the file is empty; " + what + " expected");
    }
    found.addAll(pieces.problems(file, problems.list()));
    root.ifPresent(node -> dialect(node).forEach(found::add));
    return read;
  }

  /** Values outside of broken pieces that need quotes. */
  private List<Problem> dialect(Node node) {
    var findings = new Findings();
    new ScalarLint(file, findings).check(node);
    return pieces.isSound()
        ? findings.list()
        : findings.list().stream().filter(p -> !pieces.isBroken(p.location().line())).toList();
  }

  /** The frame of it, without the items under that key that are read one by one. */
  static Node without(Node root, String key) {
    if (!(root instanceof Node.Mapping(var span, var entries))) {
      return root;
    }
    var left = new ArrayList<Node.Entry>();
    for (var entry : entries) {
      left.add(
          entry.key().text().equals(key) && entry.value() instanceof Node.Sequence(var at, var all)
              ? new Node.Entry(entry.key(), new Node.Sequence(at, List.of()))
              : entry);
    }
    return new Node.Mapping(span, left);
  }

  /** Whether there is an error among them. */
  static boolean hasErrors(List<Problem> problems) {
    return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }
}
