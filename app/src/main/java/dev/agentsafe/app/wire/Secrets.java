package dev.agentsafe.app.wire;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;

/** Keeps the values of secret parameters from being shown. */
final class Secrets {
  private static final Value HIDDEN = Value.of("(secret)");

  private Secrets() {}

  /** The parameters with a mark in the place of each secret value. */
  static Value.Fields hidden(Action action, Value.Fields params) {
    var shown = params;
    for (var parameter : action.parameters()) {
      if (parameter.use().secret() && params.get(parameter.name()).isPresent()) {
        shown = shown.with(parameter.name(), HIDDEN);
      }
    }
    return shown;
  }
}
