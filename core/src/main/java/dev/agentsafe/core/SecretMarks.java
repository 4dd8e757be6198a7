package dev.agentsafe.core;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.journal.Redaction;
import dev.agentsafe.core.journal.Scrubber;

/** Keeps secrets of parameters from being shown; pure. */
public final class SecretMarks {
  private SecretMarks() {}

  /**
   * The parameters with {@code (secret)} in the place of what the action declares secret, and of
   * what looks like it.
   */
  public static Value.Fields hidden(Action action, Value.Fields params) {
    var shown = params;
    for (var parameter : action.parameters()) {
      if (parameter.use().secret() && params.get(parameter.name()).isPresent()) {
        shown = shown.with(parameter.name(), Value.of("(secret)"));
      }
    }
    return Scrubber.plain(Redaction.declared(action, params)).clean(shown);
  }
}
