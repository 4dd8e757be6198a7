package dev.agentsafe.editors.code;

import dev.agentsafe.core.yaml.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Problems by line, 0-based; immutable. */
record Marks(Map<Integer, List<Problem>> byLine) {
  static final Marks NONE = new Marks(Map.of());

  static Marks of(List<Problem> problems) {
    var byLine = new HashMap<Integer, List<Problem>>();
    for (var problem : problems) {
      int line = Math.max(0, problem.location().line() - 1);
      byLine.computeIfAbsent(line, k -> new ArrayList<>()).add(problem);
    }
    return new Marks(Map.copyOf(byLine));
  }

  List<Problem> at(int line) {
    return byLine.getOrDefault(line, List.of());
  }

  boolean hasError(int line) {
    return at(line).stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }
}
