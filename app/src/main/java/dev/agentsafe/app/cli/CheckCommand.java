package dev.agentsafe.app.cli;

import dev.agentsafe.app.desk.Desk;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.identity.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  @Option(
      names = {"--target", "-t"},
      paramLabel = "ID",
      description = "Target of the inventory.")
  private @Nullable String target;

  @Option(
      names = {"--caller", "-c"},
      paramLabel = "AGENT",
      description = "Who asks: an agent id, or its identity token.")
  private @Nullable String caller;

  @Option(names = "--roles", split = ",", description = "Roles of an agent given by its id.")
  private List<String> roles = List.of();

  @Option(names = "--groups", split = ",", description = "Groups of an agent given by its id.")
  private List<String> groups = List.of();

  @Option(
      names = {"--param", "-p"},
      paramLabel = "NAME=VALUE",
      description = "A parameter; its value is read by the type that the action declares.")
  private Map<String, String> param = new LinkedHashMap<>();

  @Option(names = "--params", paramLabel = "JSON", description = "Parameters as a JSON object.")
  private @Nullable String params;

  @Option(names = "--ticket-id", paramLabel = "ID", description = "A change ticket.")
  private @Nullable String ticketId;

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
            Optional.ofNullable(target),
            Optional.ofNullable(caller).map(this::who),
            typed(workspace, given()),
            Optional.ofNullable(ticketId)));
  }

  @Override
  void show(Value.Fields body) {
    DecisionText.print(session, body);
  }

  @Override
  int status(Value.Fields body) {
    return DecisionText.exit(body);
  }

  private Desk.Who who(String text) {
    return Callers.who(text, new Caller.Grants(roles, groups));
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
    var typed = TypedText.all(workspace.catalog().find(new ActionName(action)), param);
    for (var entry : typed.values().entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }
}
