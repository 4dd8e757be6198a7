package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.executors.order.Standing;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a deployment says about itself. */
final class Deployments {
  private Deployments() {}

  static long replicas(Deployment live) {
    var replicas = live.getSpec().getReplicas();
    return replicas == null ? 1 : replicas;
  }

  static boolean paused(Deployment live) {
    return Boolean.TRUE.equals(live.getSpec().getPaused());
  }

  /** Containers in order; their index is that of the file. */
  static List<Container> containers(Deployment live) {
    return live.getSpec().getTemplate().getSpec().getContainers();
  }

  static Optional<String> image(Deployment live, String container) {
    return containers(live).stream()
        .filter(c -> c.getName().equals(container))
        .findFirst()
        .map(Container::getImage);
  }

  /** Every field that a deployment can tell; those of one container only where it is named. */
  static Value.Fields fields(Deployment live, Optional<String> container) {
    var status = status(live);
    var fields = new LinkedHashMap<String, Value>();
    fields.put("replicas", Value.of(replicas(live)));
    fields.put("available_replicas", Value.of(count(status.getAvailableReplicas())));
    fields.put("ready_replicas", Value.of(count(status.getReadyReplicas())));
    fields.put("updated_replicas", Value.of(count(status.getUpdatedReplicas())));
    fields.put("generation", Value.of(count(live.getMetadata().getGeneration())));
    fields.put("observed_generation", Value.of(count(status.getObservedGeneration())));
    fields.put("paused", Value.of(paused(live)));
    container
        .flatMap(name -> image(live, name))
        .ifPresent(image -> {
          fields.put("image", Value.of(image));
          fields.put("current_image", Value.of(image));
        });
    var images = new LinkedHashMap<String, Value>();
    containers(live)
        .forEach(c -> images.put(c.getName(), Value.ofOptional(Optional.ofNullable(c.getImage()))));
    fields.put("images", new Value.Fields(images));
    Revisions.number(live).ifPresent(revision -> fields.put("revision", Value.of(revision)));
    fields.put(
        "template_digest", Value.of(Plain.digest(Revisions.bare(live.getSpec().getTemplate()))));
    var template = live.getSpec().getTemplate().getMetadata();
    if (template != null) {
      annotation(template.getAnnotations(), RestartDeployment.RESTARTED_AT)
          .ifPresent(at -> fields.put("restarted_at", Value.of(at)));
    }
    return new Value.Fields(fields);
  }

  private static Optional<String> annotation(@Nullable Map<String, String> all, String name) {
    return all == null ? Optional.empty() : Optional.ofNullable(all.get(name));
  }

  /** The deployment once its roll-out is over. */
  static Deployment settled(Deployment changed) {
    int replicas = Math.toIntExact(replicas(changed));
    return new DeploymentBuilder(changed)
        .editOrNewStatus()
        .withObservedGeneration(changed.getMetadata().getGeneration())
        .withReplicas(replicas)
        .withUpdatedReplicas(replicas)
        .withReadyReplicas(replicas)
        .withAvailableReplicas(replicas)
        .endStatus()
        .build();
  }

  /** How far its roll-out has come, told as {@code kubectl rollout status} does. */
  static Standing rollout(Deployment live) {
    var status = status(live);
    long wanted = replicas(live);
    long updated = count(status.getUpdatedReplicas());
    long all = count(status.getReplicas());
    long available = count(status.getAvailableReplicas());
    if (count(status.getObservedGeneration()) < count(live.getMetadata().getGeneration())) {
      return new Standing.Moving("the cluster has not taken up the change yet");
    }
    var stuck = stuck(status);
    if (stuck.isPresent()) {
      return new Standing.Broken("the roll-out is stuck: " + stuck.get());
    }
    if (updated < wanted) {
      return new Standing.Moving(updated + " of " + Words.pods(wanted) + " updated");
    }
    long kept = Math.min(updated, wanted);
    if (all > kept) {
      return new Standing.Moving(Words.pods(all - kept) + " of before still ending");
    }
    if (available < updated) {
      return new Standing.Moving(available + " of " + Words.pods(updated) + " available");
    }
    return new Standing.Holds(available + " of " + Words.pods(wanted) + " available");
  }

  private static Optional<String> stuck(DeploymentStatus status) {
    return status.getConditions() == null
        ? Optional.empty()
        : status.getConditions().stream()
            .filter(c -> "Progressing".equals(c.getType()))
            .filter(c -> "ProgressDeadlineExceeded".equals(c.getReason()))
            .map(c -> c.getMessage() == null ? "its progress deadline has passed" : c.getMessage())
            .findFirst();
  }

  private static DeploymentStatus status(Deployment live) {
    return live.getStatus() == null ? new DeploymentStatus() : live.getStatus();
  }

  private static long count(@Nullable Number number) {
    return number == null ? 0 : number.longValue();
  }
}
