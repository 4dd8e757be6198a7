package dev.agentsafe.executors.aws;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Puts things into the account and looks at them, without the executor. */
final class Seeds implements AutoCloseable {
  private static final String IMAGE = "ami-12c6146b";

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final URI endpoint;
  private final List<SdkAutoCloseable> opened = new ArrayList<>();
  final Ec2Client ec2;

  Seeds(URI endpoint) {
    this.endpoint = endpoint;
    ec2 = open(Ec2Client.builder());
  }

  EcsClient ecs() {
    return open(EcsClient.builder());
  }

  LambdaClient lambda() {
    return open(LambdaClient.builder());
  }

  IamClient iam() {
    return open(IamClient.builder());
  }

  S3Client s3() {
    return open(S3Client.builder().forcePathStyle(true));
  }

  /** A name that nothing else has, in any process. */
  static String name(String kind) {
    return kind + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
  }

  private <
          B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable>
      C open(B builder) {
    var client =
        builder
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(Cloud.OWN)
            .region(Region.of(Cloud.REGION))
            .endpointOverride(endpoint)
            .build();
    opened.add(client);
    return client;
  }

  /** A running instance; its id. */
  String instance() {
    return instance(asked -> {});
  }

  String instance(Consumer<RunInstancesRequest.Builder> more) {
    var asked =
        RunInstancesRequest.builder()
            .imageId(IMAGE)
            .instanceType(InstanceType.T3_MICRO)
            .minCount(1)
            .maxCount(1);
    more.accept(asked);
    return ec2.runInstances(asked.build()).instances().getFirst().instanceId();
  }

  Instance instance(String id) {
    return ec2.describeInstances(asked -> asked.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }

  String state(String id) {
    return instance(id).state().nameAsString();
  }

  @Override
  public void close() {
    opened.forEach(SdkAutoCloseable::close);
  }
}
