package dev.agentsafe.core.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file while it is read; for one thread. */
public final class Problems {
  private static final int MOST = 200;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private boolean errors;

  /** A collector for the file of that name. */
  public Problems(String file) {
    this.file = file;
  }

  /** An error at a node. */
  public void error(Node at, String code, String message) {
    error(at.line(), at.column(), code, message);
  }

  /** An error at a place; line and column 0 mean the whole file. */
  public void error(int line, int column, String code, String message) {
    errors = true;
    add(Problem.error(new Location(file, line, column), code, message));
  }

  /** A warning at a node. */
  public void warning(Node at, String code, String message) {
    add(Problem.warning(locate(at), code, message));
  }

  /** The place of a node in this file. */
  public Location locate(Node node) {
    return new Location(file, node.line(), node.column());
  }

  /** Whether there is an error among them. */
  public boolean hasErrors() {
    return errors;
  }

  /** All of them, in the order found; after 200 the rest are left out. */
  public List<Problem> list() {
    return List.copyOf(found);
  }

  private void add(Problem problem) {
    if (found.size() < MOST) {
      found.add(problem);
    }
  }
}
