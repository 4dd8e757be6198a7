package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 gives back for a policy is another text that means the same. */
final class PolicyMeaningTest {
  private static final String SENT =
      """
      {"Version": "2012-10-17", "Statement": {"Sid": "a", "Effect": "Allow",
       "Principal": {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/reader"]},
       "Action": ["s3:PutObject", "s3:GetObject"], "Resource": ["arn:aws:s3:::shop/*"],
       "Condition": {"Bool": {"aws:SecureTransport": true}}}}\
      """;

  /** As the service rewrites it. */
  private static final String KEPT =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow",\
      "Principal":{"AWS":["arn:aws:iam::444455556666:role/reader","arn:aws:iam::111122223333:root"]},\
      "Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::shop/*",\
      "Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}\
      """;

  @Test
  void whatIsRewrittenMeansTheSame() {
    assertThat(PolicyMeaning.of(KEPT)).isEqualTo(PolicyMeaning.of(SENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "aws-us-gov", "aws-cn"})
  void anAccountIsItsRootInEveryPartition(String partition) {
    var kept = KEPT.replace("arn:aws:iam::1111", "arn:" + partition + ":iam::1111");

    assertThat(PolicyMeaning.of(kept)).isEqualTo(PolicyMeaning.of(SENT));
  }

  @ParameterizedTest
  @CsvSource({
    "111122223333, 111122223334",
    "role/reader, role/writer",
    "s3:PutObject, s3:DeleteObject",
    "shop/*, shop",
    "Allow, Deny",
    "true, false",
    "Bool, BoolIfExists",
    "Principal, NotPrincipal",
    "2012-10-17, 2008-10-17",
  })
  void whatMeansSomethingElseDoesNot(String was, String other) {
    assertThat(PolicyMeaning.of(KEPT.replace(was, other))).isNotEqualTo(PolicyMeaning.of(SENT));
  }

  @Test
  void theOrderOfStatementsAndWhatIsNoPolicyStayAsTheyAre() {
    var two = "{\"Statement\":[{\"Sid\":\"a\"},{\"Sid\":\"b\"}]}";

    assertThat(PolicyMeaning.of(two))
        .isNotEqualTo(PolicyMeaning.of("{\"Statement\":[{\"Sid\":\"b\"},{\"Sid\":\"a\"}]}"));
    assertThat(PolicyMeaning.of("")).isEmpty();
    assertThat(PolicyMeaning.of("no policy")).isEqualTo("no policy");
  }
}
