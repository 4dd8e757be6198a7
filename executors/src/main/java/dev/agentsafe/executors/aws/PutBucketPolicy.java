package dev.agentsafe.executors.aws;

import static dev.agentsafe.core.runner.Manual.Check.blocking;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Sets the policy of a bucket of S3; the empty text takes it away, which is how a bucket that had
 * none is rolled back.
 */
final class PutBucketPolicy implements Procedure<PutBucketPolicy.Held> {

  /**
   * What the bucket has.
   *
   * @param policy empty text where it has none
   */
  record Held(String policy) {}

  @Override
  public Optional<Value.Fields> whole(Held live) {
    return Optional.of(
        Value.EMPTY.with(
            "Policy",
            Json.read(live.policy()) instanceof Json.Read.Good(var policy)
                ? policy
                : Value.of(live.policy())));
  }

  @Override
  public Map<String, String> tags(Held live, Services services, Aim aim) {
    try {
      var answer =
          services
              .s3()
              .getBucketTagging(asked ->
                  asked.bucket(aim.text("bucket")).expectedBucketOwner(aim.home().account()));
      return Owners.tags(answer.tagSet(), Tag::key, Tag::value);
    } catch (S3Exception e) {
      if (e.awsErrorDetails() != null && "NoSuchTagSet".equals(e.awsErrorDetails().errorCode())) {
        return Map.of();
      }
      throw e;
    }
  }

  @Override
  public Thing thing() {
    return Thing.BUCKET;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing(), "policy", "a policy document, or the empty text for none"),
        Map.of(
            "bucket-exists",
            blocking("it is there"),
            "policy-valid",
            blocking("it parses, has the members of a bucket policy and names this bucket")),
        new Manual.Course(
            "`GetBucketPolicy`; whether everybody is let in",
            "one `PutBucketPolicy`, or `DeleteBucketPolicy`, in a bucket of the account",
            "a policy in place that means the same, before the deadline",
            "CloudFormation, Terraform and others, by tags, in the rehearsal"),
        new Manual.Undoing.Inverse("the policy of before, or none"));
  }

  private static String wanted(Aim aim) {
    return aim.text("policy");
  }

  @Override
  public Optional<Held> find(Services services, Aim aim) {
    try {
      return Optional.of(
          new Held(
              services
                  .s3()
                  .getBucketPolicy(asked ->
                      asked.bucket(aim.text("bucket")).expectedBucketOwner(aim.home().account()))
                  .policy()));
    } catch (S3Exception e) {
      var code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      return switch (code) {
        case "NoSuchBucketPolicy" -> Optional.of(new Held(""));
        case "NoSuchBucket" -> Optional.empty();
        default -> throw e;
      };
    }
  }

  @Override
  public Value.Fields fields(Held live, Aim aim) {
    return policy(live.policy());
  }

  private static Value.Fields policy(String document) {
    return new Value.Fields(Map.of("policy", Value.of(document)));
  }

  @Override
  public Change change(Held live, Aim aim) {
    if (PolicyMeaning.of(live.policy()).equals(PolicyMeaning.of(wanted(aim)))) {
      return new Change.None("It has this policy already.");
    }
    var effects = new ArrayList<String>();
    if (BucketPolicy.opensToAll(wanted(aim))) {
      effects.add("It lets everybody in: a statement allows principal `*` without a condition.");
    }
    var words =
        wanted(aim).isEmpty()
            ? "Taking its policy away"
            : live.policy().isEmpty() ? "Giving it a policy" : "Replacing its policy";
    return new Change.Made(words, policy(wanted(aim)), effects);
  }

  @Override
  public Sent send(Services services, Held live, Aim aim) {
    if (wanted(aim).isEmpty()) {
      services
          .s3()
          .deleteBucketPolicy(
              asked -> asked.bucket(aim.text("bucket")).expectedBucketOwner(aim.home().account()));
    } else {
      services
          .s3()
          .putBucketPolicy(asked ->
              asked
                  .bucket(aim.text("bucket"))
                  .policy(wanted(aim))
                  .expectedBucketOwner(aim.home().account()));
    }
    return Sent.NOTHING;
  }

  @Override
  public Standing standing(Optional<Held> before, Optional<Held> live, Aim aim) {
    if (live.isEmpty()) {
      return new Standing.Broken("the bucket is gone");
    }
    if (PolicyMeaning.of(live.get().policy()).equals(PolicyMeaning.of(wanted(aim)))) {
      return new Standing.Holds("the policy is in place");
    }
    return before.map(live.get()::equals).orElse(true)
        ? new Standing.Moving("it still has the policy of before")
        : new Standing.Broken("it has another policy than was sent");
  }

  @Override
  public Optional<Check> check(String name, Held live, Services services, Aim aim) {
    return switch (name) {
      case "bucket-exists" -> Optional.of(new Check(true, "it is there"));
      case "policy-valid" -> Optional.of(valid(wanted(aim), aim.text("bucket")));
      default -> Optional.empty();
    };
  }

  private static Check valid(String document, String bucket) {
    var problems = document.isEmpty() ? List.<String>of() : BucketPolicy.problems(document, bucket);
    return problems.isEmpty()
        ? new Check(true, "the document is well formed")
        : new Check(false, String.join("; ", problems));
  }
}
