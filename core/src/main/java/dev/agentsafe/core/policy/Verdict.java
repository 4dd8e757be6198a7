package dev.agentsafe.core.policy;

import java.util.List;

/**
 * How one rule sees a request, condition by condition.
 *
 * @param points its conditions in the order in which they are looked at
 */
public record Verdict(Rule rule, List<Point> points) {
  public Verdict {
    points = List.copyOf(points);
  }

  /**
   * One condition and what it finds.
   *
   * @param key its key in the file below {@code match}, parts joined by a dot
   * @param wanted what the rule asks for
   * @param found what the request has in its place
   */
  public record Point(String key, String wanted, String found, boolean holds) {}

  /** Whether the rule matches. */
  public boolean matches() {
    return points.stream().allMatch(Point::holds);
  }

  /** The conditions that fail. */
  public List<Point> failed() {
    return points.stream().filter(point -> !point.holds()).toList();
  }
}
