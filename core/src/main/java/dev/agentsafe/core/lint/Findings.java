package dev.agentsafe.core.lint;

import dev.agentsafe.core.yaml.Location;
import dev.agentsafe.core.yaml.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what the linter finds beyond what keeps files from loading; for one thread. */
final class Findings {
  private final List<Problem> found = new ArrayList<>();

  void add(Location at, Code code, String message) {
    found.add(new Problem(at, code.severity(), code.id(), message));
  }

  int count() {
    return found.size();
  }

  List<Problem> list() {
    return List.copyOf(found);
  }
}
