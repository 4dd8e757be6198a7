package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects and policies of buckets of S3. */
final class BucketsTest {
  private static final String EXPORTS = "prod/exports";
  private static final String DELETE = "s3-delete-object";
  private static final String RESTORE = "s3-restore-object";
  private static final String PUT_POLICY = "s3-put-bucket-policy";
  private static final Map<String, Object> BILL = Map.of("key", "2026/bill 1+é.pdf");

  private final String bucket = Seeds.name("exports");
  private Seeds seeds;
  private S3Client s3;
  private Cloud cloud;

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
  }

  @BeforeEach
  void open() {
    seeds = new Seeds(Moto.shared().endpoint());
    s3 = seeds.s3();
    s3.createBucket(asked ->
        asked.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint(Cloud.REGION)));
    use(Catalogue.STARTER);
  }

  private void use(Catalogue catalogue) {
    cloud = new Cloud(catalogue, Moto.shared().endpoint());
    cloud.target(EXPORTS, "aws-s3-bucket", Map.of("bucket", bucket));
  }

  @AfterEach
  void close() {
    cloud.close();
    seeds.close();
  }

  private void versions(BucketVersioningStatus status) {
    s3.putBucketVersioning(
        asked -> asked.bucket(bucket).versioningConfiguration(c -> c.status(status)));
  }

  private void put(String content) {
    s3.putObject(
        asked -> asked.bucket(bucket).key("2026/bill 1+é.pdf").contentType("application/pdf"),
        RequestBody.fromString(content));
  }

  private String content() {
    return s3.getObjectAsBytes(asked -> asked.bucket(bucket).key("2026/bill 1+é.pdf"))
        .asUtf8String();
  }

  @Test
  void inABucketThatKeepsVersionsADeletionIsRolledBackAndDoneAgain() {
    versions(BucketVersioningStatus.ENABLED);
    put("old");
    put("newest");
    assertThat(cloud.rehearse(DELETE, EXPORTS, BILL).notes())
        .anyMatch(note -> note.contains("stays below a delete marker"));

    var run = cloud.done(DELETE, EXPORTS, BILL);
    assertThat(run.account().before().values())
        .containsEntry("content_length", Value.of(6))
        .containsEntry("content_type", Value.of("application/pdf"))
        .containsKey("version_id");
    assertThat(run.account().after()).isEqualTo(Value.EMPTY);
    assertThatThrownBy(this::content).isInstanceOf(NoSuchKeyException.class);

    var back = cloud.back(DELETE, EXPORTS, BILL, run);
    assertThat(content()).isEqualTo("newest");
    assertThat(back.account().after()).isEqualTo(run.account().before());

    var version = run.account().before().textOrEmpty("version_id");
    Map<String, Object> restored = Map.of("key", BILL.get("key"), "version_id", version);
    var redone = cloud.back(RESTORE, EXPORTS, restored, back);
    assertThat(redone.account().after()).isEqualTo(Value.EMPTY);
    assertThatThrownBy(this::content).isInstanceOf(NoSuchKeyException.class);
  }

  @ParameterizedTest
  @EnumSource
  void inABucketThatKeepsNoneItIsGoneAndThatIsSaidBefore(Catalogue catalogue) {
    use(catalogue);
    put("only");
    assertThat(cloud.rehearse(DELETE, EXPORTS, BILL).notes())
        .contains(
            "The bucket keeps no version of it: what is deleted is gone and cannot be rolled"
                + " back.");

    var run = cloud.done(DELETE, EXPORTS, BILL);

    assertThat(run.account().before().values())
        .containsExactly(
            Map.entry("content_length", Value.of(4)),
            Map.entry("content_type", Value.of("application/pdf")));
    assertThatThrownBy(this::content).isInstanceOf(NoSuchKeyException.class);
    assertThat(cloud.plan(DELETE, EXPORTS, BILL, run))
        .isInstanceOfSatisfying(
            RollbackPlan.Outcome.Impossible.class,
            impossible ->
                assertThat(impossible.why())
                    .containsAnyOf("where the bucket keeps versions", "not reversible"));
  }

  /** A deletion then takes the place of the one version that has no id. */
  @Test
  void whereVersionsAreSuspendedWhatHasNoneIsGone() {
    put("without");
    versions(BucketVersioningStatus.SUSPENDED);

    assertThat(cloud.rehearse(DELETE, EXPORTS, BILL).now().get("version_id")).isEmpty();
  }

  @Test
  void onlyTheVersionThatWasHiddenComesBack() {
    versions(BucketVersioningStatus.ENABLED);
    put("first");
    var run = cloud.done(DELETE, EXPORTS, BILL);
    put("second");

    var version = run.account().before().textOrEmpty("version_id");
    assertThat(cloud.run(RESTORE, EXPORTS, Map.of("key", BILL.get("key"), "version_id", version)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class, skipped -> assertThat(skipped.why()).contains("it is there"));
    s3.deleteObject(asked -> asked.bucket(bucket).key("2026/bill 1+é.pdf"));
    assertThat(cloud.run(RESTORE, EXPORTS, Map.of("key", BILL.get("key"), "version_id", version)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).contains("its newest version is"));
    assertThatThrownBy(this::content).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void whatWasDeletedTwiceIsNotBroughtBackByHalf() {
    versions(BucketVersioningStatus.ENABLED);
    put("first");
    var run = cloud.done(DELETE, EXPORTS, BILL);
    s3.deleteObject(asked -> asked.bucket(bucket).key("2026/bill 1+é.pdf"));

    var version = run.account().before().textOrEmpty("version_id");
    assertThat(cloud.run(RESTORE, EXPORTS, Map.of("key", BILL.get("key"), "version_id", version)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).contains("2 markers hide it"));
  }

  @Test
  void anObjectThatIsNotThereIsSaid() {
    assertThat(cloud.run(DELETE, EXPORTS, Map.of("key", "none")))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped ->
                assertThat(skipped.why()).contains("there is no object " + bucket + "/none"));
  }

  private String policy(String principal) {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": %s,
      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}\
    """
        .formatted(principal, bucket);
  }

  private String somebody() {
    return policy("{\"AWS\": \"arn:aws:iam::" + Cloud.ACCOUNT + ":root\"}");
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyIsSetAndTheOneOfBeforeComesBack(Catalogue catalogue) {
    use(catalogue);
    s3.putBucketPolicy(asked -> asked.bucket(bucket).policy(somebody()));
    Map<String, Object> asked = Map.of("policy", policy("\"*\""));
    assertThat(cloud.rehearse(PUT_POLICY, EXPORTS, asked).notes())
        .contains("It lets everybody in: a statement allows principal `*` without a condition.");

    var run = cloud.done(PUT_POLICY, EXPORTS, asked);
    assertThat(run.account().before().text("policy")).contains(somebody());
    assertThat(run.account().after().text("policy")).contains(policy("\"*\""));

    var back = cloud.back(PUT_POLICY, EXPORTS, asked, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
    assertThat(s3.getBucketPolicy(get -> get.bucket(bucket)).policy()).isEqualTo(somebody());
  }

  @ParameterizedTest
  @EnumSource
  void aBucketThatHadNoPolicyHasNoneAgain(Catalogue catalogue) {
    use(catalogue);
    Map<String, Object> asked = Map.of("policy", somebody());
    var run = cloud.done(PUT_POLICY, EXPORTS, asked);
    assertThat(run.account().before().text("policy")).contains("");

    var back = cloud.back(PUT_POLICY, EXPORTS, asked, run);
    assertThat(back.account().after()).isEqualTo(run.account().before());
    assertThatThrownBy(() -> s3.getBucketPolicy(get -> get.bucket(bucket)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchBucketPolicy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"Version\": \"2012-10-17\"}",
        "{\"Version\": \"2013\", \"Statement\": [{}]}",
        "{\"Statements\": []}",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\","
            + " \"Resource\": \"arn:aws:s3:::other/*\"}]}",
        "{\"Statement\": [{\"Effect\": \"allow\", \"Principal\": \"*\", \"Action\": \"s3:*\","
            + " \"Resource\": \"*\"}]}",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}",
      })
  void whatIsNoPolicyOfThisBucketIsNotSet(String policy) {
    assertThat(cloud.run(PUT_POLICY, EXPORTS, Map.of("policy", policy)))
        .isInstanceOfSatisfying(
            RunRecord.Skipped.class,
            skipped -> assertThat(skipped.why()).startsWith("Precheck `policy-valid` failed: "));
    assertThatThrownBy(() -> s3.getBucketPolicy(get -> get.bucket(bucket)))
        .isInstanceOf(S3Exception.class);
  }

  @Test
  void aBucketThatIsNotThereIsSaid() {
    cloud.target("prod/gone", "aws-s3-bucket", Map.of("bucket", "gone-bucket"));

    assertThat(cloud.rehearsal(PUT_POLICY, "prod/gone", Map.of("policy", somebody())))
        .isInstanceOfSatisfying(
            Rehearsal.Outcome.NotPossible.class,
            not -> assertThat(not.why()).isEqualTo("There is no bucket gone-bucket."));
  }
}
