package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Executes in the operator's own name, and looks after executions. */
@Command(
    name = "runner",
    mixinStandardHelpOptions = true,
    description = "Executes in your own name, rehearses, looks after executions.",
    synopsisSubcommandLabel = "COMMAND")
final class RunnerCommand {
  private RunnerCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new RunnerCommand())
        .addSubcommand("dry-run", new CommandLine(new DryRun(session)))
        .addSubcommand("execute", new CommandLine(new Execute(session)))
        .addSubcommand("show", new CommandLine(new Show(session)))
        .addSubcommand("cancel", new CommandLine(new Cancel(session)))
        .addSubcommand("forwards", new CommandLine(new Forwards(session)))
        .addSubcommand("stop", new CommandLine(new Stop(session)))
        .addSubcommand("reconcile", new CommandLine(new Reconcile(session)));
  }

  /** A command about a request. */
  abstract static class About extends AtDesk {
    @Mixin private RequestOptions request = new RequestOptions();

    @Option(names = "--ticket-id", paramLabel = "ID", description = "A change ticket.")
    private @Nullable String ticketId;

    About(Session session) {
      super(session);
    }

    final Desk.Ask asked(Workspace workspace) {
      return new Desk.Ask(
          request.action(),
          Optional.of(request.target()),
          Optional.empty(),
          request.params(workspace),
          Optional.ofNullable(ticketId));
    }
  }

  /** Says what would change. */
  @Command(
      name = "dry-run",
      mixinStandardHelpOptions = true,
      description =
          "Says from live state what an action would change, and what the rules say of it in your"
              + " name; records and changes nothing. Exit status: 0 allow, 1 deny or unreadable, 3"
              + " approval required.")
  static final class DryRun extends About {
    DryRun(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.runs().dryRun(asked(workspace));
    }

    @Override
    void show(Value.Fields body) {
      RunText.rehearsal(session, body);
      RunText.verdict(session, body.object("decision"));
    }

    @Override
    int status(Value.Fields body) {
      return body.text("unknown").isPresent()
          ? Exit.NO
          : DecisionText.exit(body.object("decision"));
    }
  }

  /** Asks, and executes what is allowed. */
  @Command(
      name = "execute",
      mixinStandardHelpOptions = true,
      description =
          "Asks in your own name and, where the rules allow it, executes and waits. Where people"
              + " must agree first it begins by itself once they have. Exit status: 0 done, 1 not,"
              + " 3 approval required.")
  static final class Execute extends About {
    Execute(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return new Following(session, desk, !json).to(desk.runs().execute(asked(workspace)));
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

  /** A command about an execution. */
  abstract static class OfRun extends AtDesk {
    @Parameters(paramLabel = "RUN", description = "The execution (run-…).")
    String run = "";

    OfRun(Session session) {
      super(session);
    }

    @Override
    final void show(Value.Fields body) {
      RunText.print(session, body);
    }
  }

  /** Does something to one, and says why. */
  abstract static class Reasoned extends OfRun {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    Reasoned(Session session) {
      super(session);
    }
  }

  /** Shows one. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows how an execution stands.")
  static final class Show extends OfRun {
    Show(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.runs().run(run);
    }
  }

  /** Calls one off. */
  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description =
          "Calls an execution off: one that waits is not executed, one that acts is interrupted and"
              + " may be unknown then. Recorded.")
  static final class Cancel extends Reasoned {
    Cancel(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.runs().callOff(run, reason);
    }
  }

  /** Lists open ports. */
  @Command(
      name = "forwards",
      mixinStandardHelpOptions = true,
      description =
          "Lists the ports of this machine that executions left open: where they lead, who asked,"
              + " what went through, how long they stay.")
  static final class Forwards extends AtDesk {
    Forwards(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.runs().forwards();
    }

    @Override
    void show(Value.Fields body) {
      RunText.forwards(session, body);
    }
  }

  /** Closes an open port. */
  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description =
          "Closes the port that an execution left open, with every connection through it."
              + " Recorded.")
  static final class Stop extends Reasoned {
    Stop(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.runs().stop(run, reason);
    }
  }

  /** Reads one back. */
  @Command(
      name = "reconcile",
      mixinStandardHelpOptions = true,
      description =
          "Reads back from its target what became of an execution whose outcome nobody knows."
              + " Recorded. Exit status: 0 it is known now, 1 it is not.")
  static final class Reconcile extends OfRun {
    Reconcile(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.runs().readBack(run);
    }

    @Override
    int status(Value.Fields body) {
      return body.textOrEmpty("status").equals("unknown") ? Exit.NO : Exit.OK;
    }
  }
}
