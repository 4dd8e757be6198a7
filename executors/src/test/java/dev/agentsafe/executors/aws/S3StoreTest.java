package dev.agentsafe.executors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.ship.ShipperSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @TempDir static Path folder;
  private static Process server;
  private static String endpoint = "";

  @BeforeAll
  static void serve() throws Exception {
    var program = program("moto_server");
    Assumptions.assumeTrue(
        program.isPresent(),
        "SKIPPED: `moto_server` is not installed (pip install 'moto[server]')");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        new ProcessBuilder(
                program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile())
            .start();
    endpoint = "http://127.0.0.1:" + port;
    await(port);
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void await(int port) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < end && server.isAlive()) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError(
        "moto_server did not start: " + Files.readString(folder.resolve("moto.log")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.descendants().forEach(ProcessHandle::destroy);
      server.destroy();
      server.waitFor(20, TimeUnit.SECONDS);
    }
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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsPutIsThereAsItWasAlsoWhenPutTwice() {
    try (var client = client();
        var store = S3Stores.open(bucket("plain", Optional.empty()), NOBODY)) {
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
        var store = S3Stores.open(bucket("locked", Optional.of(30)), NOBODY)) {
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
    try (var store = S3Stores.open(bucket("nowhere", Optional.empty()), NOBODY)) {
      assertThat(store.put("agent-safe/1.jsonl", bytes("x")))
          .hasValueSatisfying(
              why -> assertThat(why).contains("nowhere/agent-safe/1.jsonl", "404", "NoSuchBucket"));
    }
  }
}
