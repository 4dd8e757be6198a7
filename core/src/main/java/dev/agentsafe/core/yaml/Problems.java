package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects the problems of one file while it is read; for one thread. */
public final class Problems {
  private static final int MOST = 200;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private int errors;
  private int others;

  /** A collector for the file of that name. */
  public Problems(String file) {
    this.file = file;
  }

  /** An error at a node. */
  public void error(Node at, String code, String message) {
    error(at.line(), at.column(), code, message);
  }

  /** The same, its message made only where it is kept: guessing what was meant takes time. */
  void error(Node at, String code, Supplier<String> message) {
    if (!isFull()) {
      error(at, code, message.get());
    }
  }

  /** An error at a place; line and column 0 mean the whole file. */
  public void error(int line, int column, String code, String message) {
    if (!isFull()) {
      errors++;
      found.add(Problem.error(new Location(file, line, column), code, message));
    }
  }

  /** A warning at a node. */
  public void warning(Node at, String code, String message) {
    if (others < MOST) {
      others++;
      found.add(Problem.warning(locate(at), code, message));
    }
  }

  /** The place of a node in this file. */
  public Location locate(Node node) {
    return new Location(file, node.line(), node.column());
  }

  /** Whether no more errors are kept: then there is no use in reading on. */
  public boolean isFull() {
    return errors >= MOST;
  }

  /** Whether there is an error among them. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /**
   * All of them, in the order found; after 200 errors, or as many others, the rest are left out.
   */
  public List<Problem> list() {
    return List.copyOf(found);
  }
}
