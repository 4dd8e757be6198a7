package dev.agentsafe.executors.aws;

import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.executors.ExecutorException;
import java.time.InstantSource;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The credential of one execution as AWS's client takes it; good as long as the execution is.
 *
 * <p>There is nothing behind it: where it has ended, nothing else is used in its place.
 */
final class SessionCredentials implements AwsCredentialsProvider {
  /** The kind of credentials that AWS takes. */
  static final String KIND = "aws";

  static final String ID = "access_key_id";
  static final String KEY = "secret_access_key";
  static final String TOKEN = "session_token";

  private final Credential credential;
  private final InstantSource clock;

  /**
   * Those of that permit.
   *
   * @throws ExecutorException where they are of no use for AWS
   */
  SessionCredentials(Credential credential, InstantSource clock) {
    this.credential = credential;
    this.clock = clock;
    var _ = resolveCredentials();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    var secret = credential.secret();
    if (!credential.kind().equals(KIND)) {
      throw useless("it is for `" + credential.kind() + "`, not for `" + KIND + "`");
    }
    if (credential.isOver(clock.instant())) {
      throw useless("it has ended");
    }
    if (!secret.names().equals(Set.of(ID, KEY, TOKEN))) {
      throw useless("it does not have exactly `" + ID + "`, `" + KEY + "` and `" + TOKEN + "`");
    }
    return AwsSessionCredentials.create(
        secret.reveal(ID), secret.reveal(KEY), secret.reveal(TOKEN));
  }

  private static ExecutorException useless(String why) {
    return new ExecutorException("The credential is of no use, so nothing was done: " + why + ".");
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
