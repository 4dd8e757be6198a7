package dev.agentsafe.executors.aws;

import dev.agentsafe.core.credential.AwsSettings;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The ways to the accounts that a workspace reaches; thread-safe. Nothing is opened before the
 * first order.
 */
final class Ways implements AutoCloseable {
  private static final String PRODUCT = "agent-safe/";

  private final AwsSettings settings;
  private final Function<Optional<String>, AwsCredentialsProvider> own;
  private final Duration callTimeout;
  private final Map<Optional<String>, AwsCredentialsProvider> providers = new ConcurrentHashMap<>();
  private @Nullable HttpClient client;

  Ways(
      AwsSettings settings,
      Function<Optional<String>, AwsCredentialsProvider> own,
      Duration callTimeout) {
    this.settings = settings;
    this.own = own;
    this.callTimeout = callTimeout;
  }

  /** What came of looking for one. */
  sealed interface Way {
    /** This. */
    record Open(Services.Reach reach) implements Way {}

    /** There is none. */
    record Closed(String why) implements Way {}
  }

  /** How what the order is about is reached. */
  Way to(Aim aim) {
    var home = aim.home();
    var account = settings.of(home.account());
    if (account.isEmpty()) {
      return new Way.Closed(
          "Account `%s` is not under `aws.accounts` of the workspace's settings, so it is not reached."
              .formatted(home.account()));
    }
    var regions = account.get().regions();
    if (!regions.isEmpty() && !regions.contains(home.region())) {
      return new Way.Closed(
          "Region `%s` is not among the `regions` of account `%s` in the workspace's settings, so it is not reached."
              .formatted(home.region(), home.account()));
    }
    var profile = account.get().profile();
    return new Way.Open(
        new Services.Reach(
            new Services.Wire(client(), account.get().endpoint(), profile, callTimeout),
            providers.computeIfAbsent(profile, own),
            home.region(),
            PRODUCT + aim.auditId()));
  }

  /** One for all orders; it keeps connections. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .connectTimeout(callTimeout)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    for (var provider : providers.values()) {
      if (provider instanceof SdkAutoCloseable open) {
        open.close();
      }
    }
    providers.clear();
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
