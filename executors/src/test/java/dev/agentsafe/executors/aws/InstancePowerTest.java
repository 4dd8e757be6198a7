package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.rollback.RollbackPlan;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.core.state.Rehearsal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

final class InstancePowerTest {
  private static final String WEB = "prod/web";

  private Cloud cloud;
  private Seeds seeds;
  private String id = "";

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() {
    seeds = new Seeds(Moto.shared().endpoint());
    id = seeds.instance();
    use(Catalogue.STARTER);
  }

  private void use(Catalogue catalogue) {
    cloud = new Cloud(catalogue, Moto.shared().endpoint());
    cloud.target(WEB, "aws-ec2-instance", Map.of("instance_id", id));
  }

  @AfterEach
  void close() {
    cloud.close();
    seeds.close();
  }

  private RunRecord.Succeeded done(String action) {
    return cloud.done(action, WEB, Map.of());
  }

  private RunRecord.Succeeded back(String action, RunRecord.Succeeded run) {
    return cloud.back(action, WEB, Map.of(), run);
  }

  @ParameterizedTest
  @EnumSource
  void stopsUntilItIsStoppedAndStartsAgain(Catalogue catalogue) {
    use(catalogue);
    var stopped = done("ec2-stop-instance");

    assertThat(stopped.account().before().values())
        .containsExactly(
            Map.entry("state", Value.of("running")),
            Map.entry("instance_type", Value.of("t3.micro")));
    assertThat(stopped.account().after().values())
        .containsExactly(
            Map.entry("state", Value.of("stopped")),
            Map.entry("instance_type", Value.of("t3.micro")));
    assertThat(seeds.state(id)).isEqualTo("stopped");
    assertThat(cloud.progress).contains("Stopping it", "instance " + id + ": it is `stopped`");

    var back = back("ec2-stop-instance", stopped);
    assertThat(seeds.state(id)).isEqualTo("running");
    assertThat(back.account().after().text("state")).contains("running");
    assertThat(cloud.executor().read(cloud.order("ec2-stop-instance", WEB, Value.EMPTY)))
        .isEqualTo(stopped.account().before());
  }

  @ParameterizedTest
  @EnumSource
  void startsAndStopsAgain(Catalogue catalogue) {
    use(catalogue);
    seeds.ec2.stopInstances(asked -> asked.instanceIds(id));

    var started = done("ec2-start-instance");
    assertThat(started.account().before().text("state")).contains("stopped");
    assertThat(started.account().after().text("state")).contains("running");
    assertThat(seeds.state(id)).isEqualTo("running");

    var back = back("ec2-start-instance", started);
    assertThat(back.account().after().text("state")).contains("stopped");
    assertThat(seeds.state(id)).isEqualTo("stopped");
  }

  @ParameterizedTest
  @EnumSource
  void rebootsWhatRunsAndSaysWhatIsNotKnown(Catalogue catalogue) {
    use(catalogue);
    var run = done("ec2-reboot-instance");

    assertThat(run.account().before()).isEqualTo(run.account().after());
    assertThat(cloud.progress).anyMatch(line -> line.contains("AWS does not tell when"));
    irreversible("ec2-reboot-instance", run);
  }

  @ParameterizedTest
  @EnumSource
  void terminatesForGood(Catalogue catalogue) {
    use(catalogue);
    var run = done("ec2-terminate-instance");

    assertThat(run.account().before().text("state")).contains("running");
    assertThat(run.account().after().text("state")).contains("terminated");
    assertThat(seeds.state(id)).isEqualTo("terminated");
    irreversible("ec2-terminate-instance", run);
  }

  private void irreversible(String action, RunRecord.Succeeded run) {
    assertThat(cloud.plan(action, WEB, Map.of(), run))
        .isInstanceOfSatisfying(
            RollbackPlan.Outcome.Impossible.class,
            impossible -> assertThat(impossible.why()).contains("not reversible"));
  }

