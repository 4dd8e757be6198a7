package dev.agentsafe.executors.aws;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Puts things into the account and looks at them, without the executor. */
final class Seeds implements AutoCloseable {
  private static final String IMAGE = "ami-12c6146b";

  final Ec2Client ec2;

  Seeds(URI endpoint) {
    ec2 = open(Ec2Client.builder(), endpoint);
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C open(
      B builder, URI endpoint) {
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(Cloud.OWN)
        .region(Region.of(Cloud.REGION))
        .endpointOverride(endpoint)
        .build();
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
    ec2.close();
  }
}
