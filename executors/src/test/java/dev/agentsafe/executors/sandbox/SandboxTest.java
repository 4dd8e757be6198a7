package dev.agentsafe.executors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SandboxTest {
  private static final String DEPLOYMENT =
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: shop}
      spec:
        replicas: 3
        progressDeadlineSeconds: 20
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec:
            containers: [{name: main, image: "registry.example/%1$s:1"}]
      """;
  private static final String REST =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: old}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: left, namespace: old}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: node-1}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: node-2}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: node-3}
      spec: {unschedulable: true}
      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: guarded, namespace: shop}
      spec:
        minAvailable: 3
        selector: {matchLabels: {app: guarded}}
      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: spare, namespace: shop}
      spec:
        maxUnavailable: 1
        selector: {matchLabels: {app: spare}}
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: scaled, namespace: shop}
      spec:
        minReplicas: 2
        maxReplicas: 4
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: scaled}
      """;

  private static final Sandbox SANDBOX =
      Sandbox.start(
          Duration.ofMillis(4),
          REST
              + String.join(
                  "",
                  List.of("web", "stuck", "replaced", "guarded", "spare", "scaled").stream()
                      .map(DEPLOYMENT::formatted)
                      .toList()));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @AfterAll
  static void close() {
    HTTP.close();
    SANDBOX.close();
  }

  private static HttpResponse<String> send(String method, String path, String type, String body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(SANDBOX.api().resolve(path))
              .header("Content-Type", type)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(String path, Class<T> type) {
    return Serialization.unmarshal(send("GET", path, "application/json", "").body(), type);
  }

  private static Deployment deployment(String name) {
    return get("/apis/apps/v1/namespaces/shop/deployments/" + name, Deployment.class);
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> of(
      String app, String path, Class<L> type) {
    return get(path, type).getItems().stream()
        .filter(o -> app.equals(o.getMetadata().getLabels().get("app")))
        .toList();
  }

  private static List<Pod> pods(String app) {
    return of(app, "/api/v1/namespaces/shop/pods", PodList.class);
  }

  private static List<ReplicaSet> sets(String app) {
    return of(app, "/apis/apps/v1/namespaces/shop/replicasets", ReplicaSetList.class);
  }

  private static void set(String deployment, String pointer, Object value) {
    var patch = List.of(Map.of("op", "replace", "path", pointer, "value", value));
    send(
        "PATCH",
        "/apis/apps/v1/namespaces/shop/deployments/" + deployment,
        "application/json-patch+json",
        Serialization.asJson(patch));
  }

  private static void image(String deployment, String tag) {
    set(
        deployment,
        "/spec/template/spec/containers/0/image",
        "registry.example/" + deployment + ":" + tag);
  }

  private static void await(BooleanSupplier holds) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came").isLessThan(until);
      try {
        Thread.sleep(3);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static boolean rolledOut(String name) {
    var live = deployment(name);
    var status = live.getStatus();
    return live.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && live.getSpec().getReplicas().equals(status.getUpdatedReplicas())
        && live.getSpec().getReplicas().equals(status.getReplicas())
        && live.getSpec().getReplicas().equals(status.getAvailableReplicas());
  }

  private static Map<String, Integer> revisions(String app) {
    var found = new TreeMap<String, Integer>();
    sets(app)
        .forEach(s ->
            found.put(
                s.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"),
                s.getSpec().getReplicas()));
    return found;
  }

  private static String progressing(String name) {
    return deployment(name).getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("Progressing"))
        .findFirst()
        .orElseThrow()
        .getReason();
  }

  @Test
  void deploymentsBeginWithReplicaSetAndPodsOnNodesThatTakeThem() {
    assertThat(rolledOut("web")).isTrue();
    assertThat(pods("spare"))
        .hasSize(3)
        .allSatisfy(pod -> {
          var set = pod.getMetadata().getOwnerReferences().getFirst();
          assertThat(set.getKind()).isEqualTo("ReplicaSet");
          assertThat(set.getController()).isTrue();
          assertThat(pod.getSpec().getNodeName()).isIn("node-1", "node-2");
        });
  }

  @Test
  void eachTemplateHasARevisionAndOneThatComesBackGetsANewNumber() {
    image("web", "2");
    await(() -> revisions("web").equals(Map.of("1", 0, "2", 3)) && rolledOut("web"));
    image("web", "1");
    await(() -> revisions("web").equals(Map.of("2", 0, "3", 3)) && rolledOut("web"));

    assertThat(deployment("web").getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision", "3");
  }

  @Test
  void aRollOutWhoseImageIsMissingHangsUntilItsDeadlineAndTheOldPodsServeOn() {
    image("stuck", "missing");
    await(() -> progressing("stuck").equals("ProgressDeadlineExceeded"));

    var status = deployment("stuck").getStatus();
    assertThat(status.getUpdatedReplicas()).isEqualTo(1);
    assertThat(status.getAvailableReplicas()).isEqualTo(3);
    assertThat(
            pods("stuck").stream()
                .flatMap(p -> p.getStatus().getContainerStatuses().stream())
                .filter(c -> c.getState().getWaiting() != null))
        .singleElement()
        .satisfies(
            c -> assertThat(c.getState().getWaiting().getReason()).isEqualTo("ImagePullBackOff"));
    image("stuck", "1");
    await(() -> rolledOut("stuck"));
  }

  @Test
  void aDeletedPodIsReplacedByAnotherAndTheWrongOneIsNotDeleted() {
    var pod = pods("replaced").getFirst().getMetadata();
    var path = "/api/v1/namespaces/shop/pods/" + pod.getName();
    var other = "{\"preconditions\":{\"uid\":\"another\"}}";
    assertThat(send("DELETE", path, "application/json", other).statusCode()).isEqualTo(409);
    assertThat(send("DELETE", path, "application/json", "").statusCode()).isEqualTo(200);

    await(() -> {
      var now = pods("replaced").stream().map(p -> p.getMetadata().getUid()).toList();
      return now.size() == 3 && !now.contains(pod.getUid()) && rolledOut("replaced");
    });
  }

  private static HttpResponse<String> evict(HasMetadata pod, String query) {
    var name = pod.getMetadata().getName();
    return send(
        "POST",
        "/api/v1/namespaces/shop/pods/" + name + "/eviction" + query,
        "application/json",
        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\""
            + name
            + "\"}}");
  }

  @Test
  void anEvictionThatTheBudgetForbidsIsRefusedAndTheBudgetNamed() {
    var refused = evict(pods("guarded").getFirst(), "");

    assertThat(refused.statusCode()).isEqualTo(429);
    var status = Serialization.unmarshal(refused.body(), Status.class);
    assertThat(status.getDetails().getCauses().getFirst().getMessage())
        .isEqualTo("The disruption budget guarded needs 3 healthy pods and has 3 currently");
    assertThat(pods("guarded")).noneMatch(HasMetadata::isMarkedForDeletion);
  }

  @Test
  void evictionsGoOneAtATimeWhereTheBudgetAllowsOne() {
    var pods = pods("spare");
    assertThat(evict(pods.get(0), "?dryRun=All").statusCode()).isEqualTo(201);
    assertThat(evict(pods.get(0), "").statusCode()).isEqualTo(201);
    assertThat(evict(pods.get(1), "").statusCode()).isEqualTo(429);
    await(() -> evict(pods.get(1), "?dryRun=All").statusCode() == 201);
  }

  @Test
  void anAutoscalerPutsBackWhatIsOutsideItsLimits() {
    set("scaled", "/spec/replicas", 9);

    await(() -> deployment("scaled").getSpec().getReplicas() == 4 && rolledOut("scaled"));
  }

  @Test
  void aNamespaceEndsAfterWhatIsInIt() {
    send("DELETE", "/api/v1/namespaces/old", "application/json", "");

    await(() -> send("GET", "/api/v1/namespaces/old", "application/json", "").statusCode() == 404);
    assertThat(
            send("GET", "/api/v1/namespaces/old/configmaps/left", "application/json", "")
                .statusCode())
        .isEqualTo(404);
  }
}
