package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.RiskClass;
import java.util.List;
import java.util.Set;

/**
 * One condition of a rule: whether it holds, and the words to say why it does not.
 *
 * <p>The conditions of a rule, one after the other, are the plain reading of that rule; whatever
 * finds rules faster must agree with them.
 */
sealed interface Condition
    permits Condition.Actions,
        Condition.Risks,
        Condition.Windows,
        Condition.ChangeTicket,
        OnTarget,
        OnCaller {

  /** Whether the facts meet it. */
  boolean holds(Facts facts);

  /** Its key in the file. */
  String key();

  /** What the rule asks for. */
  String wanted();

  /** What the facts have in its place. */
  String found(Facts facts);

  /** The action's name is like one of these. */
  record Actions(List<Glob> globs) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      var name = facts.action().value();
      for (var glob : globs) {
        if (glob.matches(name)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String key() {
      return "actions";
    }

    @Override
    public String wanted() {
      return String.join(", ", globs.stream().map(Glob::pattern).toList());
    }

    @Override
    public String found(Facts facts) {
      return facts.action().value();
    }
  }

  /** The effective risk is one of these. */
  record Risks(Set<RiskClass> risks) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return risks.contains(facts.effectiveRisk());
    }

    @Override
    public String key() {
      return "risk_classes";
    }

    @Override
    public String wanted() {
      return String.join(", ", risks.stream().sorted().map(RiskClass::label).toList());
    }

    @Override
    public String found(Facts facts) {
      return facts.effectiveRisk().label();
    }
  }

  /** It is asked within one of these windows. */
  record Windows(List<Hours> windows) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      for (var window : windows) {
        if (window.covers(facts.at())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String key() {
      return "time_windows";
    }

    @Override
    public String wanted() {
      return String.join("; ", windows.stream().map(Hours::toString).toList());
    }

    @Override
    public String found(Facts facts) {
      return facts.at().dayAndTime();
    }
  }

  /** A change ticket is named, or is not. */
  record ChangeTicket(boolean required) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return facts.hasChangeTicket() == required;
    }

    @Override
    public String key() {
      return "require_ticket";
    }

    @Override
    public String wanted() {
      return required ? "a change ticket" : "no change ticket";
    }

    @Override
    public String found(Facts facts) {
      return facts.hasChangeTicket() ? "a change ticket" : "no change ticket";
    }
  }
}
