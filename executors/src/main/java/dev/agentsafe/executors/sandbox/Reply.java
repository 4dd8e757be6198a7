package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

/** What an API answers. */
record Reply(int code, String type, String body) {
  Reply(int code, String body) {
    this(code, "application/json", body);
  }

  static Reply of(Object body) {
    return new Reply(200, Serialization.asJson(body));
  }

  static Reply text(String body) {
    return new Reply(200, "text/plain", body);
  }

  static Reply refusal(int code, String reason, String message) {
    return new Reply(
        code,
        Serialization.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build()));
  }

  boolean good() {
    return code < 300;
  }
}
