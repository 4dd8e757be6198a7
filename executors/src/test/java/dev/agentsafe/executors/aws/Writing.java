package dev.agentsafe.executors.aws;

import dev.agentsafe.executors.kubernetes.BrokenWire.Heard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An action that writes, on something that was put there for it.
 *
 * @param type of the target
 * @param ids of its binding
 * @param isDone whether the effect is there; absent where nothing shows it
 */
record Writing(
    String action,
    String type,
    Map<String, String> ids,
    Map<String, Object> params,
    Optional<BooleanSupplier> isDone) {
  static final String TARGET = "prod/it";
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
  private static final Pattern READS = Pattern.compile("(Describe|Get|List).*");

  /** How each action's object is put there, by the action's name. */
  static final Map<String, Function<Seeds, Writing>> ALL = all();

  @Override
  public String toString() {
    return action;
  }

  /** Whether a request to AWS is one that may change something. */
  static boolean is(Heard heard) {
    var target = Optional.ofNullable(heard.headers().get("x-amz-target"));
    if (target.isPresent()) {
      return !READS.matcher(target.get().replaceFirst(".*\\.", "")).matches();
    }
    var action = ACTION.matcher(heard.body());
    return action.find()
        ? !READS.matcher(action.group(1)).matches()
        : !heard.method().equals("GET") && !heard.method().equals("HEAD");
  }

  /** Lets a cloud know the target. */
  void on(Cloud cloud) {
    cloud.target(TARGET, type, ids);
  }

  private static Map<String, Function<Seeds, Writing>> all() {
    var all = new LinkedHashMap<String, Function<Seeds, Writing>>();
    all.put("ec2-stop-instance", seeds -> instance(seeds, "ec2-stop-instance", "stopped"));
    all.put("ec2-terminate-instance", s -> instance(s, "ec2-terminate-instance", "terminated"));
    all.put("ec2-start-instance", Writing::start);
    all.put("ec2-reboot-instance", Writing::reboot);
    all.put("ecs-scale-service", seeds -> service(seeds, "ecs-scale-service"));
    all.put("ecs-update-service", seeds -> service(seeds, "ecs-update-service"));
    all.put("ecs-stop-task", Writing::task);
    all.put("lambda-update-function-config", Writing::configure);
    all.put("lambda-invoke-function", Writing::invoke);
    all.put("s3-delete-object", Writing::delete);
    all.put("s3-restore-object", Writing::restore);
    all.put("s3-put-bucket-policy", Writing::policy);
    all.put("iam-attach-role-policy", seeds -> role(seeds, "iam-attach-role-policy", true));
    all.put("iam-detach-role-policy", seeds -> role(seeds, "iam-detach-role-policy", false));
    return all;
  }

  private static Writing instance(Seeds seeds, String action, String state) {
    var id = seeds.instance();
    return new Writing(
        action,
        "aws-ec2-instance",
        Map.of("instance_id", id),
        Map.of(),
        Optional.of(() -> seeds.state(id).equals(state)));
  }

  private static Writing start(Seeds seeds) {
    var running = instance(seeds, "ec2-start-instance", "running");
    seeds.ec2.stopInstances(asked -> asked.instanceIds(running.ids().get("instance_id")));
    return running;
  }

  private static Writing reboot(Seeds seeds) {
    var running = instance(seeds, "ec2-reboot-instance", "running");
    return new Writing(running.action(), running.type(), running.ids(), Map.of(), Optional.empty());
  }

  private static String cluster(Seeds seeds) {
    var cluster = Seeds.name("cluster");
    var ecs = seeds.ecs();
    ecs.createCluster(asked -> asked.clusterName(cluster));
    ecs.registerTaskDefinition(asked ->
        asked
            .family(cluster)
            .containerDefinitions(
                ContainerDefinition.builder().name("web").image("web:1").memory(64).build()));
    ecs.createService(asked ->
        asked.cluster(cluster).serviceName("shop").taskDefinition(cluster).desiredCount(0));
    return cluster;
  }

  private static Writing service(Seeds seeds, String action) {
    var cluster = cluster(seeds);
    var ecs = seeds.ecs();
    return new Writing(
        action,
        "aws-ecs-service",
        Map.of("cluster", cluster, "service", "shop"),
        Map.of("desired_count", 4),
        Optional.of(() ->
            ecs.describeServices(asked -> asked.cluster(cluster).services("shop"))
                    .services()
                    .getFirst()
                    .desiredCount()
                == 4));
  }

  private static Writing task(Seeds seeds) {
    var cluster = cluster(seeds);
    var ecs = seeds.ecs();
    var subnet = seeds.ec2.describeSubnets().subnets().getFirst().subnetId();
    var arn =
        ecs.runTask(asked ->
                asked
                    .cluster(cluster)
                    .taskDefinition(cluster)
                    .launchType(LaunchType.FARGATE)
                    .group("service:shop")
                    .networkConfiguration(n -> n.awsvpcConfiguration(vpc -> vpc.subnets(subnet))))
            .tasks()
            .getFirst()
            .taskArn();
    return new Writing(
        "ecs-stop-task",
        "aws-ecs-service",
        Map.of("cluster", cluster, "service", "shop"),
        Map.of("task", arn),
        Optional.of(() ->
            "STOPPED"
                .equals(
                    ecs.describeTasks(asked -> asked.cluster(cluster).tasks(arn))
                        .tasks()
                        .getFirst()
                        .lastStatus())));
  }

  private static String function(Seeds seeds) {
    try {
      return seeds.function(Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Writing configure(Seeds seeds) {
    var function = function(seeds);
    var lambda = seeds.lambda();
    return new Writing(
        "lambda-update-function-config",
        "aws-lambda-function",
        Map.of("function_name", function),
        Map.of("memory_size", 512),
        Optional.of(() ->
            lambda.getFunctionConfiguration(asked -> asked.functionName(function)).memorySize()
                == 512));
  }

  private static Writing invoke(Seeds seeds) {
    return new Writing(
        "lambda-invoke-function",
        "aws-lambda-function",
        Map.of("function_name", function(seeds)),
        Map.of(),
        Optional.empty());
  }

  private static Writing delete(Seeds seeds) {
    var bucket = seeds.bucket();
    var s3 = seeds.s3();
    s3.putBucketVersioning(asked ->
        asked
            .bucket(bucket)
            .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    s3.putObject(asked -> asked.bucket(bucket).key("a/b"), RequestBody.fromString("x"));
    // Exactly one: a deletion that is sent twice leaves two.
    return new Writing(
        "s3-delete-object",
        "aws-s3-bucket",
        Map.of("bucket", bucket),
        Map.of("key", "a/b"),
        Optional.of(() ->
            s3.listObjectVersions(asked -> asked.bucket(bucket)).deleteMarkers().size() == 1));
  }

  private static Writing restore(Seeds seeds) {
    var deleted = delete(seeds);
    var bucket = deleted.ids().get("bucket");
    var s3 = seeds.s3();
    s3.deleteObject(asked -> asked.bucket(bucket).key("a/b"));
    var version =
        s3.listObjectVersions(asked -> asked.bucket(bucket)).versions().getFirst().versionId();
    var params = new HashMap<String, Object>(deleted.params());
    params.put("version_id", version);
    return new Writing(
        "s3-restore-object",
        deleted.type(),
        deleted.ids(),
        params,
        Optional.of(
            () -> s3.listObjectVersions(asked -> asked.bucket(bucket)).deleteMarkers().isEmpty()));
  }

  private static Writing policy(Seeds seeds) {
    var bucket = seeds.bucket();
    var s3 = seeds.s3();
    var policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
          "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::%s/*"}]}\
        """
            .formatted(bucket);
    return new Writing(
        "s3-put-bucket-policy",
        "aws-s3-bucket",
        Map.of("bucket", bucket),
        Map.of("policy", policy),
        Optional.of(() -> {
          try {
            return s3.getBucketPolicy(asked -> asked.bucket(bucket)).policy().equals(policy);
          } catch (S3Exception e) {
            return false;
          }
        }));
  }

  private static Writing role(Seeds seeds, String action, boolean attached) {
    var role = Seeds.name("role");
    var iam = seeds.iam();
    iam.createRole(asked -> asked.roleName(role).assumeRolePolicyDocument("{}"));
    var policy =
        iam.createPolicy(asked -> asked.policyName(role).policyDocument(Seeds.POLICY))
            .policy()
            .arn();
    if (!attached) {
      iam.attachRolePolicy(asked -> asked.roleName(role).policyArn(policy));
    }
    return new Writing(
        action,
        "aws-iam-role",
        Map.of("role_name", role),
        Map.of("policy_arn", policy),
        Optional.of(() ->
            iam.listAttachedRolePolicies(asked -> asked.roleName(role)).attachedPolicies().isEmpty()
                != attached));
  }

  /** One of each way in which AWS is spoken to. */
  static final List<String> OF_EACH_PROTOCOL =
      List.of(
          "ec2-stop-instance",
          "ecs-scale-service",
          "lambda-update-function-config",
          "lambda-invoke-function",
          "s3-delete-object",
          "iam-attach-role-policy");
}
