package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Ends pods as far as disruption budgets allow; thread-safe. */
final class Evictions {
  private final Objects objects;
  private final Budgets budgets;

  Evictions(Objects objects) {
    this.objects = objects;
    this.budgets = new Budgets(objects);
  }

  /**
   * What the API answers to an eviction.
   *
   * @param path of the pod
   * @param dry whether only to answer
   */
  synchronized Reply evict(String path, String body, boolean dry) {
    var live = objects.get(path);
    if (!live.good()) {
      return live;
    }
    var pod = Json.read(live.body(), Pod.class);
    var options = Json.read(body, Eviction.class).getDeleteOptions();
    var conflict = Preconditions.conflict(pod, options);
    if (conflict.isPresent()) {
      return conflict.get();
    }
    if (Pods.active(pod) && Pods.ready(pod)) {
      var taking = budgets.of(pod);
      if (taking.size() > 1) {
        return Reply.refusal(
            500,
            "InternalError",
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
      }
      for (var budget : taking) {
        if (budget.getStatus().getDisruptionsAllowed() <= 0) {
          return refused(budget);
        }
      }
    }
    if (!dry) {
      objects.retire(path);
    }
    return new Reply(
        201, Serialization.asJson(new StatusBuilder().withStatus("Success").withCode(201).build()));
  }

  private static Reply refused(PodDisruptionBudget budget) {
    var status = budget.getStatus();
    var said =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(429)
            .withReason("TooManyRequests")
            .withMessage("Cannot evict pod as it would violate the pod's disruption budget.")
            .withNewDetails()
            .addNewCause()
            .withReason("DisruptionBudget")
            .withMessage(
                "The disruption budget %s needs %d healthy pods and has %d currently"
                    .formatted(
                        budget.getMetadata().getName(),
                        status.getDesiredHealthy(),
                        status.getCurrentHealthy()))
            .endCause()
            .endDetails()
            .build();
    return new Reply(429, Serialization.asJson(said));
  }
}
