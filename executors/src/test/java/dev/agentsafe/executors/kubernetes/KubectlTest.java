package dev.agentsafe.executors.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.Credentials;
import dev.agentsafe.core.credential.Secret;
import dev.agentsafe.core.run.RunRecord;
import dev.agentsafe.core.runner.ClusterSettings;
import dev.agentsafe.core.runner.CommandRules;
import dev.agentsafe.core.state.Rehearsal;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.kubernetes.BrokenWire.Fault;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A real kubectl logs in with a plugin and connects; what is asked is what the room asks. */
@Order(1)
@ResourceLock("kubectl")
final class KubectlTest {
  private static final String WEB = "/apis/apps/v1/namespaces/shop-prod/deployments/web";
  private static final String TOKEN = "given-by-the-plugin";
  private static final String LENT = "lent-for-one-effect";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path keys;
  private static KeyPairs pair = new KeyPairs(emptyStore());

  @TempDir private Path folder;
  private final Bench bench = new Bench();
  private final List<AutoCloseable> open = new ArrayList<>();

  private static java.security.KeyStore emptyStore() {
    try {
      return java.security.KeyStore.getInstance("PKCS12");
    } catch (java.security.KeyStoreException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  static void keys() throws Exception {
    pair = KeyPairs.of(keys, "server", "EC");
  }

  @BeforeEach
  void needsKubectl() {
    Assumptions.assumeTrue(
        Stream.of(requireNonNull(System.getenv("PATH")).split(File.pathSeparator, -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl"))),
        "SKIPPED: `kubectl` is not installed");
    bench.callTimeout = PATIENCE;
    bench.deadline = Duration.ofSeconds(60);
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
    for (var each : open.reversed()) {
      each.close();
    }
  }

  @AfterAll
  static void nobodyIsLeft() throws Exception {
    // One that does not end by itself is killed, which nobody waits for.
    end(kubectl());
  }

  @Test
  void kubectlLogsInWithItsPluginAndTheRestIsAsEver() throws Exception {
    var front = front(bench.sandbox.api());
    road(front.address(), plugin("printf '%s' \"$(env)\" > " + folder.resolve("env")));

    var rehearsed = bench.rehearse("scale-deployment", "prod/web", Map.of("replicas", 5));
    assertThat(replicas()).as("a dry run").isEqualTo(3);
    var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));

    assertThat(rehearsed.after().values()).containsEntry("replicas", Value.of(5));
    assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
    assertThat(replicas()).isEqualTo(5);
    assertThat(Files.readString(folder.resolve("env")))
        .as("what the plugin is handed")
        .contains("PATH=", "HOME=", "KUBERC=off")
        .contains("KUBERNETES_EXEC_INFO=")
        .doesNotContain("MAVEN", "JAVA");
    assertThat(front.heads()).allMatch(head -> head.contains("Bearer " + TOKEN));
    assertThat(bench.progress).noneMatch(line -> line.contains(TOKEN));
    Round.of(bench, "scale-deployment", "prod/web", Map.of("replicas", 2));
  }

  @Test
  void commandsInContainersPassAsWell() throws Exception {
    try (var pods = new Bench(Bench.text("pods.yaml"), Shelf.STARTER.catalog())) {
      var front = front(pods.sandbox.api());
      pods.callTimeout = PATIENCE;
      pods.deadline = Duration.ofSeconds(60);
      pods.commands = new CommandRules(List.of(List.of("echo", "**")));
      pods.road = Optional.of(roadTo(front.address(), plugin("")));
      var web =
          pods.object("/api/v1/namespaces/shop-prod/pods", PodList.class).getItems().stream()
              .map(p -> p.getMetadata().getName())
              .filter(n -> n.startsWith("web-"))
              .findFirst()
              .orElseThrow();

      var run =
          pods.run(
              "exec-pod", "prod/shop", Map.of("pod", web, "command", List.of("echo", "a  b; id")));

      assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(((Value.Fields) ((RunRecord.Succeeded) run).output()).text("stdout"))
          .contains("a  b; id\n");
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault.Answer(409, "the object has been modified"),
        new Fault.Answer(500, "etcd is slow"),
        new Fault.DropBefore(),
        new Fault.DropAfter(),
        new Fault.HalfAnAnswer());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatGoesWrongBehindKubectlIsToldAsEverAndNothingIsSentTwice(Fault fault) throws Exception {
    bench.callTimeout = fault instanceof Fault.HalfAnAnswer ? Duration.ofSeconds(4) : PATIENCE;
    try (var wire = new BrokenWire(bench.sandbox.api(), fault)) {
      var front = front(wire.address());
      var road = roadTo(front.address(), plugin(""));
      logIn(road.connection(PATIENCE));
      bench.road = Optional.of(road);

      var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));

      boolean conflict = fault instanceof Fault.Answer(var code, var words) && code == 409;
      assertThat(run).isInstanceOf(conflict ? RunRecord.Failed.class : RunRecord.Unknown.class);
      assertThat(wire.writes()).isEqualTo(conflict ? 5 : 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo a-secret >&2; exit 3   | ended with code 3; the login may have expired",
        "echo a-secret; exit 0       | the plugin that logs in gave nothing of use",
        "TOKEN=of-yesterday-a-secret | does not accept the login that `kubectl` has",
      })
  void aLoginThatFailsIsSaidWithoutWhatThePluginSaid(String script, String said) throws Exception {
    var front = front(bench.sandbox.api());
    road(front.address(), plugin(script));

    var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));
    var rehearsed =
        bench
            .executor()
            .rehearse(bench.order("scale-deployment", "prod/web", Map.of("replicas", 5)));

    assertThat(((RunRecord.Failed) run).error())
        .contains(said, "`demo`")
        .doesNotContain("a-secret");
    assertThat(((Rehearsal.Outcome.NotPossible) rehearsed).why())
        .contains(said)
        .doesNotContain("a-secret");
    assertThat(replicas()).isEqualTo(3);
  }

