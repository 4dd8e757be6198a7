package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import dev.agentsafe.core.identity.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a request says besides its action and who asks. */
final class AskOptions {
  @Option(
      names = {"--target", "-t"},
      paramLabel = "ID",
      description = "Target of the inventory.")
  private @Nullable String target;

  @Option(names = "--roles", split = ",", description = "Roles of an agent given by its id.")
  private List<String> roles = List.of();

  @Option(names = "--groups", split = ",", description = "Groups of an agent given by its id.")
  private List<String> groups = List.of();

  @Option(
      names = {"--param", "-p"},
      paramLabel = "NAME=VALUE",
      description = "A parameter; its value is read by the type that the action declares.")
  private Map<String, String> param = new LinkedHashMap<>();

  @Option(names = "--ticket-id", paramLabel = "ID", description = "A change ticket.")
  private @Nullable String ticketId;

  /** Id of the target. */
  Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /** What an agent that is given by its id may call itself. */
  Caller.Grants grants() {
    return new Caller.Grants(roles, groups);
  }

  /** The parameters, by the types that the action declares. */
  Value.Fields params(Workspace workspace, String action) {
    return TypedText.all(workspace.catalog().find(new ActionName(action)), param);
  }

  /** The change ticket. */
  Optional<String> ticketId() {
    return Optional.ofNullable(ticketId);
  }
}
