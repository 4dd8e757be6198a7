package dev.agentsafe.core.credential;

/**
 * Asks Kubernetes clusters for tokens; found as a service, because their client is not the core's;
 * thread-safe.
 */
@FunctionalInterface
public interface TokenRequester {
  /** Asks for a token that is good for as long as the cluster says. */
  CredentialSource.Obtained request(TokenRequestSettings settings, CredentialSource.Wanted wanted);
}
