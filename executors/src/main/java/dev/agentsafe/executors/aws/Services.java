package dev.agentsafe.executors.aws;

import dev.agentsafe.executors.order.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * AWS's services in one region for the time of one look or one write, opened when they are first
 * asked for; for one thread.
 *
 * <p>No call outlives the order's deadline.
 */
final class Services implements AutoCloseable {
  private final Reach reach;
  private final Transport transport;
  private final boolean tryAgain;
  private final Deque<SdkAutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Ec2Client ec2;
  private @Nullable EcsClient ecs;
  private @Nullable IamClient iam;
  private @Nullable LambdaClient lambda;
  private @Nullable S3Client s3;

  /**
   * How AWS is reached.
   *
   * @param credentials of whoever asks
   * @param region of the target
   * @param mark of the order, which AWS notes with each call
   */
  record Reach(Wire wire, AwsCredentialsProvider credentials, String region, String mark) {
    /** The same with other credentials. */
    Reach as(AwsCredentialsProvider others) {
      return new Reach(wire, others, region, mark);
    }
  }

  /**
   * What carries calls.
   *
   * @param client shared by all orders
   * @param endpoint instead of AWS's own
   * @param profile whose settings of AWS's shared files hold
   * @param callTimeout of one call
   */
  record Wire(
      HttpClient client, Optional<URI> endpoint, Optional<String> profile, Duration callTimeout) {}

  private Services(Reach reach, Transport transport, boolean tryAgain) {
    this.reach = reach;
    this.transport = transport;
    this.tryAgain = tryAgain;
  }

  /** For reads, which are tried again as AWS's client does. */
  static Services reading(Reach reach, Deadline deadline) {
    var wire = reach.wire();
    return new Services(
        reach, Transport.reading(wire.client(), deadline, wire.callTimeout()), true);
  }

  /**
   * For a write, which is sent once.
   *
   * @param patience how long its answer may take
   */
  static Services writing(Reach reach, Deadline deadline, Duration patience) {
    return new Services(reach, Transport.once(reach.wire().client(), deadline, patience), false);
  }

  /** Whether anything may have reached AWS. */
  boolean hasBegun() {
    return transport.hasBegun();
  }

  Ec2Client ec2() {
    if (ec2 == null) {
      ec2 = open(Ec2Client.builder());
    }
    return ec2;
  }

  EcsClient ecs() {
    if (ecs == null) {
      ecs = open(EcsClient.builder());
    }
    return ecs;
  }

  IamClient iam() {
    if (iam == null) {
      iam = open(IamClient.builder());
    }
    return iam;
  }

  LambdaClient lambda() {
    if (lambda == null) {
      lambda = open(LambdaClient.builder());
    }
    return lambda;
  }

  S3Client s3() {
    if (s3 == null) {
      s3 = open(S3Client.builder().forcePathStyle(reach.wire().endpoint().isPresent()));
    }
    return s3;
  }

  /** The account that the credentials belong to. */
  String account() {
    return open(StsClient.builder()).getCallerIdentity().account();
  }

  private <
          B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable>
      C open(B builder) {
    builder
        .httpClient(transport)
        .credentialsProvider(reach.credentials())
        .region(Region.of(reach.region()))
        .overrideConfiguration(told -> {
          told.putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, reach.mark());
          told.retryStrategy(
              tryAgain ? AwsRetryStrategy.standardRetryStrategy() : AwsRetryStrategy.doNotRetry());
          reach.wire().profile().ifPresent(told::defaultProfileName);
        });
    reach.wire().endpoint().ifPresent(builder::endpointOverride);
    var client = builder.build();
    opened.push(client);
    return client;
  }

  @Override
  public void close() {
    opened.forEach(SdkAutoCloseable::close);
    opened.clear();
  }
}
