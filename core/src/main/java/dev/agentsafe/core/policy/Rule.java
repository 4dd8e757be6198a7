package dev.agentsafe.core.policy;

import dev.agentsafe.core.catalog.Environment;
import dev.agentsafe.core.catalog.RiskClass;
import dev.agentsafe.core.catalog.Sensitivity;
import dev.agentsafe.core.yaml.Location;
import java.math.BigInteger;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One policy rule as its file states it.
 *
 * @param outcome what it says and how it is recorded
 * @param approval who must agree, where the outcome is approval
 * @param origin where the rule begins
 */
public record Rule(
    RuleName name, Outcome outcome, Match match, Optional<Clauses> approval, Location origin) {

  /** Whether another rule of that name says the same of the same, wherever it stands. */
  public boolean isSame(Rule other) {
    return name.equals(other.name)
        && outcome.equals(other.outcome)
        && match.equals(other.match)
        && approval.equals(other.approval);
  }

  /** The same rule so many lines further down. */
  public Rule moved(int lines) {
    return lines == 0
        ? this
        : new Rule(
            name,
            outcome,
            match,
            approval,
            new Location(origin.file(), origin.line() + lines, origin.column()));
  }

  /**
   * What a rule says.
   *
   * @param priority higher is looked at first
   */
  public record Outcome(Effect effect, BigInteger priority, String reason, String description) {}

  /**
   * When a rule applies: every given condition must hold, within a list any.
   *
   * @param actions globs as Python's fnmatch reads them
   * @param risks effective risks; absent: any
   * @param requireTicket whether a change ticket must be there, or must not
   */
  public record Match(
      List<String> actions,
      Conditions on,
      Optional<Set<RiskClass>> risks,
      Optional<List<TimeWindow>> windows,
      Optional<Boolean> requireTicket) {
    public Match {
      actions = List.copyOf(actions);
    }
  }

  /** Conditions on target and caller; absent: any, unknown ones included. */
  public record Conditions(Optional<Targets> targets, Optional<Callers> callers) {}

  /** A target selector; never matches an unknown target. Empty parts select nothing away. */
  public record Targets(
      Optional<Set<Environment>> environments,
      Optional<Set<Sensitivity>> sensitivities,
      Optional<Set<String>> types,
      Optional<Map<String, String>> labels) {
    public Targets {
      labels = labels.map(l -> Collections.unmodifiableMap(new LinkedHashMap<>(l)));
    }
  }

  /** A caller selector; never matches an unknown caller. */
  public record Callers(
      Optional<Set<String>> agentIds,
      Optional<Set<String>> roles,
      Optional<Set<String>> groups,
      Optional<Set<String>> delegatedFrom,
      DelegationLimit delegation) {}

  /** Limits on delegation. */
  public record DelegationLimit(Optional<BigInteger> maxDepth, Optional<Boolean> required) {}

  /**
   * A window of the week; it belongs to the day it starts on.
   *
   * @param days 0 is Monday; absent: every day
   * @param start inclusive
   * @param end inclusive to the minute; before {@code start}: the window wraps midnight
   * @param zone absent: the clock of the request as it stands
   */
  public record TimeWindow(
      Optional<Set<Integer>> days, LocalTime start, LocalTime end, Optional<ZoneId> zone) {}

  /**
   * Who must agree.
   *
   * @param quorum all of these clauses must be met by distinct people
   * @param reason what the reason must look like
   */
  public record Clauses(
      List<QuorumClause> quorum, Lives lives, ReasonRule reason, Latitude latitude) {
    /** One person, whoever may vote. */
    public static final Clauses PLAIN =
        new Clauses(
            List.of(),
            new Lives(Optional.empty(), Optional.empty()),
            new ReasonRule(false, Optional.empty()),
            new Latitude(false, false, 1));

    public Clauses {
      quorum = List.copyOf(quorum);
    }

    /**
     * Whether these ask at least what others ask: of every group of people that those name as many
     * or more, the same of reasons or more, and nobody may do what they did not let people do. How
     * long things stand is not looked at.
     */
    public boolean isAtLeast(Clauses other) {
      var mine = people();
      return other.people().entrySet().stream()
              .allMatch(e -> mine.getOrDefault(e.getKey(), 0) >= e.getValue())
          && reason.isAtLeast(other.reason)
          && latitude.isAtMost(other.latitude);
    }

    /** How many of whom, wherever they are asked for. */
    private Map<List<Set<String>>, Integer> people() {
      var people = new LinkedHashMap<List<Set<String>>, Integer>();
      quorum.forEach(clause -> people.merge(clause.who(), clause.count(), Integer::sum));
      return people;
    }

    /** Whether an approver may agree to less than was asked for. */
    public boolean allowChanges() {
      return latitude.allowChanges();
    }

    /** Whether one person may agree alone in an emergency. */
    public boolean breakGlass() {
      return latitude.breakGlass();
    }
  }

  /**
   * How long things stand, in seconds; absent: as long as the workspace says.
   *
   * @param question how long people have to answer
   * @param claim how long the agent has to come for its ticket
   */
  public record Lives(Optional<Long> question, Optional<Long> claim) {}

  /**
   * What approvers may do beyond agreeing and denying.
   *
   * @param denials how many people must deny before the question is denied; at least 1
   */
  public record Latitude(boolean allowChanges, boolean breakGlass, int denials) {
    private boolean isAtMost(Latitude other) {
      return (other.allowChanges || !allowChanges)
          && (other.breakGlass || !breakGlass)
          && denials <= other.denials;
    }
  }

  /** So many people with one of these roles, in one of these groups, or named. */
  public record QuorumClause(
      List<String> roles, List<String> groups, List<String> users, int count) {
    public QuorumClause {
      roles = List.copyOf(roles);
      groups = List.copyOf(groups);
      users = List.copyOf(users);
    }

    private List<Set<String>> who() {
      return List.of(Set.copyOf(roles), Set.copyOf(groups), Set.copyOf(users));
    }
  }

  /** What an approver's reason must look like. */
  public record ReasonRule(boolean required, Optional<Pattern> pattern) {
    private boolean isAtLeast(ReasonRule other) {
      return (required || !other.required)
          && (other.pattern.isEmpty() || written().equals(other.written()));
    }

    /** A pattern is equal to itself alone: its text is what two rules can have in common. */
    private Optional<String> written() {
      return pattern.map(Pattern::pattern);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ReasonRule rule
          && required == rule.required
          && written().equals(rule.written());
    }

    @Override
    public int hashCode() {
      return Objects.hash(required, written());
    }
  }
}
