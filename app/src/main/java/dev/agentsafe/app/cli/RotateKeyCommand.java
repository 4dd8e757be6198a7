package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts new keys in the place of those that sign the journal's checkpoints. */
@Command(
    name = "rotate-key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes new keys that sign the journal's checkpoints from now on.",
      "The checkpoint that covers the change bears the signatures of the old keys and the new ones."
    })
final class RotateKeyCommand extends AtDesk {
  @Option(
      names = {"--reason", "-r"},
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded.")
  private String reason = "";

  RotateKeyCommand(Session session) {
    super(session);
  }

  @Override
  Desk.Reply ask(Desk desk, Workspace workspace) {
    return desk.rotateJournalKeys(reason);
  }

  @Override
  void show(Value.Fields body) {
    session.say("The journal is sealed with new keys. Give them to those who verify it:");
    if (body.get("keys").orElse(Value.NULL) instanceof Value.Items(var keys)) {
      for (var key : keys) {
        if (key instanceof Value.Text(var text)) {
          session.say("  " + text);
        }
      }
    }
  }
}
