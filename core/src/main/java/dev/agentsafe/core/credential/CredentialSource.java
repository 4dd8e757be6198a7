package dev.agentsafe.core.credential;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action.CredentialScope;
import java.time.Instant;

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
   * @param params of the request; the source's own templates are filled with them
   * @param auditId the decision, for the source's own log
   */
  record Wanted(CredentialScope scope, Value.Fields params, String auditId, Instant now) {}

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
