package dev.agentsafe.app.walk;

import java.util.Set;

/**
 * One action on its way through the gateway.
 *
 * @param target of {@link Grounds}
 * @param params as JSON
 * @param gone declared state fields that are not there before or after, because the object is not
 */
record Walk(String action, String target, String params, Set<String> gone) {
  Walk(String action, String target, String params) {
    this(action, target, params, Set.of());
  }

  /** The same on that pod. */
  Walk on(String pod) {
    return new Walk(action, target, params.replace("POD", pod), gone);
  }

  String request() {
    return "{\"action\": \"%s\", \"target\": \"%s\", \"params\": %s}"
        .formatted(action, target, params);
  }

  @Override
  public String toString() {
    return action;
  }
}
