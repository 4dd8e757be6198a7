package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.credential.AwsSettings;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which account and region an order goes to, and as whom. */
final class AwsExecutorTest {
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
    cloud = new Cloud(Catalogue.STARTER, Moto.shared().endpoint());
    cloud.target(WEB, "aws-ec2-instance", Map.of("instance_id", id));
  }

  @AfterEach
  void close() {
    cloud.close();
    seeds.close();
  }

  private void refused(String target, String why) {
    assertThat(cloud.run("ec2-stop-instance", target, ids()))
        .as("run")
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class, skipped -> assertThat(skipped.why()).contains(why));
    assertThat(cloud.rehearsal("ec2-stop-instance", target, ids()))
        .as("rehearsal")
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class, not -> assertThat(not.why()).contains(why));
    assertThat(seeds.state(id)).isEqualTo("running");
  }

  private Map<String, Object> ids() {
    return Map.of("instance_id", id, "region", Cloud.REGION);
  }

  @Test
  void credentialsOfAnotherAccountAreNotUsed() {
    cloud.settings =
        new AwsSettings(
            Map.of(
                "999988887777", Cloud.at(Moto.shared().endpoint()).accounts().get(Cloud.ACCOUNT)));
    cloud.bound(
        "prod/other",
        "aws-ec2-instance",
        Map.of("account", "999988887777", "region", Cloud.REGION, "instance_id", id));

    refused(
        "prod/other",
        "The credentials are for account `123456789012`, the target is bound to `999988887777`");
  }

  @Test
  void anAccountThatIsNotNamedIsNotReached() {
    cloud.bound(
        "prod/other",
        "aws-ec2-instance",
        Map.of("account", "999988887777", "region", Cloud.REGION, "instance_id", id));
    refused("prod/other", "Account `999988887777` is not under `aws.accounts`");
  }

  @Test
  void aRegionThatIsNotNamedIsNotReached() {
    cloud.bound(
        "prod/far",
        "aws-ec2-instance",
        Map.of("account", Cloud.ACCOUNT, "region", "us-east-1", "instance_id", id));

    assertThat(cloud.run("ec2-stop-instance", "prod/far", Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).contains("Region `us-east-1` is not among"));
  }

  @Test
  void aTargetThatDoesNotSayWhereItIsIsNotReached() {
    cloud.bound("prod/lost", "aws-ec2-instance", Map.of("instance_id", id));
    refused("prod/lost", "`prod/lost` has no binding with an `account` (twelve digits) and a `reg");

    cloud.bound("prod/vague", "aws-ec2-instance", Map.of("account", "1234", "region", "eu-west-1"));
    assertThat(cloud.rehearsal("ec2-stop-instance", "prod/vague", Map.of("instance_id", id)))
        .isInstanceOf(Rehearsal.Outcome.NotPossible.class);
  }

  /** Else whoever asks could name any instance of the account. */
  @Test
  void aTargetThatDoesNotNameItsInstanceIsNoInstance() {
    cloud.target("prod/any", "aws-ec2-instance", Map.of());
    refused("prod/any", "The binding of `prod/any` does not name its `instance_id`");
  }

  @Test
  void whereNobodyHasCredentialsThatIsSaid() {
    var nobody =
        (AwsCredentialsProvider)
            () -> {
              throw SdkClientException.create("no provider of AwsCredentialsProviderChain has any");
            };
    try (var executor =
        new AwsExecutor(
            new AwsExecutor.Config(
                cloud.settings,
                profile -> nobody,
                Duration.ofSeconds(5),
                InstantSource.system()))) {
      assertThat(executor.rehearse(cloud.order("ec2-stop-instance", WEB, Value.EMPTY)))
          .isInstanceOfSatisfying(
              Rehearsal.Outcome.NotPossible.class,
              not ->
                  assertThat(not.why())
                      .startsWith("There are no credentials for AWS here")
                      .doesNotContain("Provider"));
    }
  }

  @Test
  void eachAccountIsAskedAsTheProfileThatIsNamedForIt() {
    var asked = new java.util.concurrent.CopyOnWriteArrayList<Optional<String>>();
    var account =
        new AwsSettings.Account(
            Optional.of("shop-prod"), List.of(), Optional.of(Moto.shared().endpoint()));
    try (var executor =
        new AwsExecutor(
            new AwsExecutor.Config(
                new AwsSettings(Map.of(Cloud.ACCOUNT, account)),
                profile -> {
                  asked.add(profile);
                  return Cloud.OWN;
                },
                Duration.ofSeconds(5),
                InstantSource.system()))) {
      assertThat(executor.read(cloud.order("ec2-stop-instance", WEB, Value.EMPTY)).text("state"))
          .contains("running");
    }
    assertThat(asked).containsExactly(Optional.of("shop-prod"));
  }

  @Test
  void oneThingHasOneNameWhateverNamesIt() {
    cloud.target("prod/shop", "aws-ecs-service", Map.of("cluster", "shop", "service", "web"));
    var arn = "arn:aws:ecs:eu-central-1:" + Cloud.ACCOUNT + ":cluster/shop";
    cloud.target("prod/same", "aws-ecs-service", Map.of("cluster", arn, "service", "web"));

    assertThat(things("ecs-scale-service", "prod/shop", Map.of("desired_count", 1)))
        .isEqualTo(things("ecs-update-service", "prod/same", Map.of("desired_count", 2)))
        .containsExactly("aws 123456789012 eu-central-1 service shop/web");
    cloud.target("prod/role", "aws-iam-role", Map.of("role_name", "writer"));
    assertThat(
            things(
                "iam-attach-role-policy",
                "prod/role",
                Map.of("policy_arn", "arn:aws:iam::aws:policy/ReadOnlyAccess")))
        .containsExactly("aws 123456789012 everywhere role writer");
  }

  private Set<String> things(String action, String target, Map<String, Object> params) {
    return cloud.executor().things(cloud.order(action, target, Cloud.params(params)));
  }

  /** A precheck that nobody knows would pass for one that was made. */
  @ParameterizedTest
  @EnumSource
  void everyNamedPrecheckOfTheCataloguesIsKnown(Catalogue catalogue) {
    try (var other = new Cloud(catalogue, Moto.shared().endpoint())) {
      for (var name : other.executor().actions()) {
        other
            .catalog()
            .find(name)
            .ifPresent(action ->
                assertThat(other.executor().manual(name).orElseThrow().prechecks().keySet())
                    .as(name.toString())
                    .containsAll(
                        action.scope().prechecks().stream().map(Action.Precheck::name).toList()));
      }
    }
  }

  @Test
  void whatDoesNotAnswerIsSaid() {
    cloud.settings = Cloud.at(URI.create("http://127.0.0.1:1"));

    assertThat(cloud.rehearsal("ec2-stop-instance", WEB, Map.of()))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("it does not take connections"));
    assertThat(cloud.run("ec2-stop-instance", WEB, Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Failed.class,
            failed -> assertThat(failed.error()).contains("it does not take connections"));
  }
}
