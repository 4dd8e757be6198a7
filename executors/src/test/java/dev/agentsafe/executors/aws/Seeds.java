package dev.agentsafe.executors.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Puts things into the account and looks at them, without the executor. */
final class Seeds implements AutoCloseable {
  private static final String IMAGE = "ami-12c6146b";

  /** A document of a managed policy. */
  static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
        "Resource": "*"}]}\
      """;

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final URI endpoint;
  private final List<SdkAutoCloseable> opened = new CopyOnWriteArrayList<>();
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

  /** A bucket; its name. */
  String bucket() {
    var bucket = name("bucket");
    s3().createBucket(asked ->
        asked.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint(Cloud.REGION)));
    return bucket;
  }

  /** A function with 128 MB, 3 seconds and that environment; its name. */
  String function(Map<String, String> environment) throws IOException {
    var function = name("function");
    var role =
        iam()
            .createRole(asked -> asked.roleName(function).assumeRolePolicyDocument("{}"))
            .role()
            .arn();
    var code = SdkBytes.fromByteArray(zipped());
    lambda()
        .createFunction(asked ->
            asked
                .functionName(function)
                .role(role)
                .runtime(Runtime.PYTHON3_12)
                .handler("main.handle")
                .memorySize(128)
                .timeout(3)
                .environment(e -> e.variables(environment))
                .code(c -> c.zipFile(code)));
    return function;
  }

  private static byte[] zipped() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("main.py"));
      zip.write("def handle(event, context): return event".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    opened.forEach(SdkAutoCloseable::close);
  }
}
