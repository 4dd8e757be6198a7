package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for a decision. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Asks whether an action may be done. The decision is recorded. "
            + "Exit status: 0 allow, 1 deny, 3 approval required.")
final class CheckCommand extends AtDesk {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ACTION", description = "Name of the action.")
  private String action = "";

  @Mixin private AskOptions asked = new AskOptions();

  @Option(
      names = {"--caller", "-c"},
      paramLabel = "AGENT",
      description = "Who asks: an agent id, or its identity token.")
  private @Nullable String caller;

  @Option(names = "--params", paramLabel = "JSON", description = "Parameters as a JSON object.")
  private @Nullable String params;

  CheckCommand(Session session) {
    super(session);
  }

  @Override
  void examine() {
    given();
  }

  @Override
  Desk.Reply ask(Desk desk, Workspace workspace) {
    return desk.check(
        new Desk.Ask(
            action,
            asked.target(),
            Optional.ofNullable(caller).map(text -> Callers.who(text, asked.grants())),
            typed(workspace, given()),
            asked.ticketId()));
  }

  @Override
  void show(Value.Fields body) {
    DecisionText.print(session, body);
  }

  @Override
  int status(Value.Fields body) {
    return DecisionText.exit(body);
  }

  private Value.Fields given() {
    if (params == null) {
      return Value.EMPTY;
    }
    return switch (Json.read(params)) {
      case Json.Read.Good(Value.Fields fields) -> fields;
      case Json.Read.Good good ->
          throw new CommandLine.ParameterException(
              // Not repeated: secrets may stand in it.
              spec.commandLine(), "--params: this is no JSON object; write {\"name\": value}");
      case Json.Read.Bad(var line, var column, var message) ->
          throw new CommandLine.ParameterException(
              spec.commandLine(), "--params:" + line + ":" + column + ": " + message);
    };
  }

  private Value.Fields typed(Workspace workspace, Value.Fields given) {
    var all = given;
    for (var entry : asked.params(workspace, action).values().entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }
}