  @Test
  void aPluginThatIsNotThereAndAnApiThatIsNotThereAreSaid() throws Exception {
    var front = front(bench.sandbox.api());
    road(front.address(), folder.resolve("no-such-plugin"));
    assertThat(failure()).contains("no-such-plugin`", "is not where `kubectl` looks for it");

    bench.through(bench.sandbox.api());
    road(front.address(), Path.of("no-plugin-of-this-name"));
    assertThat(failure()).contains("`no-plugin-of-this-name`", "is not where `kubectl` looks");

    bench.through(bench.sandbox.api());
    road(URI.create("https://127.0.0.1:1"), plugin(""));
    assertThat(failure()).contains("its API does not take connections", "Nothing was sent");
  }

  @Test
  void aContextOrAProgramThatIsNotThereIsNotReplacedByAnother() throws Exception {
    var front = front(bench.sandbox.api());
    var file = kubeconfig(front.address(), plugin(""));
    var missing = new ClusterSettings.Kubectl(Optional.empty(), Optional.of(file), List.of());
    var elsewhere = keep(KubectlRoad.of("elsewhere", missing, file));
    var program = Optional.of(folder.resolve("kubectl-9"));
    var gone =
        keep(
            KubectlRoad.of(
                "demo", new ClusterSettings.Kubectl(program, Optional.empty(), List.of()), file));
    var unread =
        keep(
            KubectlRoad.of(
                "demo",
                new ClusterSettings.Kubectl(Optional.empty(), Optional.empty(), List.of()),
                folder.resolve("nothing")));

    assertThatThrownBy(() -> elsewhere.connection(PATIENCE))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("context `elsewhere` is not known")
        .hasMessageContaining("no other is used in its place");
    assertThatThrownBy(() -> gone.connection(PATIENCE))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("kubectl-9`")
        .hasMessageContaining("no program that can be run");
    assertThatThrownBy(() -> unread.connection(PATIENCE))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("nothing` cannot be read");
    assertThat(front.heads()).isEmpty();
  }

