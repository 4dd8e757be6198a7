package dev.agentsafe.executors.aws;

import dev.agentsafe.core.runner.Executor;
import dev.agentsafe.core.runner.ExecutorProvider;
import dev.agentsafe.core.runner.ExecutorSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/** Opens executors for AWS, with the credentials that AWS's own tools would use here. */
public final class AwsExecutors implements ExecutorProvider {
  private static final Duration CALL = Duration.ofSeconds(10);

  /** For the service loader. */
  public AwsExecutors() {
    // Nothing is opened before an order comes.
  }

  @Override
  public Executor open(ExecutorSettings settings) {
    return new AwsExecutor(
        new AwsExecutor.Config(settings.aws(), AwsExecutors::own, CALL, InstantSource.system()));
  }

  private static AwsCredentialsProvider own(Optional<String> profile) {
    return profile
        .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }
}
