package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/** Services and tasks of ECS. */
final class ContainersTest {
  private static final String SHOP = "prod/shop";

  private final String cluster = Seeds.name("cluster");
  private Seeds seeds;
  private EcsClient ecs;
  private Cloud cloud;

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() {
    seeds = new Seeds(Moto.shared().endpoint());
    ecs = seeds.ecs();
    ecs.createCluster(asked -> asked.clusterName(cluster));
    ecs.registerTaskDefinition(asked ->
        asked
            .family(cluster)
            .containerDefinitions(
                ContainerDefinition.builder().name("web").image("web:1").memory(64).build()));
    ecs.createService(asked ->
        asked
            .cluster(cluster)
            .serviceName("shop")
            .taskDefinition(cluster)
            .desiredCount(0)
            .tags(Tag.builder().key("aws:cloudformation:stack-name").value("shop").build()));
    scale(3);
    use(Catalogue.STARTER);
  }

  private void scale(int count) {
    ecs.updateService(asked -> asked.cluster(cluster).service("shop").desiredCount(count));
  }

  private void use(Catalogue catalogue) {
    cloud = new Cloud(catalogue, Moto.shared().endpoint());
    cloud.target(SHOP, "aws-ecs-service", Map.of("cluster", cluster, "service", "shop"));
  }

  @AfterEach
  void close() {
    cloud.close();
    seeds.close();
  }

  private Service service() {
    return ecs.describeServices(asked -> asked.cluster(cluster).services("shop"))
        .services()
        .getFirst();
  }

  private Task run(String group) {
    return ecs.runTask(asked ->
            asked
                .cluster(cluster)
                .taskDefinition(cluster)
                .launchType(LaunchType.FARGATE)
                .group(group)
                .networkConfiguration(
                    network -> network.awsvpcConfiguration(vpc -> vpc.subnets(subnet()))))
        .tasks()
        .getFirst();
  }

  private String subnet() {
    return seeds.ec2.describeSubnets().subnets().getFirst().subnetId();
  }

  private Task task(String arn) {
    return ecs.describeTasks(asked -> asked.cluster(cluster).tasks(arn)).tasks().getFirst();
  }

