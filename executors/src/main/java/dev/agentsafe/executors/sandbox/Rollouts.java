package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a replica set for each pod template that a deployment ever had, numbered by revision, and
 * moves its pods to the newest; a step counts as a second of its progress deadline.
 */
final class Rollouts implements Controller {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String HASH = "pod-template-hash";

  private final Objects objects;
  private final Map<String, Progress> progress = new HashMap<>();

  /** How far a deployment was when it last moved, and how many steps ago that is. */
  private record Progress(List<Long> counts, int steps) {}

  Rollouts(Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean step(int pace) {
    var sets = objects.all(ReplicaSet.class);
    boolean waits = false;
    for (var live : objects.all(Deployment.class)) {
      if (!live.isMarkedForDeletion()) {
        var own = sets.stream().filter(s -> Pods.ownedBy(s, live)).toList();
        waits |= advance(live, own, pace);
      }
    }
    return waits;
  }

  private boolean advance(Deployment live, List<ReplicaSet> own, int pace) {
    var hash = hash(live.getSpec().getTemplate());
    var newest =
        own.stream()
            .filter(s -> hash.equals(Pods.orEmpty(s.getMetadata().getLabels()).get(HASH)))
            .findFirst();
    boolean paused = Boolean.TRUE.equals(live.getSpec().getPaused());
    if (newest.isEmpty() && !paused) {
      objects.create(set(live, hash, revision(own) + 1));
      mark(live, revision(own) + 1);
      return true;
    }
    if (newest.isPresent() && revision(newest.get()) < revision(own)) {
      objects.set(newest.get(), pointer(), String.valueOf(revision(own) + 1));
      mark(live, revision(own) + 1);
    } else {
      newest.ifPresent(s -> mark(live, revision(s)));
    }
    if (paused) {
      current(own).ifPresent(s -> scale(s, wanted(live)));
    } else {
      roll(live, newest.orElseThrow(), own, pace);
    }
    return tell(live, newest, own);
  }

  /** The one that pods were last moved to. */
  private static Optional<ReplicaSet> current(List<ReplicaSet> own) {
    return own.stream().max(Comparator.comparingLong(Rollouts::revision));
  }

  private static boolean same(ReplicaSet one, ReplicaSet other) {
    return one.getMetadata().getName().equals(other.getMetadata().getName());
  }

  private void roll(Deployment live, ReplicaSet newest, List<ReplicaSet> own, int pace) {
    var older = own.stream().filter(s -> !same(s, newest) && specified(s) > 0).toList();
    int wanted = wanted(live);
    if (older.isEmpty()) {
      scale(newest, wanted);
      return;
    }
    var strategy = live.getSpec().getStrategy();
    if (strategy != null && "Recreate".equals(strategy.getType())) {
      older.forEach(s -> scale(s, 0));
      return;
    }
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    int surge = share(rolling == null ? null : rolling.getMaxSurge(), wanted, true);
    int away = share(rolling == null ? null : rolling.getMaxUnavailable(), wanted, false);
    if (surge + away == 0) {
      away = 1;
    }
    int total = own.stream().mapToInt(Rollouts::specified).sum();
    int more = Math.min(wanted - specified(newest), wanted + surge - total);
    if (more > 0 || specified(newest) > wanted) {
      scale(newest, specified(newest) + Math.min(more, pace));
    }
    int ready = own.stream().mapToInt(Rollouts::ready).sum();
    int spare = Math.min(ready - (wanted - away), pace);
    for (var set : older) {
      // Pods that are not ready serve nobody: they go first and cost nothing.
      int idle = specified(set) - ready(set);
      int less = Math.min(specified(set), idle + Math.max(0, spare));
      spare -= Math.max(0, less - idle);
      scale(set, specified(set) - less);
    }
  }

  private static int share(@Nullable IntOrString value, int of, boolean up) {
    var share = value == null ? new IntOrString("25%") : value;
    if (share.getIntVal() != null) {
      return share.getIntVal();
    }
    var percent = Integer.parseInt(share.getStrVal().replace("%", "")) * of;
    return up ? Math.ceilDiv(percent, 100) : percent / 100;
  }

  private void scale(ReplicaSet set, int to) {
    if (specified(set) != to) {
      objects.set(set, "/spec/replicas", to);
    }
  }

  private void mark(Deployment live, long revision) {
    var now = Pods.orEmpty(live.getMetadata().getAnnotations()).get(REVISION);
    if (!String.valueOf(revision).equals(now)) {
      objects.set(live, pointer(), String.valueOf(revision));
    }
  }

  private static String pointer() {
    return "/metadata/annotations/" + REVISION.replace("/", "~1");
  }

  private static ReplicaSet set(Deployment live, String hash, long revision) {
    var name = live.getMetadata().getName() + "-" + hash;
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(live.getMetadata().getNamespace())
        .withLabels(Pods.orEmpty(labels(live.getSpec().getTemplate())))
        .addToLabels(HASH, hash)
        .addToAnnotations(REVISION, String.valueOf(revision))
        .withOwnerReferences(Pods.reference(live))
        .endMetadata()
        .withNewSpec()
        .withReplicas(revision == 1 ? wanted(live) : 0)
        .withSelector(live.getSpec().getSelector())
        .editOrNewSelector()
        .addToMatchLabels(HASH, hash)
        .endSelector()
        .withTemplate(live.getSpec().getTemplate())
        .editOrNewTemplate()
        .editOrNewMetadata()
        .addToLabels(HASH, hash)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static @Nullable Map<String, String> labels(PodTemplateSpec template) {
    return template.getMetadata() == null ? null : template.getMetadata().getLabels();
  }

  private static String hash(PodTemplateSpec template) {
    var text = Serialization.asJson(template);
    return String.format("%08x", text.hashCode());
  }

  private static long revision(List<ReplicaSet> own) {
    return own.stream().mapToLong(Rollouts::revision).max().orElse(0);
  }

  private static long revision(ReplicaSet set) {
    var text = Pods.orEmpty(set.getMetadata().getAnnotations()).get(REVISION);
    return text == null ? 0 : Long.parseLong(text);
  }

  private static int wanted(Deployment live) {
    return Pods.number(live.getSpec().getReplicas(), 1);
  }

  private static int specified(ReplicaSet set) {
    return Pods.number(set.getSpec().getReplicas(), 1);
  }

  private static int ready(ReplicaSet set) {
    return set.getStatus() == null ? 0 : Pods.number(set.getStatus().getReadyReplicas(), 0);
  }

  private static int present(ReplicaSet set) {
    return set.getStatus() == null ? 0 : Pods.number(set.getStatus().getReplicas(), 0);
  }

  private boolean tell(Deployment live, Optional<ReplicaSet> newest, List<ReplicaSet> own) {
    int pods = own.stream().mapToInt(Rollouts::present).sum();
    int ready = own.stream().mapToInt(Rollouts::ready).sum();
    int updated = newest.map(Rollouts::present).orElse(0);
    int wanted = wanted(live);
    boolean complete = updated == wanted && pods == wanted && ready == wanted;
    long fresh = newest.map(Rollouts::ready).orElse(0);
    var counts =
        List.of(
            live.getMetadata().getGeneration(), (long) pods, (long) updated, (long) ready, fresh);
    var uid = live.getMetadata().getUid();
    var last = progress.get(uid);
    int steps = last != null && last.counts().equals(counts) ? last.steps() + 1 : 0;
    progress.put(uid, new Progress(counts, steps));
    boolean paused = Boolean.TRUE.equals(live.getSpec().getPaused());
    int patience = Pods.number(live.getSpec().getProgressDeadlineSeconds(), 600);
    boolean late = !complete && !paused && steps > patience;
    var name = newest.map(s -> s.getMetadata().getName()).orElse("");
    DeploymentStatus status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(live.getMetadata().getGeneration())
            .withReplicas(pods)
            .withUpdatedReplicas(updated)
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .withUnavailableReplicas(Math.max(0, wanted - ready))
            .addNewCondition()
            .withType("Progressing")
            .withStatus(late ? "False" : "True")
            .withReason(
                late
                    ? "ProgressDeadlineExceeded"
                    : complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated")
            .withMessage(
                "ReplicaSet \"%s\" %s."
                    .formatted(
                        name,
                        late
                            ? "has timed out progressing"
                            : complete ? "has successfully progressed" : "is progressing"))
            .endCondition()
            .build();
    if (!status.equals(live.getStatus())) {
      objects.report(live, status);
    }
    return !complete && !paused && !late;
  }
}
