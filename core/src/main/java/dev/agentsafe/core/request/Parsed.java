package dev.agentsafe.core.request;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Target;
import java.util.List;
import java.util.Optional;

/** What came of checking a submission against catalogue and inventory. */
public sealed interface Parsed {

  /** It fits together. */
  record Fits(ActionRequest request) implements Parsed {}

  /**
   * It does not.
   *
   * @param reason for the caller: every problem, joined by {@code "; "}
   * @param action the action, where it is known
   * @param target the target, where it is known
   */
  record Unfit(Kind kind, String reason, Optional<Action> action, Optional<Target> target)
      implements Parsed {}

  /** Which check failed; checks run in this order. */
  enum Kind {
    UNKNOWN_ACTION,
    INVALID_PARAMETERS,
    MISSING_TARGET,
    UNKNOWN_TARGET,
    TARGET_TYPE,
    BINDING_CONFLICT,
    CHANGE_TICKET
  }

  /** One parameter problem. */
  record ParameterProblem(String parameter, String message) {}

  /** Joins problems the way callers see them. */
  static String join(List<ParameterProblem> problems) {
    return String.join("; ", problems.stream().map(ParameterProblem::message).toList());
  }
}
