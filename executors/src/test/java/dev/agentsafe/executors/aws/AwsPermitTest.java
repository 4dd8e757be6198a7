package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.credential.Secret;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.executors.kubernetes.BrokenWire;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import dev.agentsafe.executors.kubernetes.BrokenWire.Heard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** The one write is made with the execution's credential, and nothing else is. */
final class AwsPermitTest {
  private static final String WEB = "prod/web";

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private Seeds seeds;
  private BrokenWire wire;
  private Cloud cloud;
  private String id = "";

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() {
    seeds = new Seeds(Moto.shared().endpoint());
    id = seeds.instance();
    wire =
        new BrokenWire(
            Moto.shared().endpoint(),
            new Fault.DropBefore(),
            request -> {
              heard.add(request);
              return false;
            });
    cloud = new Cloud(Catalogue.STARTER, wire.address());
    cloud.target(WEB, "aws-ec2-instance", Map.of("instance_id", id));
  }

  @AfterEach
  void close() {
    cloud.close();
    wire.close();
    seeds.close();
  }

  private static Credentials giving(String kind, String key, String secret) {
    var credential =
        new Credential(
            kind,
            new Secret(
                Map.of(
                    "access_key_id", key, "secret_access_key", secret, "session_token", "token-0")),
            Optional.empty(),
            Credential.Revocation.none());
    return new Credentials(
        Map.of("session", wanted -> new Obtained.Good(credential)),
        List.of(
            new Credentials.Serving(
                "aws", List.of(), new Credentials.On(List.of(), List.of()), "session")));
  }

  private static boolean isOf(Heard request, String key) {
    return request.headers().getOrDefault("authorization", "").contains("Credential=" + key + "/");
  }

  @Test
  void theWriteIsTheSessionsAndWhatIsReadIsReadAsTheConsole() {
    cloud.credentials = giving("aws", "ASIAWRITER", "secret-of-the-session");

    assertThat(cloud.run("ec2-stop-instance", WEB, Map.of()))
        .isInstanceOf(RunRecord.Succeeded.class);

    assertThat(heard).filteredOn(Writing::is).hasSize(1).allMatch(r -> isOf(r, "ASIAWRITER"));
    assertThat(heard)
        .filteredOn(r -> r.body().contains("Action=Describe"))
        .isNotEmpty()
        .allMatch(r -> isOf(r, "for-tests"));
    assertThat(heard)
        .as("AWS notes the decision")
        .allMatch(
            r -> r.headers().getOrDefault("user-agent", "").endsWith("agent-safe/" + Cloud.AUDIT));
    assertThat(cloud.progress.toString()).doesNotContain("secret-of-the-session");
  }

  @Test
  void withoutASourceTheConsoleActsItselfAndSaysSo() {
    assertThat(cloud.run("ec2-stop-instance", WEB, Map.of()))
        .isInstanceOf(RunRecord.Succeeded.class);
    assertThat(heard).allMatch(r -> isOf(r, "for-tests"));
    assertThat(cloud.progress)
        .contains("The workspace serves no credentials: acting with AWS's own of this machine");
  }

  @Test
  void aSessionOfAnotherAccountIsNotUsed() {
    try (var sts =
        StsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(Cloud.OWN)
            .region(Region.of(Cloud.REGION))
            .endpointOverride(Moto.shared().endpoint())
            .build()) {
      var other =
          sts.assumeRole(asked ->
                  asked.roleArn("arn:aws:iam::999988887777:role/ops").roleSessionName("tests"))
              .credentials();
      cloud.credentials = giving("aws", other.accessKeyId(), other.secretAccessKey());
    }

    assertThat(cloud.run("ec2-stop-instance", WEB, Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Failed.class,
            failed ->
                assertThat(failed.error())
                    .isEqualTo(
                        "The credentials are for account `999988887777`, the target is bound to"
                            + " `123456789012`: nothing was done."));
    assertThat(heard).noneMatch(Writing::is);
  }

  @Test
  void aCredentialThatIsNotForAwsIsNotUsed() {
    cloud.credentials = giving("kubernetes", "ASIAWRITER", "x");

    assertThat(cloud.run("ec2-stop-instance", WEB, Map.of()))
        .isInstanceOfSatisfying(
            RunRecord.Failed.class,
            failed -> assertThat(failed.error()).contains("The credential is of no use"));
    assertThat(heard).noneMatch(Writing::is);
  }
}
