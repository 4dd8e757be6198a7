package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.app.wire.JsonText;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.Caller;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans how a recorded run is undone, and asks for it. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Plans how a recorded run is undone, and asks whether it may be.",
    synopsisSubcommandLabel = "COMMAND")
final class RollbackCommand {
  private RollbackCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new RollbackCommand())
        .addSubcommand("show", new CommandLine(new Show(session)))
        .addSubcommand("check", new CommandLine(new Check(session)));
  }

  /** Shows the inverse request. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows the request that would undo a run; asks for nothing.")
  static final class Show implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "AUDIT_ID", description = "The decision whose run is undone.")
    private String auditId = "";

    @Option(names = "--json-output", description = "Prints the plan as JSON.")
    private boolean json;

    @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
    private @Nullable String config;

    Show(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.withWorkspace(
          Optional.ofNullable(config),
          workspace -> {
            try (var desk = session.backstage().desk(workspace)) {
              return show(desk.rollbackPlan(auditId));
            }
          });
    }

    private int show(Desk.Reply reply) {
      return switch (reply) {
        case Desk.Reply.Done(var plan) -> {
          if (json) {
            session.print(plan);
          } else {
            plan(session, plan);
          }
          yield Exit.OK;
        }
        case Desk.Reply.Refused(var code, var message) -> {
          session.complain(message);
          yield Exit.NO;
        }
      };
    }
  }

  /** Asks for the roll-back. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Asks whether a run may be undone. The decision is recorded."
              + " Exit status: 0 allow, 1 deny, 3 approval required.")
  static final class Check implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "AUDIT_ID", description = "The decision whose run is undone.")
    private String auditId = "";

    @Option(
        names = {"--caller", "-c"},
        paramLabel = "AGENT",
        description = "In whose name: an agent id, or its identity token. Default: yours.")
    private @Nullable String caller;

    @Option(names = "--json-output", description = "Prints plan and decision as JSON.")
    private boolean json;

    @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
    private @Nullable String config;

    Check(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.withWorkspace(
          Optional.ofNullable(config),
          workspace -> {
            try (var desk = session.backstage().desk(workspace)) {
              return show(
                  desk.rollback(
                      auditId,
                      Optional.ofNullable(caller).map(c -> Callers.who(c, Caller.Grants.NONE))));
            }
          });
    }

    private int show(Desk.Reply reply) {
      return switch (reply) {
        case Desk.Reply.Done(var body) -> {
          var decision = fields(body, "decision");
          if (json) {
            session.print(body);
          } else {
            plan(session, fields(body, "plan"));
            DecisionText.print(session, decision);
          }
          yield DecisionText.exit(decision);
        }
        case Desk.Reply.Refused(var code, var message) -> {
          session.complain(message);
          yield Exit.NO;
        }
      };
    }
  }

  private static void plan(Session session, Value.Fields plan) {
    session.say(
        Shown.line(
            "UNDO  "
                + plan.text("original_action").orElse("")
                + " -> "
                + plan.text("original_target").orElse("")
                + " ("
                + plan.text("original_audit_id").orElse("")
                + ")"));
    DecisionText.line(
        session,
        "with",
        plan.text("rollback_action").orElse("")
            + " "
            + JsonText.compact(fields(plan, "rollback_params")));
    if (plan.get("warnings").orElse(Value.NULL) instanceof Value.Items(var warnings)) {
      for (var warning : warnings) {
        if (warning instanceof Value.Text(var text)) {
          DecisionText.line(session, "warning", text);
        }
      }
    }
  }

  private static Value.Fields fields(Value.Fields of, String name) {
    return of.get(name).orElse(Value.NULL) instanceof Value.Fields fields ? fields : Value.EMPTY;
  }
}
