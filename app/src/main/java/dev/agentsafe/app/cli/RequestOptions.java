package dev.agentsafe.app.cli;

import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What says which request is meant: an action on a target, with parameters. */
final class RequestOptions {
  @Parameters(paramLabel = "ACTION", description = "Name of the action.")
  private String action = "";

  @Option(
      names = {"--target", "-t"},
      required = true,
      paramLabel = "ID",
      description = "Target of the inventory.")
  private String target = "";

  @Option(
      names = {"--param", "-p"},
      paramLabel = "NAME=VALUE",
      description = "A parameter; its value is read by the type that the action declares.")
  private Map<String, String> param = new LinkedHashMap<>();

  /** Name of the action. */
  String action() {
    return action;
  }

  /** Id of the target. */
  String target() {
    return target;
  }

  /** The parameters, by the types that the action declares. */
  Value.Fields params(Workspace workspace) {
    return TypedText.all(workspace.catalog().find(new ActionName(action)), param);
  }
}
