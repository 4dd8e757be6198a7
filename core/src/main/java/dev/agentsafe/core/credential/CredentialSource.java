package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import dev.agentsafe.core.catalog.Target;
import dev.agentsafe.core.request.ActionRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives credentials for executions; thread-safe.
 *
 * <p>It answers within a few seconds, and no answer and no exception of it holds a value.
 */
public interface CredentialSource {

  /**
   * What is asked for.
   *
   * @param scope as the action declares it, its templates filled
   * @param auditId the decision, for the source's own log
   */
  record Wanted(CredentialScope scope, Subject subject, String auditId, Instant now) {
    /** The request's parameters. */
    public Value.Fields params() {
      return subject.params();
    }
  }

  /**
   * What it is asked for.
   *
   * @param declared the scope before its templates were filled, for sources whose language gives
   *     characters a meaning that a parameter must not have
   * @param params of the request; the source's own templates are filled with them
   * @param target absent where a source is only tried
   */
  record Subject(CredentialScope declared, Value.Fields params, Optional<Target> target) {
    /** That of a request for credentials of that scope. */
    static Subject of(CredentialScope declared, ActionRequest request) {
      return new Subject(declared, request.params(), Optional.of(request.target()));
    }
  }

  /** What came of asking. */
  sealed interface Obtained {
    /** There it is. */
    record Good(Credential credential) implements Obtained {}

    /** There is none, and this is why. */
    record Refused(String why) implements Obtained {}
  }

  /** Asks for a credential that ends with the execution. */
  Obtained obtain(Wanted wanted);
}