  @ParameterizedTest
  @EnumSource
  void scalesUntilAllTasksRunAndBack(Catalogue catalogue) {
    use(catalogue);
    Map<String, Object> five = Map.of("desired_count", 5);
    var run = cloud.done("ecs-scale-service", SHOP, five);

    assertThat(run.account().before().values())
        .containsExactly(
            Map.entry("desired_count", Value.of(3)), Map.entry("running_count", Value.of(3)));
    assertThat(run.account().after().values())
        .containsExactly(
            Map.entry("desired_count", Value.of(5)), Map.entry("running_count", Value.of(5)));
    assertThat(service().desiredCount()).isEqualTo(5);
    assertThat(cloud.progress)
        .contains("Scaling from 3 to 5", "service " + cluster + "/shop: 5 of 5 tasks running");

    var back = cloud.back("ecs-scale-service", SHOP, five, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
    assertThat(service().desiredCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void updatesNumberAndDeploymentAtOnceAndBack(Catalogue catalogue) {
    use(catalogue);
    var before = service().deployments().getFirst().id();
    Map<String, Object> asked = Map.of("desired_count", 4, "force_new_deployment", true);
    var run = cloud.done("ecs-update-service", SHOP, asked);

    assertThat(run.account().after().values())
        .containsExactly(
            Map.entry("desired_count", Value.of(4)),
            Map.entry("running_count", Value.of(4)),
            Map.entry("status", Value.of("ACTIVE")));
    assertThat(service().deployments().getFirst().id()).isNotEqualTo(before);

    var back = cloud.back("ecs-update-service", SHOP, asked, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
  }

  @Test
  void aRehearsalTellsWhichTasksStopAndWhoElseHasASay() {
    var rehearsal = cloud.rehearse("ecs-scale-service", SHOP, Map.of("desired_count", 1));

    assertThat(rehearsal.now().get("desired_count")).contains(Value.of(3));
    assertThat(rehearsal.after().get("running_count")).contains(Value.of(1));
    assertThat(rehearsal.affected()).containsExactly("service " + cluster + "/shop");
    assertThat(rehearsal.notes())
        .containsExactly(
            "Scaling from 3 to 1.",
            "Stopped: 2 tasks.",
            "CloudFormation stack `shop` has a say in it and may undo this or replace it.");
    assertThat(
            cloud
                .rehearse("ecs-update-service", SHOP, Map.of("force_new_deployment", true))
                .notes())
        .contains("Every task is replaced by a new one of the same definition.");
    assertThat(service().desiredCount()).isEqualTo(3);
  }

  @Test
  void aServiceThatIsEndingIsLeftAlone() {
    ecs.deleteService(asked -> asked.cluster(cluster).service("shop").force(true));

    assertThat(cloud.run("ecs-scale-service", SHOP, Map.of("desired_count", 5)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped ->
                assertThat(skipped.why())
                    .isEqualTo("Precheck `service-exists` failed: it is `INACTIVE`"));
  }

  @Test
  void whatWouldChangeNothingIsRefused() {
    assertThat(cloud.rehearsal("ecs-update-service", SHOP, Map.of()))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not ->
                assertThat(not.why())
                    .contains("Neither `desired_count` nor `force_new_deployment`"));
    assertThat(cloud.rehearse("ecs-scale-service", SHOP, Map.of("desired_count", 3)).notes())
        .containsExactly("It already wants 3 tasks.");
  }

  @Test
  void aServiceThatRunsOneTaskOnEachInstanceHasNoNumber() {
    ecs.createService(asked ->
        asked
            .cluster(cluster)
            .serviceName("agent")
            .taskDefinition(cluster)
            .desiredCount(0)
            .schedulingStrategy(SchedulingStrategy.DAEMON));
    cloud.target("prod/agent", "aws-ecs-service", Map.of("cluster", cluster, "service", "agent"));

    assertThat(cloud.rehearsal("ecs-scale-service", "prod/agent", Map.of("desired_count", 2)))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("one task on each instance"));
  }

  @ParameterizedTest
  @EnumSource
  void stopsATaskOfTheServiceAndLeavesTheDecisionInItsReason(Catalogue catalogue) {
    use(catalogue);
    var arn = run("service:shop").taskArn();
    Map<String, Object> asked = Map.of("task", arn, "reason", "it leaks");
    assertThat(cloud.rehearse("ecs-stop-task", SHOP, asked).notes())
        .contains("Service `shop` starts another in its place.");

    var stopped = cloud.done("ecs-stop-task", SHOP, asked);

    assertThat(stopped.account().before().text("last_status"))
        .hasValueSatisfying(status -> assertThat(status).isNotEqualTo("STOPPED"));
    assertThat(stopped.account().after().text("last_status")).contains("STOPPED");
    assertThat(task(arn).stoppedReason()).isEqualTo(Cloud.AUDIT + ": it leaks");
    assertThat(cloud.plan("ecs-stop-task", SHOP, asked, stopped))
        .isInstanceOf(RollbackPlan.Outcome.Impossible.class);
    assertThat(cloud.run("ecs-stop-task", SHOP, asked))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).contains("it is stopped already"));
  }

  @Test
  void aTaskOfAnotherServiceIsNotTouched() {
    var arn = run("service:billing").taskArn();

    assertThat(cloud.run("ecs-stop-task", SHOP, Map.of("task", arn)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped ->
                assertThat(skipped.why())
                    .contains("it belongs to `service:billing`, not to service `shop`"));
    assertThat(task(arn).lastStatus()).isNotEqualTo("STOPPED");
  }

  @Test
  void aTaskOfAnotherClusterIsNotAskedFor() {
    var task =
        "arn:aws:ecs:eu-central-1:"
            + Cloud.ACCOUNT
            + ":task/other/0123456789abcdef0123456789abcdef";

    assertThat(cloud.rehearsal("ecs-stop-task", SHOP, Map.of("task", task)))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("is not in cluster `" + cluster + "`"));
  }
}
