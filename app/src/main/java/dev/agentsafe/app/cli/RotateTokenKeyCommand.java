package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.identity.TokenKeys;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a new key in the place of the one that signs agents' tokens and tickets. */
@Command(
    name = "rotate-key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a new key that signs agents' tokens and tickets from now on, while the gateway runs.",
      "What the old one signed is good for the time given, and refused after it."
    })
final class RotateTokenKeyCommand extends AtDesk {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"--reason", "-r"},
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded.")
  private String reason = "";

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "24h",
      description =
          "How long what the old key signed is still good: 0, 90s, 15m, 8h, at most 30d. Give 0"
              + " where somebody else may have the key. Default: ${DEFAULT-VALUE}.")
  private String grace = "24h";

  RotateTokenKeyCommand(Session session) {
    super(session);
  }

  private Optional<Duration> time() {
    var time = grace.equals("0") ? Optional.of(Duration.ZERO) : Lifetime.of(grace);
    return time.filter(t -> t.compareTo(TokenKeys.LONGEST_GRACE) <= 0);
  }

  @Override
  void examine() {
    if (time().isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--grace: `" + grace + "` is no time; give 0, or one such as 15m or 8h, at most 30d");
    }
  }

  @Override
  Desk.Reply ask(Desk desk, Workspace workspace) {
    return desk.rotateTokenKeys(reason, time().orElseThrow());
  }

  @Override
  void show(Value.Fields body) {
    session.say(
        "Tokens and tickets are signed by " + body.text("signs").orElse("") + " from now on.");
    session.say(
        "What was signed before is good until "
            + body.text("until").orElse("")
            + ", and refused after it.");
  }
}
