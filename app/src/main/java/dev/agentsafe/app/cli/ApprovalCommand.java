package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.VoteStatement.Choice;
import dev.agentsafe.core.canonical.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers the questions of agents. */
@Command(
    name = "approval",
    mixinStandardHelpOptions = true,
    description = "Answers what agents ask people.",
    synopsisSubcommandLabel = "COMMAND")
final class ApprovalCommand {
  private ApprovalCommand() {}

  static CommandLine line(Session session) {
    return new CommandLine(new ApprovalCommand())
        .addSubcommand("list", new CommandLine(new Listing(session)))
        .addSubcommand("show", new CommandLine(new Show(session)))
        .addSubcommand("approve", new CommandLine(new Approve(session)))
        .addSubcommand("deny", new CommandLine(new Deny(session)));
  }

  /** What the four have in common. */
  abstract static class AtDesk implements Callable<Integer> {
    final Session session;

    @Option(names = "--json-output", description = "Prints the answer as JSON.")
    boolean json;

    @Option(names = "--config", paramLabel = "PATH", description = "The workspace.")
    private @Nullable String config;

    AtDesk(Session session) {
      this.session = session;
    }

    abstract Desk.Reply ask(Desk desk, Workspace workspace);

    abstract void show(Session session, Value.Fields body);

    @Override
    public Integer call() {
      return session.withWorkspace(
          Optional.ofNullable(config),
          workspace -> {
            try (var desk = session.backstage().desk(workspace)) {
              return answer(ask(desk, workspace));
            }
          });
    }

    private int answer(Desk.Reply reply) {
      return switch (reply) {
        case Desk.Reply.Done(var body) -> {
          if (json) {
            session.print(body);
          } else {
            show(session, body);
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

  /** Lists open questions. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the open questions, oldest first.")
  static final class Listing extends AtDesk {
    Listing(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.pending();
    }

    @Override
    void show(Session session, Value.Fields body) {
      var open =
          body.get("approvals").orElse(Value.NULL) instanceof Value.Items(var items)
              ? items
              : List.<Value>of();
      for (var item : open) {
        if (item instanceof Value.Fields question) {
          session.say(
              Shown.line(
                  "%s  %-8s  %s -> %s  by %s, until %s"
                      .formatted(
                          text(question, "request_id"),
                          text(question, "effective_risk"),
                          text(question, "action"),
                          text(question, "target"),
                          text(question, "caller"),
                          text(question, "expires_at"))));
        }
      }
      session.say(open.isEmpty() ? "Nothing waits for an answer." : open.size() + " open");
    }
  }

  /** Shows one question. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one question with its evidence and votes.")
  static final class Show extends AtDesk {
    @Parameters(paramLabel = "REQUEST", description = "Its id: apr- and 12 hex digits.")
    private String id = "";

    Show(Session session) {
      super(session);
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      return desk.question(id);
    }

    @Override
    void show(Session session, Value.Fields body) {
      QuestionText.print(session, body);
    }
  }

  /** Says yes. */
  @Command(name = "approve", mixinStandardHelpOptions = true, description = "Approves a request.")
  static final class Approve extends Answering {
    Approve(Session session) {
      super(session, true);
    }
  }

  /** Says no. */
  @Command(name = "deny", mixinStandardHelpOptions = true, description = "Denies a request.")
  static final class Deny extends Answering {
    Deny(Session session) {
      super(session, false);
    }
  }

  /** What the two answers have in common. */
  abstract static class Answering extends AtDesk {
    private final boolean approves;

    @Parameters(paramLabel = "REQUEST", description = "Its id: apr- and 12 hex digits.")
    private String id = "";

    @Option(
        names = {"--reason", "-r"},
        paramLabel = "TEXT",
        description = "Why; it is recorded.")
    private String reason = "";

    @Mixin private Signing signing = new Signing();

    Answering(Session session, boolean approves) {
      super(session);
      this.approves = approves;
    }

    @Override
    Desk.Reply ask(Desk desk, Workspace workspace) {
      var choice = approves ? Choice.approve(reason) : Choice.deny(reason);
      return signing.answer(
          session,
          workspace,
          desk,
          new Signing.Ask(id, choice),
          question -> {
            if (!json) {
              QuestionText.print(session, question);
            }
          });
    }

    @Override
    void show(Session session, Value.Fields body) {
      session.say(Shown.line(text(body, "request_id") + " is " + text(body, "status") + "."));
    }
  }

  private static String text(Value.Fields of, String name) {
    return of.text(name).orElse("");
  }
}
