package dev.agentsafe.app.cli;

import dev.agentsafe.app.wire.ActionForm;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the catalogue. */
@Command(
    name = "list-actions",
    mixinStandardHelpOptions = true,
    description = "Lists what agents can ask for.")
final class ListActionsCommand extends InWorkspace {
  @Option(names = "--risk", paramLabel = "CLASS", description = "Only this risk class.")
  private @Nullable String risk;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only with this tag.")
  private @Nullable String tag;

  @Option(names = "--json-output", description = "Prints them as JSON, with their parameters.")
  private boolean json;

  ListActionsCommand(Session session) {
    super(session);
  }

  @Override
  int run(Workspace workspace) {
    var actions =
        workspace.catalog().actions().stream()
            .filter(a -> risk == null || a.scope().risk().label().equals(risk))
            .filter(a -> tag == null || a.summary().tags().contains(tag))
            .toList();
    if (json) {
      var forms = new ArrayList<Value>();
      actions.forEach(a -> forms.add(ActionForm.of(a)));
      session.print(new Value.Items(forms));
      return Exit.OK;
    }
    for (var action : actions) {
      session.say(
          "%-32s %-9s %-30s %s"
              .formatted(
                  action.name(),
                  action.scope().risk().label(),
                  String.join(",", action.scope().targetTypes()),
                  Shown.line(firstSentence(action))));
    }
    session.say(actions.size() + (actions.size() == 1 ? " action" : " actions"));
    return Exit.OK;
  }

  private static String firstSentence(Action action) {
    var text = action.summary().description().strip();
    var end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end + 1)).replace('\n', ' ');
  }
}
