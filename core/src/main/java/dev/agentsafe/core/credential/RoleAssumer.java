package dev.agentsafe.core.credential;

/**
 * Takes on roles of AWS; found as a service, because AWS's client is not the core's; thread-safe.
 *
 * <p>What it gives has the fields {@code access_key_id}, {@code secret_access_key} and {@code
 * session_token}.
 */
@FunctionalInterface
public interface RoleAssumer {
  /** Asks for a session that may do what the action's {@code credentials.fields} say, no more. */
  CredentialSource.Obtained assume(AssumeRoleSettings settings, CredentialSource.Wanted wanted);
}
