package dev.agentsafe.core.policy;

/** What a condition of a rule looks at. */
public enum Facet {
  ACTION,
  TARGET,
  CALLER,
  RISK,
  TIME,
  CHANGE_TICKET;

  static Facet of(Condition condition) {
    return switch (condition) {
      case Condition.Actions _ -> ACTION;
      case Condition.Risks _ -> RISK;
      case Condition.Windows _ -> TIME;
      case Condition.ChangeTicket _ -> CHANGE_TICKET;
      case OnTarget _ -> TARGET;
      case OnCaller _ -> CALLER;
    };
  }
}
