package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops agents and lets them go. */
final class HoldCommand {
  private HoldCommand() {}

  /** What the four have in common. */
  abstract static class Holding extends AtDesk {
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

  /** What the two about one agent have in common. */
  abstract static class HoldingOne extends Holding {
    @Parameters(paramLabel = "AGENT", description = "Its id, such as deploy-bot.")
    private String agent = "";

    HoldingOne(Session session) {
      super(session);
    }

    String agent() {
      return agent;
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
    void show(Value.Fields body) {
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
    void show(Value.Fields body) {
      session.say("Agents can act again.");
      stillPaused(session, body);
    }
  }

  /** Stops one agent. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops an agent and all that act on its behalf, until `resume`.")
  static final class Pause extends HoldingOne {
    Pause(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.pause(agent(), reason());
    }

    @Override
    void show(Value.Fields body) {
      session.say("`" + agent() + "` is paused.");
      running(session, body);
    }
  }

  /** Lets one agent act again. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a paused agent act again.")
  static final class Resume extends HoldingOne {
    Resume(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.resume(agent(), reason());
    }

    @Override
    void show(Value.Fields body) {
      session.say("`" + agent() + "` is not paused any more.");
      frozen(session, body);
    }
  }

  private static void running(Session session, Value.Fields body) {
    for (var run : body.objects("running")) {
      session.say(
          Shown.line(
              "still executing: %s  %s -> %s  by %s, since %s"
                  .formatted(
                      run.textOrEmpty("run_id"),
                      run.textOrEmpty("action"),
                      run.textOrEmpty("target"),
                      run.textOrEmpty("caller"),
                      run.textOrEmpty("started_at"))));
    }
  }

  private static void frozen(Session session, Value.Fields body) {
    if (body.get("frozen").orElse(Value.NULL) instanceof Value.Fields freeze) {
      session.say(
          Shown.line(
              "All agents are frozen by %s since %s: %s"
                  .formatted(
                      freeze.textOrEmpty("by"),
                      freeze.textOrEmpty("since"),
                      freeze.textOrEmpty("reason"))));
    }
  }

  private static void stillPaused(Session session, Value.Fields body) {
    for (var pause : body.objects("paused")) {
      session.say(
          Shown.line(
              "paused: %s, by %s since %s: %s"
                  .formatted(
                      pause.textOrEmpty("agent"),
                      pause.textOrEmpty("by"),
                      pause.textOrEmpty("since"),
                      pause.textOrEmpty("reason"))));
    }
  }

  /** Shows the agents and how they stand. */
  @Command(
      name = "agents",
      mixinStandardHelpOptions = true,
      description =
          "Shows agents, the one that asked last first: what they did, and who is stopped.")
  static final class Agents extends AtDesk {
    Agents(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.agents();
    }

    @Override
    void show(Value.Fields body) {
      frozen(session, body);
      stillPaused(session, body);
      var agents = body.objects("agents");
      for (var agent : agents) {
        session.say(Shown.line(line(agent)));
      }
      if (agents.isEmpty()) {
        session.say("No agent has asked for anything yet.");
      }
    }

    private static String line(Value.Fields agent) {
      var decisions = agent.object("decisions");
      var risk = agent.object("risk");
      var rate = agent.object("rate");
      return "%s  last seen %s  allowed %s, denied %s, asked %s%s%s%s"
          .formatted(
              agent.textOrEmpty("agent_id"),
              agent.textOrEmpty("last_seen"),
              number(decisions, "allow"),
              number(decisions, "deny"),
              number(decisions, "require_approval"),
              risk.values().isEmpty()
                  ? ""
                  : "  risk " + number(risk, "score") + " (" + risk.textOrEmpty("class") + ")",
              rate.values().isEmpty()
                  ? ""
                  : "  rate " + number(rate, "requests") + "/" + number(rate, "max_requests"),
              rate.get("breaker_closes_in_seconds").orElse(Value.NULL) instanceof Value.Real
                  ? "  breaker open"
                  : "");
    }
  }

  private static String number(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Int(var value) ? value.toString() : "";
  }
}
