package dev.agentsafe.app.cli;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.Workspace;
import dev.agentsafe.core.approval.Changes;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.ActionName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what an approver changes, as typed on the command line. */
final class ChangedText {
  private ChangedText() {}

  static Changes of(Workspace workspace, String action, List<String> given, Optional<String> life) {
    var params = Value.EMPTY;
    for (var change : given) {
      var equals = change.indexOf('=');
      if (equals < 1) {
        throw new CoreException("--set: `" + change + "` is no change; give NAME=VALUE.");
      }
      var name = change.substring(0, equals);
      var text = change.substring(equals + 1);
      params =
          params.with(
              name,
              workspace.catalog().find(new ActionName(action)).stream()
                  .flatMap(a -> a.parameters().stream())
                  .filter(p -> p.name().equals(name))
                  .findFirst()
                  .map(p -> TypedText.read(p.type(), text))
                  .orElse(Value.of(text)));
    }
    return new Changes(params, life.map(ChangedText::life).map(Duration::toSeconds));
  }

  private static Duration life(String text) {
    return Lifetime.of(text)
        .orElseThrow(() ->
            new CoreException("--life: `" + text + "` is no time; give one such as 90s, 2m."));
  }
}
