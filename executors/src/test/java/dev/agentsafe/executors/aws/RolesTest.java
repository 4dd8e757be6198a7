package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.state.Rehearsal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Tag;

/** Managed policies of roles of IAM. */
final class RolesTest {
  private static final String WRITER = "prod/writer";
  private static final String ATTACH = "iam-attach-role-policy";
  private static final String DETACH = "iam-detach-role-policy";

  private final String role = Seeds.name("writer");
  private Seeds seeds;
  private IamClient iam;
  private Cloud cloud;
  private String first = "";
  private String second = "";

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() {
    seeds = new Seeds(Moto.shared().endpoint());
    iam = seeds.iam();
    iam.createRole(asked -> asked.roleName(role).assumeRolePolicyDocument("{}"));
    first = policy("a");
    second = policy("b");
    iam.attachRolePolicy(asked -> asked.roleName(role).policyArn(second));
    use(Catalogue.STARTER);
  }

  private String policy(String kind) {
    return iam.createPolicy(asked ->
            asked
                .policyName(Seeds.name(kind))
                .policyDocument(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
                      "Resource": "*"}]}\
                    """))
        .policy()
        .arn();
  }

  private void use(Catalogue catalogue) {
    cloud = new Cloud(catalogue, Moto.shared().endpoint());
    cloud.target(WRITER, "aws-iam-role", Map.of("role_name", role));
  }

  @AfterEach
  void close() {
    cloud.close();
    seeds.close();
  }

  /** On the way there and on the way back; the whole of what AWS tells is there to be read. */
  @Test
  void whoElseManagesTheRoleIsNamedBeforeItIsChanged() {
    iam.tagRole(asked ->
        asked
            .roleName(role)
            .tags(
                Tag.builder().key("ManagedBy").value("terraform").build(),
                Tag.builder().key("copilot-application").value("shop").build()));

    for (var action : List.of(ATTACH, DETACH)) {
      var policy = Map.<String, Object>of("policy_arn", action.equals(ATTACH) ? first : second);
      assertThat(cloud.rehearse(action, WRITER, policy).notes())
          .anyMatch(note -> note.contains("`terraform` manages it"))
          .anyMatch(note -> note.contains("Copilot application `shop` has a say in it"));
    }
    var seen =
        cloud
            .executor()
            .look(cloud.order(ATTACH, WRITER, Value.EMPTY.with("policy_arn", Value.of(first))));
    assertThat(seen.object().orElseThrow().toString()).contains(second);
  }

  private List<String> attached() {
    return iam.listAttachedRolePolicies(asked -> asked.roleName(role)).attachedPolicies().stream()
        .map(AttachedPolicy::policyArn)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void attachesAndDetachesAgain(Catalogue catalogue) {
    use(catalogue);
    Map<String, Object> asked = Map.of("policy_arn", first);
    var rehearsal = cloud.rehearse(ATTACH, WRITER, asked);
    assertThat(rehearsal.after().get("attached_policies"))
        .contains(Value.texts(List.of(first, second)));
    assertThat(attached()).containsExactly(second);

    var run = cloud.done(ATTACH, WRITER, asked);
    assertThat(run.account().before().get("attached_policies"))
        .contains(Value.texts(List.of(second)));
    assertThat(run.account().after()).isEqualTo(rehearsal.after());
    assertThat(attached()).containsExactly(first, second);

    var back = cloud.back(ATTACH, WRITER, asked, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
    assertThat(attached()).containsExactly(second);
  }

  @ParameterizedTest
  @EnumSource
  void detachesAndAttachesAgain(Catalogue catalogue) {
    use(catalogue);
    Map<String, Object> asked = Map.of("policy_arn", second);
    var run = cloud.done(DETACH, WRITER, asked);
    assertThat(run.account().after().get("attached_policies")).contains(Value.texts(List.of()));
    assertThat(attached()).isEmpty();

    var back = cloud.back(DETACH, WRITER, asked, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
    assertThat(attached()).containsExactly(second);
  }

  /** Undoing it would take away what the role had before. */
  @Test
  void whatIsAttachedIsNotAttachedAgain() {
    assertThat(cloud.rehearsal(ATTACH, WRITER, Map.of("policy_arn", second)))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("is attached already"));
    assertThat(cloud.run(ATTACH, WRITER, Map.of("policy_arn", second)))
        .isInstanceOfSatisfying(
            RunRecord.Failed.class,
            failed -> assertThat(failed.error()).contains("is attached already"));
  }

  @Test
  void whatIsNotAttachedIsNotDetached() {
    assertThat(cloud.run(DETACH, WRITER, Map.of("policy_arn", first)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped ->
                assertThat(skipped.why())
                    .isEqualTo("Precheck `policy-attached` failed: the policy is not attached"));
  }

  @Test
  void aPolicyThatIsNotThereIsNotAttached() {
    var none = "arn:aws:iam::" + Cloud.ACCOUNT + ":policy/none";

    assertThat(cloud.run(ATTACH, WRITER, Map.of("policy_arn", none)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).contains("there is no policy `" + none + "`"));
  }

  @Test
  void aPolicyOfAnotherAccountIsNotAskedFor() {
    assertThat(
            cloud.rehearsal(
                ATTACH, WRITER, Map.of("policy_arn", "arn:aws:iam::999988887777:policy/x")))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).contains("is not in account `123456789012`"));
  }

  @Test
  void aRoleThatIsNotThereIsSaid() {
    cloud.target("prod/gone", "aws-iam-role", Map.of("role_name", "gone"));

    assertThat(cloud.rehearsal(ATTACH, "prod/gone", Map.of("policy_arn", first)))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).isEqualTo("There is no role gone."));
  }
}
