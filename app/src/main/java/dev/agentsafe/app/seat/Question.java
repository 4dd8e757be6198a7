package dev.agentsafe.app.seat;

import dev.agentsafe.core.approval.ApprovalId;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.approval.Narrowing;
import dev.agentsafe.core.approval.Quorum;
import dev.agentsafe.core.approval.Seen;
import dev.agentsafe.core.approval.Standing;
import dev.agentsafe.core.approval.Vote;
import dev.agentsafe.core.approval.Voted;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.policy.Trace;
import dev.agentsafe.core.state.Rehearsal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question to people, with all that one must see to answer it; immutable.
 *
 * @param what what is asked for
 * @param who who asks
 * @param why why it needs a person
 * @param now where it stands
 */
public record Question(ApprovalId id, What what, Who who, Why why, Now now) {

  /**
   * What is asked for.
   *
   * @param auditId the decision that asked
   * @param rollbackOf the decision that it would undo, where it is a roll-back
   */
  public record What(
      Deed deed,
      Value.Fields params,
      Optional<String> changeTicket,
      String auditId,
      Optional<String> rollbackOf) {}

  /** An action on a target. */
  public record Deed(String action, String description, Aim aim, Risk risk, boolean reversible) {}

  /** The target. */
  public record Aim(
      String id, String type, Environment environment, Sensitivity sensitivity, String owner) {}

  /** How risky it is. */
  public record Risk(RiskClass action, RiskClass effective) {}

  /**
   * Who asks.
   *
   * @param chain the agents that handed their authority on, the original first
   */
  public record Who(
      String agent, String name, List<String> roles, List<String> groups, List<String> chain) {
    public Who {
      roles = List.copyOf(roles);
      groups = List.copyOf(groups);
      chain = List.copyOf(chain);
    }
  }

  /**
   * Why it needs a person.
   *
   * @param place file, line and column of the rule
   * @param reasonRequired whether an approver must give a reason
   */
  public record Why(
      String rule, String reason, String place, List<Trace.Step> trace, boolean reasonRequired) {
    public Why {
      trace = List.copyOf(trace);
    }
  }

  /**
   * Where it stands.
   *
   * @param evidence what would change
   * @param forbids why the operator here may not answer
   */
  public record Now(
      Standing standing,
      Span span,
      Rehearsal.Outcome evidence,
      Ballot ballot,
      Optional<Voted.Refused> forbids) {}

  /** How long the question stands. */
  public record Span(Instant asked, Instant expires) {}

  /**
   * The votes.
   *
   * @param seen what a vote on this question, as it is shown here, is bound to
   * @param places the people that the rule asks for, and who is there by now
   * @param liberty what may be answered besides yes and no
   */
  public record Ballot(Seen seen, List<Quorum.Place> places, List<Vote> votes, Liberty liberty) {
    public Ballot {
      places = List.copyOf(places);
      votes = List.copyOf(votes);
    }

    /** How many people must agree. */
    public int needed() {
      return places.size();
    }

    /** How many of the places are taken. */
    public long filled() {
      return places.stream().filter(p -> p.by().isPresent()).count();
    }

    /** The vote by which somebody approved alone, if one is. */
    public Optional<Vote> alone() {
      return votes.stream().filter(v -> v.approves() && v.choice().breakGlass()).findFirst();
    }

    /** What people would rather agree to, as the last of them said. */
    public Optional<Changes> less() {
      return votes.reversed().stream()
          .filter(Vote::approves)
          .findFirst()
          .map(v -> v.choice().changes())
          .filter(c -> !c.isEmpty());
    }
  }

  /**
   * What may be answered besides yes and no.
   *
   * @param changes whether less may be offered
   * @param rooms what can be made smaller
   * @param ticketSeconds how long a ticket lives at most
   * @param alone what it takes to approve alone; empty: nobody may
   */
  public record Liberty(
      boolean changes, List<Narrowing.Room> rooms, long ticketSeconds, Optional<Alone> alone) {
    /** Nothing. */
    public static final Liberty NONE = new Liberty(false, List.of(), 0, Optional.empty());

    public Liberty {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * What it takes to approve alone.
   *
   * @param told who is told
   * @param blocked why nobody may at the moment
   */
  public record Alone(List<String> told, Optional<String> blocked) {
    public Alone {
      told = List.copyOf(told);
    }
  }

  /** Whether it still waits for an answer. */
  public boolean open() {
    return now.standing() instanceof Standing.Pending;
  }

  /** Whether a slip would be so bad that the target's name must be typed. */
  public boolean grave() {
    return what.deed().aim().environment() == Environment.PROD
        && what.deed().risk().effective() == RiskClass.CRITICAL;
  }
}
