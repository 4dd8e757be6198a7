package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What network policies say, and how they are said in parameters. */
final class NetworkPolicies {
  /** The text that stands for no policy at all. */
  static final String NONE = "none";

  private static final Pattern COMMA = Pattern.compile(",");

  /** Beginnings of the names of plug-ins' pods that enforce policies. */
  private static final List<String> ENFORCERS =
      List.of(
          "anetd",
          "antrea-agent",
          "aws-node",
          "azure-npm",
          "calico-node",
          "canal",
          "cilium",
          "kube-router",
          "ovnkube-node",
          "ovs-node",
          "weave-net");

  /** What may stand in each part of a policy, by the member that holds the part. */
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "", Set.of("podSelector", "policyTypes", "ingress", "egress"),
          "podSelector", Set.of("matchLabels", "matchExpressions"),
          "namespaceSelector", Set.of("matchLabels", "matchExpressions"),
          "matchExpressions", Set.of("key", "operator", "values"),
          "ingress", Set.of("from", "ports"),
          "egress", Set.of("to", "ports"),
          "from", Set.of("podSelector", "namespaceSelector", "ipBlock"),
          "to", Set.of("podSelector", "namespaceSelector", "ipBlock"),
          "ipBlock", Set.of("cidr", "except"),
          "ports", Set.of("protocol", "port", "endPort"));

  private NetworkPolicies() {}

  /** The labels that a text such as {@code app=web,tier=front} names; empty where it is none. */
  static Optional<Map<String, String>> labels(String selector) {
    var labels = new TreeMap<String, String>();
    for (var pair : COMMA.split(selector, -1)) {
      int at = pair.indexOf('=');
      if (at < 0
          || !Grammar.LABEL_KEY.takes(pair.substring(0, at))
          || !Grammar.LABEL_VALUE.takes(pair.substring(at + 1))
          || labels.put(pair.substring(0, at), pair.substring(at + 1)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(labels);
  }

  /** Nothing may connect to those pods but what other policies let in. */
  static NetworkPolicySpec closed(Map<String, String> labels) {
    return new NetworkPolicySpecBuilder()
        .withPodSelector(new LabelSelectorBuilder().withMatchLabels(labels).build())
        .withPolicyTypes("Ingress")
        .build();
  }

  /** The policy that a JSON text is; empty where it is none, or a member is misspelt. */
  static Optional<NetworkPolicySpec> read(String json) {
    try {
      // What begins otherwise would be read as YAML.
      if (!json.startsWith("{")) {
        return Optional.empty();
      }
      var said = Serialization.unmarshal(json, Object.class);
      var spec = Serialization.unmarshal(json, NetworkPolicySpec.class);
      return said instanceof Map<?, ?> && isShaped(said, "") && spec.getPodSelector() != null
          ? Optional.of(spec)
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether all members are known where they stand: what is not known the API passes over. */
  private static boolean isShaped(Object value, String parent) {
    return switch (value) {
      // Labels have any names.
      case Map<?, ?> labels when parent.equals("matchLabels") ->
          labels.values().stream().allMatch(String.class::isInstance);
      case Map<?, ?> map ->
          MEMBERS.containsKey(parent)
              && map.entrySet().stream()
                  .allMatch(e ->
                      MEMBERS.get(parent).contains(String.valueOf(e.getKey()))
                          && isShaped(e.getValue(), String.valueOf(e.getKey())));
      case List<?> list -> list.stream().allMatch(item -> isShaped(item, parent));
      default -> true;
    };
  }

  /** The policy with what the API writes into one that leaves it out. */
  static NetworkPolicySpec completed(NetworkPolicySpec spec) {
    var whole = Serialization.clone(spec);
    var in = whole.getIngress() == null ? List.<NetworkPolicyIngressRule>of() : whole.getIngress();
    var out = whole.getEgress() == null ? List.<NetworkPolicyEgressRule>of() : whole.getEgress();
    if (whole.getPolicyTypes() == null || whole.getPolicyTypes().isEmpty()) {
      whole.setPolicyTypes(out.isEmpty() ? List.of("Ingress") : List.of("Ingress", "Egress"));
    }
    Stream.concat(
            in.stream().map(NetworkPolicyIngressRule::getPorts),
            out.stream().map(NetworkPolicyEgressRule::getPorts))
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(port -> port.getProtocol() == null)
        .forEach(port -> port.setProtocol("TCP"));
    return whole;
  }

  /** The policy as text. */
  static String text(NetworkPolicySpec spec) {
    return Plain.json(spec);
  }

  static Value.Fields fields(Optional<NetworkPolicy> live) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("exists", Value.of(live.isPresent()));
    fields.put("policy", Value.of(live.map(found -> text(found.getSpec())).orElse(NONE)));
    return new Value.Fields(fields);
  }

  /** The pods that it takes in, by name. */
  static List<String> pods(LabelSelector selector, String namespace, Surroundings around) {
    return around.pods(namespace).stream()
        .filter(pod -> Selectors.takes(selector, pod.getMetadata().getLabels()))
        .map(pod -> "pod " + pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** The plug-in that is known to enforce policies, if one runs. */
  static Optional<String> enforcer(Surroundings around) {
    return around.all(DaemonSet.class, "").stream()
        .map(set -> set.getMetadata().getName())
        .filter(name -> ENFORCERS.stream().anyMatch(name::startsWith))
        .sorted()
        .findFirst();
  }
}