  @Test
  void anEffectsOwnCredentialDoesNotGoAlongWithKubectlsLogin() throws Exception {
    var front = front(bench.sandbox.api());
    road(front.address(), plugin(""));
    var lent =
        new Credential(
            "kubernetes",
            new Secret(Map.of("token", LENT)),
            Optional.of(Instant.now().plusSeconds(600)),
            Credential.Revocation.none());
    bench.credentials =
        new Credentials(
            Map.of("source", wanted -> new Obtained.Good(lent)),
            List.of(Credentials.Serving.all("kubernetes", "source")));

    var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));

    assertThat(((RunRecord.Failed) run).error())
        .contains("`kubectl` acts with its own login alone")
        .doesNotContain(LENT);
    assertThat(front.heads()).noneMatch(head -> head.contains(LENT));
    assertThat(replicas()).isEqualTo(3);
  }

  @Test
  void kubectlIsStartedAnewWhereItOrItsGuardEnded() throws Exception {
    var front = front(bench.sandbox.api());
    var road = roadTo(front.address(), plugin(""));
    bench.road = Optional.of(road);
    var first = road.connection(PATIENCE);
    assertThat(road.connection(PATIENCE)).isEqualTo(first);

    kill(p -> !isGuard(p));
    assertThat(bench.run("scale-deployment", "prod/web", Map.of("replicas", 4)))
        .isInstanceOf(RunRecord.Succeeded.class);
    var unguarded = kubectl().stream().filter(p -> !isGuard(p)).toList();
    kill(KubectlTest::isGuard);

    assertThat(road.connection(PATIENCE)).as("nobody else gets its port").isEqualTo(first);
    end(unguarded);
    assertThat(bench.run("scale-deployment", "prod/web", Map.of("replicas", 5)))
        .isInstanceOf(RunRecord.Succeeded.class);
  }

  @Test
  void aKubeconfigThatChangesCutsNothingThatIsUnderWay() throws Exception {
    var change = new AtomicReference<Runnable>(() -> {});
    var wire = new BrokenWire(bench.sandbox.api(), new Fault.Meanwhile(() -> change.get().run()));
    try (wire) {
      var front = front(wire.address());
      var file = kubeconfig(front.address(), plugin(""));
      var road = keep(roadOf(file));
      bench.road = Optional.of(road);
      var address = road.connection(PATIENCE);
      var first = kubectl();
      change.set(() -> {
        change(file);
        assertThat(road.connection(PATIENCE)).isEqualTo(address);
        assertThat(kubectl()).hasSizeGreaterThan(first.size());
      });

      var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));

      assertThat(run).isInstanceOf(RunRecord.Succeeded.class);
      assertThat(wire.writes()).isEqualTo(1);
      end(first);
      assertThat(kubectl()).as("the next one serves on").isNotEmpty();
    }
  }

  private static void change(Path kubeconfig) {
    try {
      Files.setLastModifiedTime(kubeconfig, FileTime.from(Instant.now().minusSeconds(60)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Predicate<ProcessHandle> which) throws Exception {
    var processes = kubectl().stream().filter(which).toList();
    assertThat(processes).isNotEmpty();
    processes.forEach(ProcessHandle::destroyForcibly);
    end(processes);
  }

  private static void end(List<ProcessHandle> processes) throws Exception {
    for (var process : processes) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private static boolean isGuard(ProcessHandle process) {
    return words(process).stream().anyMatch(word -> word.endsWith("Guard"));
  }

  private static List<String> words(ProcessHandle process) {
    return process.info().arguments().map(List::of).orElse(List.of());
  }

  /** The plugin's start is not part of what is waited for. */
  private static void logIn(Connection connection) throws Exception {
    var request =
        HttpRequest.newBuilder(connection.server().resolve("/version"))
            .header("Authorization", "Bearer " + connection.token().orElseThrow())
            .build();
    try (var client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  /** Whoever kills this program leaves no kubectl and no folder behind. */
  @Test
  void kubectlEndsWithAProgramThatIsKilled() throws Exception {
    var front = front(bench.sandbox.api());
    var file = kubeconfig(front.address(), plugin(""));
    var holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                requireNonNull(System.getProperty("java.class.path")),
                KubectlHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = holder.inputReader()) {
      assertThat(said.readLine()).isEqualTo("reached");
      var children = holder.descendants().toList();
      var kubectl = children.stream().filter(p -> words(p).contains("proxy")).toList();
      assertThat(kubectl).isNotEmpty();
      var socket =
          kubectl.stream()
              .flatMap(p -> Stream.of(p.info().arguments().orElseThrow()))
              .filter(word -> word.startsWith("--unix-socket="))
              .map(word -> Path.of(word.substring(word.indexOf('=') + 1)))
              .findFirst()
              .orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .as("nobody else comes to its socket")
          .isEqualTo("rwx------");

      holder.destroyForcibly();

      for (var child : children) {
        child.onExit().get(20, TimeUnit.SECONDS);
      }
      assertThat(socket.getParent()).doesNotExist();
    } finally {
      holder.destroyForcibly();
    }
  }

  private String failure() {
    var run = bench.run("scale-deployment", "prod/web", Map.of("replicas", 5));
    return ((RunRecord.Failed) run).error();
  }

  private int replicas() {
    return bench.object(WEB, Deployment.class).getSpec().getReplicas();
  }

  private static List<ProcessHandle> kubectl() {
    return ProcessHandle.current().descendants().filter(p -> words(p).contains("proxy")).toList();
  }

  private <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }

  private TlsFront front(URI api) throws Exception {
    return keep(new TlsFront(api, pair.believing(pair), TOKEN));
  }

  private void road(URI server, Path plugin) throws Exception {
    bench.road = Optional.of(roadTo(server, plugin));
  }

  private Road roadTo(URI server, Path plugin) throws Exception {
    return keep(roadOf(kubeconfig(server, plugin)));
  }

  private static Road roadOf(Path kubeconfig) {
    var told = new ClusterSettings.Kubectl(Optional.empty(), Optional.of(kubeconfig), List.of());
    return KubectlRoad.of("demo", told, kubeconfig);
  }

  /** A plugin that does that first and then gives a token. */
  private Path plugin(String script) throws IOException {
    var file = folder.resolve("login");
    Files.writeString(
        file,
        """
        #!/bin/sh
        TOKEN=%s
        %s
        echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
        echo '"status":{"token":"'"$TOKEN"'"}}'
        """
            .formatted(TOKEN, script));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /** Its current context is another one, which must never be used. */
  private Path kubeconfig(URI server, Path plugin) throws Exception {
    var authority =
        java.util.Base64.getEncoder()
            .encodeToString(pair.chain().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var file = Files.createTempFile(folder, "kubeconfig-", ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: other
        contexts:
        - {name: demo, context: {cluster: c, user: u}}
        - {name: other, context: {cluster: other, user: u}}
        clusters:
        - {name: c, cluster: {server: "%s", certificate-authority-data: %s}}
        - {name: other, cluster: {server: "https://192.0.2.1"}}
        users:
        - name: u
          user:
            exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, interactiveMode: Never}
        """
            .formatted(server, authority, plugin));
    return file;
  }
}
