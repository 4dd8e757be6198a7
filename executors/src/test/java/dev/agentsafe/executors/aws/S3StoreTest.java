package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.egress.Reach;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/** Buckets, against {@code moto_server}; skipped, and said so, where that is not installed. */
final class S3StoreTest {
  private static final StaticCredentialsProvider NOBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("for-tests", "only"));

  private static String endpoint = "";

  @BeforeAll
  static void serve() {
    Assumptions.assumeTrue(Moto.isInstalled(), Moto.ABSENT);
    endpoint = Moto.shared().endpoint().toString();
  }

  private static S3Client client() {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(NOBODY)
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(URI.create(endpoint))
        .forcePathStyle(true)
        .build();
  }

  private static ShipperSettings.Bucket bucket(String name, Optional<Integer> days) {
    return new ShipperSettings.Bucket(
        name, "agent-safe/", "eu-central-1", Optional.of(endpoint), days);
  }

  private static ObjectStore open(ShipperSettings.Bucket bucket) {
    return S3Stores.open(bucket, reaching(URI.create(endpoint).getAuthority()), NOBODY);
  }

  private static EgressSettings reaching(String site) {
    return new EgressSettings(new Reach(Set.of(site), List.of()), Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsPutIsThereAsItWasAlsoWhenPutTwice() {
    try (var client = client();
        var store = open(bucket("plain", Optional.empty()))) {
      client.createBucket(b ->
          b.bucket("plain").createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));

      assertThat(store.put("agent-safe/1.jsonl", bytes("{\"a\": 1}\n"))).isEmpty();
      assertThat(store.put("agent-safe/1.jsonl", bytes("{\"a\": 1}\n"))).isEmpty();

      assertThat(client.getObjectAsBytes(g -> g.bucket("plain").key("agent-safe/1.jsonl")))
          .satisfies(object -> {
            assertThat(object.asUtf8String()).isEqualTo("{\"a\": 1}\n");
            assertThat(object.response().contentType()).isEqualTo("application/x-ndjson");
          });
      assertThat(client.listObjectsV2(l -> l.bucket("plain")).contents()).hasSize(1);
    }
  }

  @Test
  void anObjectIsLockedForSoLongAsIsSaid() {
    try (var client = client();
        var store = open(bucket("locked", Optional.of(30)))) {
      client.createBucket(b ->
          b.bucket("locked")
              .objectLockEnabledForBucket(true)
              .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));

      assertThat(store.put("agent-safe/1.jsonl", bytes("x"))).isEmpty();

      var head = client.headObject(h -> h.bucket("locked").key("agent-safe/1.jsonl"));
      assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
      assertThat(head.objectLockRetainUntilDate())
          .isBetween(
              Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
    }
  }

  @Test
  void aBucketThatIsNotThereIsAFailureThatSaysSo() {
    try (var store = open(bucket("nowhere", Optional.empty()))) {
      assertThat(store.put("agent-safe/1.jsonl", bytes("x")))
          .hasValueSatisfying(
              why -> assertThat(why).contains("nowhere/agent-safe/1.jsonl", "404", "NoSuchBucket"));
    }
  }

  private static void create(S3Client client, String bucket, boolean locks) {
    client.createBucket(b ->
        b.bucket(bucket)
            .objectLockEnabledForBucket(locks)
            .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
  }

  private static ObjectStore.Lock lock(ObjectStore.Mode mode, int days) {
    return new ObjectStore.Lock(
        mode, Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource(ObjectStore.Mode.class)
  void whatIsKeptIsReadBackWithItsLock(ObjectStore.Mode mode) {
    var name = "kept-" + mode;
    var lock = lock(mode, 30);
    try (var client = client();
        var store = open(bucket(name, Optional.of(30)))) {
      create(client, name, true);

      assertThat(store.keep("a/1.checkpoint", bytes("note\n"), lock))
          .isInstanceOfSatisfying(
              ObjectStore.Kept.Held.class,
              held -> {
                assertThat(held.lock()).isEqualTo(lock);
                var head =
                    client.headObject(
                        h -> h.bucket(name).key("a/1.checkpoint").versionId(held.version()));
                assertThat(head.objectLockModeAsString()).isEqualToIgnoringCase(mode.toString());
                assertThat(head.objectLockRetainUntilDate()).isEqualTo(lock.until());
              });
    }
  }

  @Test
  void whatIsKeptAlreadyIsNotPutAgain() {
    try (var client = client();
        var store = open(bucket("once", Optional.of(30)))) {
      create(client, "once", true);
      var lock = lock(ObjectStore.Mode.COMPLIANCE, 30);
      var first = store.keep("a/1.checkpoint", bytes("note\n"), lock);

      assertThat(store.keep("a/1.checkpoint", bytes("note\n"), lock)).isEqualTo(first);

      assertThat(client.listObjectVersions(l -> l.bucket("once")).versions()).hasSize(1);
      assertThat(store.keep("a/1.checkpoint", bytes("other\n"), lock))
          .isInstanceOfSatisfying(
              ObjectStore.Kept.Failed.class,
              failed -> assertThat(failed.why()).contains("holds something else"));
      assertThat(
              client.getObjectAsBytes(g -> g.bucket("once").key("a/1.checkpoint")).asUtf8String())
          .isEqualTo("note\n");
    }
  }

  @Test
  void aBucketThatDoesNotLockIsAFailure() {
    try (var client = client();
        var store = open(bucket("loose", Optional.of(30)))) {
      create(client, "loose", false);

      assertThat(
              store.keep("a/1.checkpoint", bytes("note\n"), lock(ObjectStore.Mode.COMPLIANCE, 30)))
          .isInstanceOf(ObjectStore.Kept.Failed.class);
    }
  }

  @Test
  void aLockThatIsWeakerThanWantedIsAFailure() {
    try (var client = client();
        var store = open(bucket("weaker", Optional.of(30)))) {
      create(client, "weaker", true);
      store.keep("a/1.checkpoint", bytes("note\n"), lock(ObjectStore.Mode.GOVERNANCE, 30));

      assertThat(
              store.keep("a/1.checkpoint", bytes("note\n"), lock(ObjectStore.Mode.COMPLIANCE, 30)))
          .isInstanceOfSatisfying(
              ObjectStore.Kept.Failed.class,
              failed -> assertThat(failed.why()).contains("GOVERNANCE"));
      assertThat(
              store.keep("a/1.checkpoint", bytes("note\n"), lock(ObjectStore.Mode.GOVERNANCE, 300)))
          .isInstanceOf(ObjectStore.Kept.Failed.class);
    }
  }

  @Test
  void anEndpointThatIsNotNamedIsNotReached() {
    try (var store =
        S3Stores.open(bucket("plain", Optional.empty()), reaching("127.0.0.1:1"), NOBODY)) {
      assertThat(store.put("agent-safe/2.jsonl", bytes("x")))
          .hasValueSatisfying(why -> assertThat(why).contains("egress.hosts"));
    }
  }
}
