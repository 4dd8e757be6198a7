package dev.agentsafe.core.preview;

import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.identity.AgentId;
import dev.agentsafe.core.identity.Caller;
import dev.agentsafe.core.policy.Facts;
import dev.agentsafe.core.policy.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The requests that a map is drawn of: every action on every target by every subject at every
 * minute of a week.
 *
 * @param monday the first day of the week; it matters where clocks change in a rule's time zone
 * @param changeTicket whether requests name a change ticket
 */
public record MapSpace(
    List<Action> actions,
    List<Target> targets,
    List<Subject> subjects,
    LocalDate monday,
    boolean changeTicket) {
  /** Minutes of a week. */
  public static final int WEEK = 7 * 24 * 60;

  private static final AgentId SOMEBODY = new AgentId("somebody");

  public MapSpace {
    actions = List.copyOf(actions);
    targets = List.copyOf(targets);
    subjects = List.copyOf(subjects);
    monday = monday.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /**
   * Who asks: an agent that is and holds just that, for itself.
   *
   * @param name for people, such as {@code role deployer}
   */
  public record Subject(String name, Caller caller) {
    /** An agent without roles or groups, whose id no rule names. */
    public static Subject somebody() {
      return new Subject("any agent", Caller.of(SOMEBODY));
    }

    /** An agent with that role alone. */
    public static Subject role(String role) {
      return holding("role " + role, new Caller.Grants(List.of(role), List.of()));
    }

    /** An agent in that group alone. */
    public static Subject group(String group) {
      return holding("group " + group, new Caller.Grants(List.of(), List.of(group)));
    }

    /** That agent, without roles or groups. */
    public static Subject agent(String id) {
      return new Subject("agent " + id, Caller.of(new AgentId(id)));
    }

    private static Subject holding(String name, Caller.Grants grants) {
      return new Subject(name, new Caller(SOMEBODY, "", grants, Caller.Delegation.NONE));
    }
  }

  /** Any agent, then one for each role, group and agent id that some rule names, each sorted. */
  public static List<Subject> subjects(List<Rule> rules) {
    var roles = new TreeSet<String>();
    var groups = new TreeSet<String>();
    var agents = new TreeSet<String>();
    for (var rule : rules) {
      rule.match()
          .on()
          .callers()
          .ifPresent(callers -> {
            callers.roles().ifPresent(roles::addAll);
            callers.groups().ifPresent(groups::addAll);
            callers.agentIds().ifPresent(agents::addAll);
          });
    }
    var all = new ArrayList<Subject>();
    all.add(Subject.somebody());
    roles.forEach(role -> all.add(Subject.role(role)));
    groups.forEach(group -> all.add(Subject.group(group)));
    agents.forEach(agent -> all.add(Subject.agent(agent)));
    return all;
  }

  /** The moment that many minutes after the week began, on a clock in UTC. */
  public Facts.When at(int minute) {
    return new Facts.When(monday.atStartOfDay().plusMinutes(minute), Optional.of(Duration.ZERO));
  }

  /** What rules see of one request; the action must apply to the target. */
  public Facts facts(int action, int target, int subject, int minute) {
    var asked = actions.get(action);
    var on = targets.get(target);
    return new Facts(
        asked.name(),
        Optional.of(on),
        Optional.of(subjects.get(subject).caller()),
        asked.scope().risk().on(on.standing().sensitivity()),
        at(minute),
        changeTicket);
  }
}
