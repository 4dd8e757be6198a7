package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans how a recorded run is undone, and asks for it. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Plans how a recorded run is undone, asks whether it may be, undoes it.",
    synopsisSubcommandLabel = "COMMAND")
final class RollbackCommand {
  private RollbackCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new RollbackCommand())
        .addSubcommand("show", new CommandLine(new Show(session)))
        .addSubcommand("check", new CommandLine(new Check(session)))
        .addSubcommand("run", new CommandLine(new Run(session)));
  }

  /** Shows the inverse request. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Shows the request that would undo a run, what changed since, who owns the object and"
              + " what the rules say; asks for nothing.")
  static final class Show extends AtDesk {
    @Parameters(
        paramLabel = "AUDIT_ID",
        description = "The decision whose run is undone, or a plan (pln-…).")
    private String auditId = "";

    Show(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.rollbackPlan(auditId);
    }

    @Override
    void show(Value.Fields body) {
      RollbackText.print(session, body);
    }
  }

  /** Undoes it. */
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description =
          "Undoes a run, or what happened of a plan in reverse order, in your own name, and waits."
              + " Exit status: 0 undone, 1 not, 3 approval required.")
  static final class Run extends AtDesk {
    @Parameters(
        paramLabel = "ID",
        description = "The decision whose run is undone, or a plan (pln-…).")
    private String id = "";

    Run(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return new Following(session, desk, !json).to(desk.runs().undo(id));
    }

    @Override
    void show(Value.Fields body) {
      RunText.ended(session, body);
    }

    @Override
    int status(Value.Fields body) {
      return RunText.status(body);
    }
  }

  /** Asks for the roll-back. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Asks whether a run may be undone. The decision is recorded."
              + " Exit status: 0 allow, 1 deny, 3 approval required.")
  static final class Check extends AtDesk {
    @Parameters(paramLabel = "AUDIT_ID", description = "The decision whose run is undone.")
    private String auditId = "";

    @Option(
        names = {"--caller", "-c"},
        paramLabel = "AGENT",
        description = "In whose name: an agent id, or its identity token. Default: yours.")
    private @Nullable String caller;

    Check(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.rollback(
          auditId, Optional.ofNullable(caller).map(c -> Callers.who(c, Caller.Grants.NONE)));
    }

    @Override
    void show(Value.Fields body) {
      RollbackText.plan(session, body.object("plan"));
      DecisionText.print(session, body.object("decision"));
    }

    @Override
    int status(Value.Fields body) {
      return DecisionText.exit(body.object("decision"));
    }
  }
}
