package dev.agentsafe.executors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.run.RunRecord;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkPolicyTest {
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/";

  private final Map<Shelf, Bench> benches =
      Map.of(Shelf.STARTER, Shelf.STARTER.bench(), Shelf.REFERENCE, Shelf.REFERENCE.bench());

  @AfterAll
  void close() {
    benches.values().forEach(Bench::close);
  }

  private Bench bench(Shelf shelf) {
    return Objects.requireNonNull(benches.get(shelf));
  }

  private static NetworkPolicy policy(Bench bench, String name) {
    return bench.object(POLICIES + name, NetworkPolicy.class);
  }

  private static Map<String, Object> close(String name, String selector) {
    return Map.of("policy_name", name, "pod_selector", selector);
  }

  @ParameterizedTest
  @EnumSource(Shelf.class)
  void podsAreClosedToWhatNoOtherPolicyLetsIn(Shelf shelf) {
    var bench = bench(shelf);
    Round.done(
        bench,
        bench.order("apply-network-policy", "prod/shop", close("closed", "app=fresh,tier=x")));

    var spec = policy(bench, "closed").getSpec();
    assertThat(spec.getPodSelector().getMatchLabels())
        .containsExactlyInAnyOrderEntriesOf(Map.of("app", "fresh", "tier", "x"));
    assertThat(spec.getPolicyTypes()).containsExactly("Ingress");
    assertThat(spec.getIngress()).isEmpty();
    assertThat(policy(bench, "closed").getMetadata().getAnnotations())
        .containsEntry("agent-safe.dev/audit-id", "evt-0123456789ab");
  }

  @Test
  void aNewPolicyIsTakenAwayAgain() {
    var bench = bench(Shelf.STARTER);
    var round =
        Round.of(bench, "apply-network-policy", "prod/shop", close("quarantine", "app=web"));

    assertThat(round.there().account().before().values())
        .containsEntry("exists", Value.of(false))
        .containsEntry("policy", Value.of("none"));
    assertThatThrownBy(() -> policy(bench, "quarantine")).hasMessageContaining("quarantine");
  }

  @Test
  void aReplacedPolicyComesBackWithAllItsRules() {
    var bench = bench(Shelf.STARTER);
    var before = NetworkPolicies.text(policy(bench, "web-in").getSpec());
    var round = Round.of(bench, "apply-network-policy", "prod/shop", close("web-in", "app=web"));

    assertThat(round.there().account().after().text("policy")).isNotEqualTo(before);
    assertThat(NetworkPolicies.text(policy(bench, "web-in").getSpec())).isEqualTo(before);
    assertThat(before).contains("\"port\":8080").contains("\"team\":\"edge\"");
  }

  @Test
  void rehearsalNamesThePodsAndThePlugin() {
    var bench = bench(Shelf.STARTER);
    var rehearsal =
        bench.rehearse("apply-network-policy", "prod/shop", close("rehearsed", "app=nobody"));

    assertThat(rehearsal.now().values()).containsEntry("exists", Value.of(false));
    assertThat(rehearsal.after().values()).containsEntry("exists", Value.of(true));
    assertThat(rehearsal.notes()).anyMatch(note -> note.startsWith("Nothing may connect to the"));
    assertThat(rehearsal.prechecks())
        .anySatisfy(check -> {
          assertThat(check.name()).isEqualTo("affected-pods");
          assertThat(check.passed()).isFalse();
          assertThat(check.advisory()).isTrue();
        })
        .anySatisfy(check -> {
          assertThat(check.name()).isEqualTo("cni-supports-netpol");
          assertThat(check.message()).isEqualTo("`calico-node` enforces policies");
        });
    assertThatThrownBy(() -> policy(bench, "rehearsed")).hasMessageContaining("rehearsed");
  }

  @Test
  void aNamespaceThatIsNotThereBlocks() {
    var run =
        bench(Shelf.STARTER).run("apply-network-policy", "prod/new", close("closed", "app=web"));

    assertThat(((RunRecord.Skipped) run).why())
        .isEqualTo("Precheck `namespace-exists` failed: namespace new does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"podSelector\":{},\"ingres\":[]}",
        "{\"podSelector\":{},\"egress\":[{\"from\":[]}]}",
        "{\"podSelector\":{\"matchLabels\":{\"a\":1}}}",
        "null",
        "nobody",
        "podSelector: {}"
      })
  void whatIsNoPolicyIsRefusedWhole(String policy) {
    var run =
        bench(Shelf.STARTER)
            .run(
                "apply-network-policy",
                "prod/shop",
                Map.of("policy_name", "odd", "pod_selector", "app=web", "policy", policy));

    assertThat(((RunRecord.Skipped) run).why()).contains("Parameter `policy` is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "app=web,", "=web", "app=web,app=api", "app=a b", "a/b/c=d"})
  void whatIsNoSelectorIsRefusedWhole(String selector) {
    var run =
        bench(Shelf.REFERENCE).run("apply-network-policy", "prod/shop", close("odd", selector));

    assertThat(((RunRecord.Skipped) run).why()).contains("Parameter `pod_selector`: `" + selector);
  }
}