  @Test
  void aRehearsalTellsWhatWouldChangeAndWhatIsLostAndChangesNothing() {
    var stop = cloud.rehearse("ec2-stop-instance", WEB, Map.of());
    assertThat(stop.now().text("state")).contains("running");
    assertThat(stop.after().text("state")).contains("stopped");
    assertThat(stop.affected()).containsExactly("instance " + id);
    assertThat(stop.notes())
        .contains("Stopping it.", "What is on instance store volumes is lost.")
        // The server lends addresses as if they were the account's own.
        .contains("Its Elastic IP " + seeds.instance(id).publicIpAddress() + " stays with it.");

    var terminate = cloud.rehearse("ec2-terminate-instance", WEB, Map.of());
    var volume = seeds.instance(id).blockDeviceMappings().getFirst().ebs().volumeId();
    assertThat(terminate.notes()).contains("Deleted with it: " + volume + ".");
    assertThat(terminate.prechecks())
        .containsExactly(
            new PrecheckResult("instance-exists", true, "it is `running`", false),
            new PrecheckResult(
                "termination-protection", true, "it is not protected against termination", false));
    assertThat(seeds.state(id)).isEqualTo("running");
  }

  @Test
  void whoeverElseHasASayIsNamed() {
    var owned =
        seeds.instance(asked ->
            asked.tagSpecifications(
                TagSpecification.builder()
                    .resourceType(ResourceType.INSTANCE)
                    .tags(
                        Tag.builder().key("eks:cluster-name").value("shop").build(),
                        Tag.builder().key("Name").value("web").build())
                    .build()));
    cloud.target("prod/owned", "ec2-instance", Map.of("instance_id", owned));

    assertThat(cloud.rehearse("ec2-stop-instance", "prod/owned", Map.of()).notes())
        .contains("EKS cluster `shop` has a say in it and may undo this or replace it.")
        .noneMatch(note -> note.contains("web"));
  }

  @Test
  void anInstanceThatIsProtectedIsNotTerminated() {
    seeds.ec2.modifyInstanceAttribute(
        asked -> asked.instanceId(id).disableApiTermination(value -> value.value(true)));

    skipped("ec2-terminate-instance", "it is protected against termination");
    assertThat(seeds.state(id)).isEqualTo("running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec2-stop-instance", "ec2-reboot-instance"})
  void whatDoesNotRunIsNeitherStoppedNorRebooted(String action) {
    seeds.ec2.stopInstances(asked -> asked.instanceIds(id));
    skipped(action, "it is `stopped`, not `running`");
  }

  /** Undoing it would stop what ran before. */
  @Test
  void whatRunsIsNotStarted() {
    skipped("ec2-start-instance", "it is `running`, not `stopped`");
    assertThat(cloud.rehearsal("ec2-start-instance", WEB, Map.of()))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("it is `running`, not `stopped`"));
  }

  @Test
  void whatIsTerminatedIsNotTerminatedAgain() {
    seeds.ec2.terminateInstances(asked -> asked.instanceIds(id));
    skipped("ec2-terminate-instance", "it is `terminated` already");
  }

  @Test
  void whatIsNotThereIsSaid() {
    cloud.target("prod/gone", "aws-ec2-instance", Map.of("instance_id", "i-00000000000000000"));

    assertThat(cloud.run("ec2-stop-instance", "prod/gone", Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped ->
                assertThat(skipped.why()).contains("there is no instance i-00000000000000000"));
    assertThat(cloud.rehearsal("ec2-stop-instance", "prod/gone", Map.of()))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> {
              assertThat(not.why()).isEqualTo("There is no instance i-00000000000000000.");
              assertThat(not.hint().orElseThrow()).contains(Cloud.ACCOUNT, Cloud.REGION);
            });
  }

  private void skipped(String action, String why) {
    assertThat(cloud.run(action, WEB, Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class, skipped -> assertThat(skipped.why()).contains(why));
  }
}
