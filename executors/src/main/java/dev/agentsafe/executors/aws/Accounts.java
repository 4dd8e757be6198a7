package dev.agentsafe.executors.aws;

import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which account credentials belong to, as STS says; thread-safe. Asked once for each access key at
 * an endpoint, whose account never changes.
 */
final class Accounts {
  private static final int REMEMBERED = 64;

  private final Map<String, String> known = new ConcurrentHashMap<>();

  /**
   * Why these credentials must not be used for that account; empty: they may.
   *
   * @throws ExecutorException where it cannot be found out
   */
  Optional<String> objection(Services.Reach reach, Deadline deadline, String account) {
    var found = account(reach, deadline);
    return found.equals(account)
        ? Optional.empty()
        : Optional.of(
            "The credentials are for account `%s`, the target is bound to `%s`: nothing was done."
                .formatted(found, account));
  }

  private String account(Services.Reach reach, Deadline deadline) {
    var key = reach.wire().endpoint() + " " + credentials(reach).accessKeyId();
    var remembered = known.get(key);
    if (remembered != null) {
      return remembered;
    }
    try (var services = Services.reading(reach, deadline)) {
      try {
        return remember(key, services.account());
      } catch (SdkException e) {
        throw new ExecutorException(
            "AWS did not say whose credentials these are: " + Failure.of(e, services).words() + ".",
            e);
      }
    }
  }

  /**
   * The same with the credentials that it has now: whoever was checked is who reads and writes.
   *
   * @throws ExecutorException where there are none
   */
  static Services.Reach pinned(Services.Reach reach) {
    return reach.as(StaticCredentialsProvider.create(credentials(reach)));
  }

  private static AwsCredentials credentials(Services.Reach reach) {
    try {
      return reach.credentials().resolveCredentials();
    } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
      throw new ExecutorException(
          reach
              .wire()
              .profile()
              .map(name ->
                  "Profile `%s` of AWS's shared files gives no credentials; check it there."
                      .formatted(name))
              .orElse(
                  "There are no credentials for AWS here; give AWS's own tools some, or name a"
                      + " `profile` under `aws.accounts`."),
          e);
    }
  }

  private String remember(String key, String account) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(key, account);
    return account;
  }
}
