package dev.agentsafe.app.seat;

import java.nio.file.Path;
import java.util.List;

/**
 * What a seat works on.
 *
 * @param gateway host and port that agents reach, for people
 * @param names what can be looked for
 */
public record Place(Path root, Path journal, String gateway, String policyVersion, Names names) {

  /** The names of a workspace. */
  public record Names(List<String> actions, List<String> targets, List<Rule> rules) {
    public Names {
      actions = List.copyOf(actions);
      targets = List.copyOf(targets);
      rules = List.copyOf(rules);
    }
  }

  /** A rule and its place. */
  public record Rule(String name, String place) {}
}
