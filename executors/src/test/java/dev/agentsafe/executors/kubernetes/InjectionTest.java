package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.catalog.Action;
import dev.agentsafe.core.catalog.Catalog;
import dev.agentsafe.core.catalog.Parameter;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * T13: hostile texts in every text parameter of every action, with a catalogue that limits nothing
 * and targets that are bound to as little as can be. Every call that leaves is looked at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InjectionTest {
  private static final int EACH = Boolean.getBoolean("deep") ? 1_500 : 40;

  private static final List<String> HOSTILE =
      List.of(
          "../../nodes/node-1",
          "..",
          ".",
          "/",
          "//",
          "/../kube-system/secrets",
          "%2e%2e%2f",
          "%2f..%2f..%2fnodes",
          "%00",
          "?dryRun=All",
          "?force=true&x=",
          "#",
          ";rm -rf /",
          "$(id)",
          "`id`",
          "${jndi:ldap://x}",
          "{{ params.secret }}",
          "\" , \"x\": \"",
          "\"}]",
          "'; --",
          "\\",
          "~1metadata~1labels",
          "/metadata/labels",
          "\r\nX-Injected: 1",
          "\n",
          "\t",
          "\u0000",
          "\u001b[2J",
          "\u202eevil",
          "\u200b",
          "wéb",
          "\ud800",
          "\uff0e\uff0e\uff0f",
          "*",
          "!*",
          "&a [*a]",
          "!!java.net.URL x",
          "A",
          "_",
          "x".repeat(300));

  /** What each parameter is where it is not the one that is tried. */
  private static final Map<String, Value> HARMLESS =
      Map.ofEntries(
          Map.entry("namespace", Value.of("shop")),
          Map.entry("deployment", Value.of("web")),
          Map.entry("container", Value.of("web")),
          Map.entry("image", Value.of("registry.example/web:1")),
          Map.entry("configmap", Value.of("shop-config")),
          Map.entry("key", Value.of("banner")),
          Map.entry("value", Value.of("x")),
          Map.entry("hpa", Value.of("web")),
          Map.entry("secret", Value.of("web-key")),
          Map.entry("policy_name", Value.of("web-in")),
          Map.entry("pod_selector", Value.of("app=web")),
          Map.entry("pod", Value.of("no-such-pod")),
          Map.entry("command", Value.texts(List.of("echo", "x"))),
          Map.entry("node", Value.of("no-such-node")),
          Map.entry("replicas", Value.of(2)),
          Map.entry("min_replicas", Value.of(2)),
          Map.entry("max_replicas", Value.of(10)),
          Map.entry("target_cpu_percent", Value.of(70)),
          Map.entry("remote_port", Value.of(80)));

  /** The objects that the harmless values name: nothing else may be written. */
  private static final Set<String> APPROVED =
      Set.of(
          "/apis/apps/v1/namespaces/shop/deployments/web",
          "/api/v1/namespaces/shop/configmaps/shop-config",
          "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web",
          "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/web-in");

  private static final Pattern PATH =
      Pattern.compile(
          "/(version|(api|apis/[a-z0-9.]+)/v[a-z0-9]+)(/[a-z0-9]([-a-z0-9.]*[a-z0-9])?)*/?"
              + "(\\?[A-Za-z]+=[A-Za-z0-9-]+(&[A-Za-z]+=[A-Za-z0-9-]+)*)?");

  private static final List<String> TARGETS =
      List.of("prod/shop", "prod/nowhere", "prod/any-node", "prod/web", "prod/web-hpa");

  private final Bench bench =
      new Bench(
          unlimited(Shelf.STARTER.catalog()), Bench.text("objects.yaml"), "objects-inventory.yaml");

  @AfterAll
  void close() {
    bench.close();
  }

  /** The same actions, of which the catalogue asks nothing: what holds is the executor's. */
  private static Catalog unlimited(Catalog catalog) {
    return new Catalog(catalog.actions().stream().map(InjectionTest::unlimited).toList());
  }

  private static Action unlimited(Action action) {
    var scope = action.scope();
    return new Action(
        action.name(),
        action.summary(),
        new Action.Scope(scope.risk(), scope.targetTypes(), List.of(), List.of(), Optional.empty()),
        action.parameters().stream()
            .map(p ->
                new Parameter(
                    p.name(), p.type(), p.description(), p.use(), Parameter.Constraints.NONE))
            .toList(),
        action.effects());
  }

  /** Texts around a harmless one, the same ones each time. */
  private static List<String> around(String harmless) {
    var random = new Random(13);
    var texts = new ArrayList<String>();
    for (int i = 0; i < EACH; i++) {
      var hostile = HOSTILE.get(i % HOSTILE.size());
      if (i >= 4 * HOSTILE.size()) {
        hostile += HOSTILE.get(random.nextInt(HOSTILE.size()));
      }
      int at = random.nextInt(harmless.length() + 1);
      var text =
          switch (random.nextInt(4)) {
            case 0 -> hostile;
            case 1 -> harmless + hostile;
            case 2 -> hostile + harmless;
            default -> harmless.substring(0, at) + hostile + harmless.substring(at);
          };
      // Another good name is no injection.
      texts.add(Grammar.SUBDOMAIN.takes(text) ? hostile : text);
    }
    return texts;
  }

  @Test
  void nothingOutsideTheApprovedObjectIsTouched() {
    var tried = new LinkedHashMap<String, Integer>();
    try (var witness = Witness.plain(bench.sandbox.api())) {
      bench.through(witness.address());
      for (var action : bench.catalog.actions()) {
        if (!bench.executor().actions().contains(action.name())) {
          continue;
        }
        for (var parameter : action.parameters()) {
          if (parameter.type() == Parameter.Type.STRING) {
            tried.put(action.name() + " " + parameter.name(), tryOut(action, parameter));
          }
        }
      }
      assertThat(witness.calls())
          .allSatisfy(call -> {
            assertThat(call.path()).matches(PATH).doesNotContain("..").doesNotContain("//");
            if (call.writes()) {
              assertThat(call.path().replaceFirst("\\?.*", "")).isIn(APPROVED);
            }
          });
      assertThat(witness.calls()).as("something that may be written was").anyMatch(c -> c.writes());
    }
    wholeAndWellFormed();
    assertThat(tried.keySet())
        .as("every text parameter of every action")
        .contains("rollout-undo deployment", "get-secret secret", "update-configmap value");
    assertThat(tried.values()).allMatch(runs -> runs >= EACH);
    System.out.printf(
        "T13: %d text parameters, %d orders, nothing else was touched%n",
        tried.size(), tried.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Orders it on each target that it can be ordered on; how many orders the executor had. */
  private int tryOut(Action action, Parameter parameter) {
    var harmless = HARMLESS.getOrDefault(parameter.name(), Value.of("x"));
    var runs = 0;
    for (var hostile : around(((Value.Text) harmless).value())) {
      for (var target : TARGETS) {
        var params = Value.EMPTY;
        for (var other : action.parameters()) {
          if (other.name().equals(parameter.name())) {
            params = params.with(other.name(), Value.of(hostile));
          } else if (HARMLESS.containsKey(other.name())) {
            params = params.with(other.name(), HARMLESS.get(other.name()));
          }
        }
        var order = bench.fitting(action.name().value(), target, params);
        if (order.isPresent()) {
          bench.run(order.get());
          runs++;
        }
      }
    }
    return runs;
  }

  /** What was approved to be written has no more and no other parts than before. */
  private void wholeAndWellFormed() {
    var config = bench.object("/api/v1/namespaces/shop/configmaps/shop-config", ConfigMap.class);
    assertThat(config.getData()).containsKeys("banner", "currency");
    assertThat(config.getData().keySet()).allMatch(Grammar.DATA_KEY::takes);
    assertThat(config.getData()).containsEntry("currency", "EUR");
    assertThat(config.getMetadata().getLabels()).isNullOrEmpty();
    var web = bench.object("/apis/apps/v1/namespaces/shop/deployments/web", Deployment.class);
    assertThat(web.getMetadata().getLabels())
        .containsOnlyKeys("app", "kustomize.toolkit.fluxcd.io/name");
    assertThat(web.getSpec().getTemplate().getSpec().getContainers())
        .singleElement()
        .satisfies(c -> assertThat(Grammar.IMAGE.takes(c.getImage())).isTrue());
  }
}
