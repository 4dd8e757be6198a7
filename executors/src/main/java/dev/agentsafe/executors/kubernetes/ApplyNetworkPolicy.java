package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.core.state.PrecheckResult;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Puts a network policy in place, another in the place of one, or none. */
final class ApplyNetworkPolicy implements Procedure<NetworkPolicy> {
  private static final String SELECTOR = "pod_selector";
  private static final String POLICY = "policy";

  @Override
  public Manual manual() {
    return new Manual(
        Map.of(
            "policy_name",
            Grammar.SUBDOMAIN.words(),
            SELECTOR,
            "labels with their values, such as `app=web,tier=front`",
            POLICY,
            "the specification of a network policy as JSON, or `none`; it takes the place of"
                + " `pod_selector`. Where it is left out, nothing may connect to the selected"
                + " pods but what other policies let in"),
        Prechecks.CHECKS,
        Courses.patched(
            "the pods that the policy takes in, and those that the one before did",
            "the whole specification; the policy is made where there is none, and deleted for"
                + " `none`",
            "the policy as asked for"),
        new Manual.Undoing.Inverse("the policy of before, or none where there was none"));
  }

  @Override
  public Kind kind() {
    return Kind.NETWORK_POLICY;
  }

  @Override
  public Class<NetworkPolicy> type() {
    return NetworkPolicy.class;
  }

  @Override
  public Optional<String> objection(Value.Fields params) {
    var selector = params.text(SELECTOR);
    if (selector.isEmpty() || NetworkPolicies.labels(selector.get()).isEmpty()) {
      return Optional.of(
          "Parameter `pod_selector`: `"
              + selector.orElse("")
              + "` is not allowed; use labels with their values, such as `app=web,tier=front`.");
    }
    var policy = params.text(POLICY);
    return policy.isEmpty()
            || policy.get().equals(NetworkPolicies.NONE)
            || NetworkPolicies.read(policy.get()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "Parameter `policy` is not the specification of a network policy as JSON; give one"
                + " with a `podSelector`, or `none`.");
  }

  /** What there is to be; empty: none. */
  private static Optional<NetworkPolicySpec> wanted(Value.Fields params) {
    var policy = params.text(POLICY);
    if (policy.isEmpty()) {
      return params.text(SELECTOR).flatMap(NetworkPolicies::labels).map(NetworkPolicies::closed);
    }
    return policy.get().equals(NetworkPolicies.NONE)
        ? Optional.empty()
        : NetworkPolicies.read(policy.get());
  }

  @Override
  public Value.Fields fields(NetworkPolicy live, Value.Fields params) {
    return NetworkPolicies.fields(Optional.of(live));
  }

  @Override
  public Value.Fields fieldsOfNone(Value.Fields params) {
    return NetworkPolicies.fields(Optional.empty());
  }

  @Override
  public Change change(NetworkPolicy live, Asked asked) {
    var wanted = wanted(asked.params());
    if (wanted.isEmpty()) {
      return new Change.Deleted(OptionalLong.empty(), "Deleting the policy");
    }
    return isSame(live.getSpec(), wanted.get())
        ? new Change.None("It already is so.")
        : new Change.Made(
            Edit.of(live).set("/spec", wanted.get()).imprinted(imprint(wanted.get())),
            "Putting another policy in its place");
  }

  @Override
  public Optional<Change> changeOfNone(Asked asked) {
    return Optional.of(
        wanted(asked.params())
            .<Change>map(
                spec -> new Change.Created(policy(asked.place(), spec), "Making the policy"))
            .orElseGet(() -> new Change.None("There is none.")));
  }

  private static NetworkPolicy policy(Place place, NetworkPolicySpec spec) {
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withName(place.name())
        .withNamespace(place.namespace())
        .addToAnnotations(Edit.IMPRINT, imprint(spec))
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private static boolean isSame(NetworkPolicySpec one, NetworkPolicySpec other) {
    return imprint(one).equals(imprint(other));
  }

  private static String imprint(NetworkPolicySpec spec) {
    return Plain.digest(NetworkPolicies.completed(spec));
  }

  @Override
  public Optional<String> imprint(NetworkPolicy object) {
    return Optional.of(imprint(object.getSpec()));
  }

  @Override
  public Optional<PrecheckResult> check(String name, Optional<NetworkPolicy> live, Asked asked) {
    return switch (name) {
      case "cni-supports-netpol" ->
          Optional.of(
              NetworkPolicies.enforcer(asked.around())
                  .map(found -> Prechecks.pass(name, "`" + found + "` enforces policies"))
                  .orElseGet(() ->
                      Prechecks.warn(
                          name,
                          "no network plug-in is seen that is known to enforce policies; without"
                              + " one the policy does nothing")));
      case "affected-pods" -> {
        var pods = affected(live, asked);
        yield Optional.of(
            pods.isEmpty()
                ? Prechecks.warn(name, "no pod is taken in now; check the labels")
                : Prechecks.pass(name, String.join(", ", pods)));
      }
      default -> Optional.empty();
    };
  }

  /** Pods that the policy takes in, and those that it did before. */
  @Override
  public List<String> affected(Optional<NetworkPolicy> live, Asked asked) {
    return Stream.concat(live.map(NetworkPolicy::getSpec).stream(), wanted(asked.params()).stream())
        .flatMap(spec ->
            NetworkPolicies.pods(spec.getPodSelector(), asked.place().namespace(), asked.around())
                .stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<String> notes(Optional<NetworkPolicy> live, Asked asked) {
    if (asked.params().text(POLICY).isPresent()) {
      return List.of("`policy` decides which pods are taken in, not `pod_selector`.");
    }
    return List.of(
        "Nothing may connect to the selected pods afterwards but what other policies let in; what"
            + " they connect to is not limited.");
  }

  @Override
  public boolean same(NetworkPolicy one, NetworkPolicy other, Value.Fields params) {
    return isSame(one.getSpec(), other.getSpec());
  }

  @Override
  public Standing standing(NetworkPolicy live, NetworkPolicy taken, Asked asked) {
    if (wanted(asked.params()).isEmpty()) {
      return new Standing.Moving("it is ending");
    }
    return isSame(live.getSpec(), taken.getSpec())
        ? new Standing.Holds("the policy is in place")
        : new Standing.Broken("somebody else has put another policy in its place meanwhile");
  }

  @Override
  public Standing standingOfNone(Asked asked) {
    return wanted(asked.params()).isEmpty()
        ? new Standing.Holds("there is no such policy")
        : new Standing.Broken("it is gone since");
  }
}
