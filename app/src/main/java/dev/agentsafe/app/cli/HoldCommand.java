package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops agents and lets them go. */
final class HoldCommand {
  private HoldCommand() {}

  /** What the four have in common. */
  abstract static class Holding extends ApprovalCommand.AtDesk {
    @Option(
        names = {"--reason", "-r"},
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is recorded, and agents are told.")
    private String reason = "";

    Holding(Session session) {
      super(session);
    }

    String reason() {
      return reason;
    }
  }

  /** Stops all agents. */
  @Command(
      name = "freeze",
      mixinStandardHelpOptions = true,
      description = "Stops all agents at once, until `unfreeze`. What executes is not killed.")
  static final class Freeze extends Holding {
    Freeze(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.freeze(reason());
    }

    @Override
    void show(Session session, Value.Fields body) {
      session.say("All agents are frozen.");
      running(session, body);
    }
  }

  /** Lets agents act again. */
  @Command(
      name = "unfreeze",
      mixinStandardHelpOptions = true,
      description = "Lets agents act again, except those that are paused.")
  static final class Unfreeze extends Holding {
    Unfreeze(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.unfreeze(reason());
    }

    @Override
    void show(Session session, Value.Fields body) {
      session.say("Agents can act again.");
      stillPaused(session, body);
    }
  }

  /** Stops one agent. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops an agent and all that act on its behalf, until `resume`.")
  static final class Pause extends Holding {
    @Parameters(paramLabel = "AGENT", description = "Its id, such as deploy-bot.")
    private String agent = "";

    Pause(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.pause(agent, reason());
    }

    @Override
    void show(Session session, Value.Fields body) {
      session.say("`" + agent + "` is paused.");
      running(session, body);
    }
  }

  /** Lets one agent act again. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a paused agent act again.")
  static final class Resume extends Holding {
    @Parameters(paramLabel = "AGENT", description = "Its id, such as deploy-bot.")
    private String agent = "";

    Resume(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.resume(agent, reason());
    }

    @Override
    void show(Session session, Value.Fields body) {
      session.say("`" + agent + "` is not paused any more.");
      frozen(session, body);
    }
  }

  private static void running(Session session, Value.Fields body) {
    for (var run : items(body, "running")) {
      session.say(
          Shown.line(
              "still executing: %s  %s -> %s  by %s, since %s"
                  .formatted(
                      text(run, "run_id"),
                      text(run, "action"),
                      text(run, "target"),
                      text(run, "caller"),
                      text(run, "started_at"))));
    }
  }

  private static void frozen(Session session, Value.Fields body) {
    if (body.get("frozen").orElse(Value.NULL) instanceof Value.Fields freeze) {
      session.say(
          Shown.line(
              "All agents are frozen by %s since %s: %s"
                  .formatted(text(freeze, "by"), text(freeze, "since"), text(freeze, "reason"))));
    }
  }

  private static void stillPaused(Session session, Value.Fields body) {
    for (var pause : items(body, "paused")) {
      session.say(
          Shown.line(
              "paused: %s, by %s since %s: %s"
                  .formatted(
                      text(pause, "agent"),
                      text(pause, "by"),
                      text(pause, "since"),
                      text(pause, "reason"))));
    }
  }

  /** Shows the agents and how they stand. */
  @Command(
      name = "agents",
      mixinStandardHelpOptions = true,
      description =
          "Shows agents, the one that asked last first: what they did, and who is stopped.")
  static final class Agents extends ApprovalCommand.AtDesk {
    Agents(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.agents();
    }

    @Override
    void show(Session session, Value.Fields body) {
      frozen(session, body);
      stillPaused(session, body);
      var agents = items(body, "agents");
      for (var agent : agents) {
        session.say(Shown.line(line(agent)));
      }
      if (agents.isEmpty()) {
        session.say("No agent has asked for anything yet.");
      }
    }

    private static String line(Value.Fields agent) {
      var decisions = fields(agent, "decisions");
      var risk = fields(agent, "risk");
      var rate = fields(agent, "rate");
      return "%s  last seen %s  allowed %s, denied %s, asked %s%s%s%s"
          .formatted(
              text(agent, "agent_id"),
              text(agent, "last_seen"),
              number(decisions, "allow"),
              number(decisions, "deny"),
              number(decisions, "require_approval"),
              risk.values().isEmpty()
                  ? ""
                  : "  risk " + number(risk, "score") + " (" + text(risk, "class") + ")",
              rate.values().isEmpty()
                  ? ""
                  : "  rate " + number(rate, "requests") + "/" + number(rate, "max_requests"),
              rate.get("breaker_closes_in_seconds").orElse(Value.NULL) instanceof Value.Real
                  ? "  breaker open"
                  : "");
    }
  }

  private static List<Value.Fields> items(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Items(var items)
        ? items.stream()
            .filter(Value.Fields.class::isInstance)
            .map(Value.Fields.class::cast)
            .toList()
        : List.of();
  }

  private static Value.Fields fields(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Fields fields ? fields : Value.EMPTY;
  }

  private static String text(Value.Fields of, String name) {
    return of.text(name).orElse("");
  }

  private static String number(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Int(var value) ? value.toString() : "";
  }
}
