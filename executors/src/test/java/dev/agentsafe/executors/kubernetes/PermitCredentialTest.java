package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.credential.Secret;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import dev.agentsafe.executors.order.Deadline;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an effect proves itself with is the credential of its permit and nothing else. */
@Order(1)
final class PermitCredentialTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop-prod/deployments/web";
  private static final String LENT = "eyJhbGciOiJub25lIn0.for-one-effect.only";
  private static final String OWN = "the-kubeconfigs-own";

  private static KeyPairs server;
  private static KeyPairs own;

  @TempDir private Path folder;
  private final Bench bench = new Bench();
  private final AtomicInteger revoked = new AtomicInteger();

  @BeforeAll
  static void makeKeys(@TempDir Path made) throws Exception {
    server = KeyPairs.of(made, "server", "EC");
    own = KeyPairs.of(made, "own", "RSA");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theTokenOfTheSourceArrivesAndNothingOfTheKubeconfigsUser() throws IOException {
    try (var witness = Witness.plain(bench.sandbox.api())) {
      kubeconfig(witness.address(), "", "as: cluster-admin, token: " + OWN);
      lend(Map.of("token", LENT));

      assertThat(scale()).isInstanceOf(RunRecord.Succeeded.class);

      assertThat(replicas()).isEqualTo(5);
      assertThat(revoked).hasValue(1);
      var writes = witness.calls().stream().filter(Witness.Call::writes).toList();
      assertThat(writes).hasSize(1);
      assertThat(writes.getFirst().authorization()).contains("Bearer " + LENT);
      assertThat(writes.getFirst().as()).isEmpty();
      var own = witness.calls().indexOf(writes.getFirst());
      assertThat(witness.calls().getFirst().authorization())
          .as("state before is read as ever")
          .contains("Bearer " + OWN);
      assertThat(witness.calls().get(own - 1).authorization()).contains("Bearer " + LENT);
      assertThat(bench.progress).noneMatch(line -> line.contains(LENT));
    }
  }

  @Test
  void aTokenThatTheClusterRefusesIsNotReplacedByTheKubeconfigsOwn() throws IOException {
    try (var witness = Witness.plain(bench.sandbox.api())) {
      kubeconfig(witness.address(), "", "token: " + OWN);
      lend(Map.of("token", LENT));
      witness.refuse(call ->
          call.authorization()
              .filter(("Bearer " + LENT)::equals)
              .map(header -> "not good any more: " + header));

      var run = scale();

      assertThat(((RunRecord.Failed) run).error())
          .contains("not good any more", "401")
          .doesNotContain(LENT);
      assertThat(bench.progress).noneMatch(line -> line.contains(LENT));
      assertThat(replicas()).isEqualTo(3);
      assertThat(revoked).hasValue(1);
      var calls = witness.calls();
      var first =
          calls.indexOf(
              calls.stream()
                  .filter(c -> c.authorization().equals(Optional.of("Bearer " + LENT)))
                  .findFirst()
                  .orElseThrow());
      assertThat(calls.subList(0, first)).noneMatch(Witness.Call::writes);
      assertThat(calls).noneMatch(Witness.Call::writes);
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault.Answer(403, "may not patch"),
        new Fault.Answer(500, "etcd is slow"),
        new Fault.DropBefore(),
        new Fault.DropAfter(),
        new Fault.HangAfter(),
        new Fault.Meanwhile(() -> {}));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverBecomesOfTheEffectTheCredentialGoesBack(Fault fault) throws IOException {
    bench.callTimeout = Duration.ofMillis(1_500);
    try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
      kubeconfig(wire.address(), "", "token: " + OWN);
      lend(Map.of("token", LENT));

      var run = scale();

      assertThat(run)
          .isInstanceOf(
              switch (fault) {
                case Fault.Answer(var code, var _) when code == 403 -> RunRecord.Failed.class;
                case Fault.Meanwhile _ -> RunRecord.Succeeded.class;
                default -> RunRecord.Unknown.class;
              });
      assertThat(revoked).hasValue(1);
      assertThat(wire.writes()).isEqualTo(1);
    }
  }

  static Stream<Credential> useless() {
    return Stream.of(
        credential("aws", Map.of("token", LENT), Optional.empty()),
        credential("kubernetes", Map.of(), Optional.empty()),
        credential("kubernetes", Map.of("password", LENT), Optional.empty()),
        credential("kubernetes", Map.of("token", LENT, "username", "x"), Optional.empty()),
        credential("kubernetes", Map.of("token", LENT + "\r\nX: y"), Optional.empty()),
        credential("kubernetes", Map.of("client_certificate", LENT), Optional.empty()),
        credential(
            "kubernetes", Map.of("client_certificate", LENT, "client_key", LENT), Optional.empty()),
        credential("kubernetes", Map.of("token", LENT), Optional.of(Instant.EPOCH)));
  }

  @ParameterizedTest
  @MethodSource("useless")
  void aCredentialOfNoUseIsAFailureBeforeAnythingIsSent(Credential credential) throws IOException {
    try (var witness = Witness.plain(bench.sandbox.api())) {
      kubeconfig(witness.address(), "", "token: " + OWN);
      var order = bench.order("scale-deployment", "prod/web", Map.of("replicas", 5));

      assertThat(Proof.of(credential, Instant.now()))
          .isInstanceOfSatisfying(
              Proof.Read.Bad.class,
              bad -> assertThat(bad.why()).contains("nothing was done").doesNotContain(LENT));
      bench.credentials = serving(new Obtained.Good(credential));

      assertThat(bench.run(order))
          .isInstanceOfAny(RunRecord.Failed.class, RunRecord.Skipped.class)
          .satisfies(run -> assertThat(run.toString()).doesNotContain(LENT));
      assertThat(witness.calls()).noneMatch(Witness.Call::writes);
      assertThat(witness.calls())
          .allMatch(call -> call.authorization().equals(Optional.of("Bearer " + OWN)));
      assertThat(credential.secret().names()).as("ended").isEmpty();
    }
  }

  @Test
  void withoutSettingsForCredentialsItSaysAsWhomItActs() throws IOException {
    try (var witness = Witness.plain(bench.sandbox.api())) {
      kubeconfig(witness.address(), "", "token: " + OWN);

      assertThat(scale()).isInstanceOf(RunRecord.Succeeded.class);

      assertThat(bench.progress).anyMatch(line -> line.contains("the kubeconfig's own user"));
      assertThat(witness.calls())
          .allMatch(call -> call.authorization().equals(Optional.of("Bearer " + OWN)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aClientCertificateProvesItAsWell(String algorithm) throws Exception {
    var lent = KeyPairs.of(folder, "lent", algorithm);
    Files.writeString(folder.resolve("ca.pem"), server.chain());
    Files.writeString(folder.resolve("own.pem"), own.chain());
    Files.writeString(folder.resolve("own.key"), own.key());
    try (var witness = Witness.strict(bench.sandbox.api(), server.believing(own, lent))) {
      kubeconfig(
          witness.address(),
          "certificate-authority: " + folder.resolve("ca.pem"),
          "client-certificate: %s, client-key: %s"
              .formatted(folder.resolve("own.pem"), folder.resolve("own.key")));
      lend(Map.of("client_certificate", lent.chain(), "client_key", lent.key()));

      assertThat(scale()).isInstanceOf(RunRecord.Succeeded.class);

      assertThat(witness.calls().getFirst().certificate()).contains("CN=own");
      assertThat(witness.calls().stream().filter(Witness.Call::writes))
          .singleElement()
          .satisfies(call -> assertThat(call.certificate()).contains("CN=lent"));
    }
  }

  @Test
  void noCredentialIsHandedToAServerThatMightBeAnybody() throws Exception {
    try (var witness = Witness.strict(bench.sandbox.api(), server.believing(server))) {
      var token = new Proof.Token(LENT);
      kubeconfig(witness.address(), "insecure-skip-tls-verify: true", "token: " + OWN);
      assertThat(refusal(token)).contains("`demo`", "`insecure-skip-tls-verify`");
      kubeconfig(URI.create("http://192.0.2.1:6443"), "", "token: " + OWN);
      assertThat(refusal(token)).contains("`demo`", "`https`").doesNotContain(LENT);
      assertThat(witness.calls()).isEmpty();
    }
  }

  private String refusal(Proof proof) {
    try (var clusters = new Clusters(Map.of(), bench.kubeconfig, Duration.ofSeconds(1));
        var visit = clusters.visit("demo", Deadline.in(Duration.ofSeconds(1)), proof)) {
      return "it was entered: " + visit;
    } catch (dev.agentsafe.executors.ExecutorException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private RunRecord scale() {
    return bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));
  }

  private int replicas() {
    return bench.object(WEB, Deployment.class).getSpec().getReplicas();
  }

  private void kubeconfig(URI server, String cluster, String user) throws IOException {
    var file = Files.createTempFile(folder, "kubeconfig-", ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: demo
        contexts: [{name: demo, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "%s"%s}}]
        users: [{name: u, user: {%s}}]
        """
            .formatted(server, cluster.isEmpty() ? "" : ", " + cluster, user));
    bench.kubeconfig = Optional.of(file);
  }

  private void lend(Map<String, String> values) {
    bench.credentials =
        serving(
            new Obtained.Good(
                new Credential(
                    "kubernetes",
                    new Secret(values),
                    Optional.of(Instant.now().plusSeconds(600)),
                    () -> {
                      revoked.incrementAndGet();
                      return Optional.empty();
                    })));
  }

  private static Credentials serving(Obtained obtained) {
    return new Credentials(
        Map.of("source", wanted -> obtained),
        List.of(Credentials.Serving.all("kubernetes", "source")));
  }

  private static Credential credential(
      String kind, Map<String, String> values, Optional<Instant> until) {
    return new Credential(kind, new Secret(values), until, Credential.Revocation.none());
  }
}
