package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import picocli.CommandLine.Option;

/** A command that goes to the operator's desk and shows what came of it. */
abstract class AtDesk extends InWorkspace {
  @Option(names = "--json-output", description = "Prints the answer as JSON.")
  boolean json;

  AtDesk(Session session) {
    super(session);
  }

  abstract Desk.Reply ask(Desk desk, Workspace workspace);

  abstract void show(Value.Fields body);

  /** The exit status that says the same as the answer. */
  int status(Value.Fields body) {
    return Exit.OK;
  }

  @Override
  int run(Workspace workspace) {
    try (var desk = session.backstage().desk(workspace)) {
      return answer(ask(desk, workspace));
    }
  }

  final int answer(Desk.Reply reply) {
    return switch (reply) {
      case Desk.Reply.Done(var body) -> {
        if (json) {
          session.print(body);
        } else {
          show(body);
        }
        yield status(body);
      }
      case Desk.Reply.Refused(var code, var message) -> {
        session.complain(message);
        yield Exit.NO;
      }
    };
  }
}
