package dev.agentsafe.core.credential;

import java.net.URI;
import java.util.Optional;

/**
 * Which role of AWS is taken on for an execution; immutable.
 *
 * @param role its ARN
 * @param region whose STS is asked
 * @param externalId what the role's owner asks callers to know
 * @param endpoint in the place of AWS's own
 */
public record AssumeRoleSettings(
    String role, String region, Optional<String> externalId, Optional<URI> endpoint) {

  /** No session is shorter, in seconds. */
  public static final int SHORTEST = 900;

  /** None is asked for that is longer than this. */
  public static final int LONGEST = 3600;

  /** For how long a session is asked for credentials of that life. */
  public static int seconds(long wanted) {
    return Math.clamp(wanted, SHORTEST, LONGEST);
  }
}
