package dev.agentsafe.executors.sandbox;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries the deployments of a sandbox forward, one pod a step, on a thread of its own. */
final class Controllers implements AutoCloseable {
  private final Objects objects;
  private final Duration step;
  private final Thread thread;

  /** The pod template that each deployment's pods were last made from. */
  private final Map<String, String> templates = new HashMap<>();

  Controllers(Objects objects, Duration step) {
    this.objects = objects;
    this.step = step;
    this.thread = Thread.ofVirtual().name("sandbox controllers").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      objects.all(Deployment.class).forEach(this::advance);
      try {
        Thread.sleep(step);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void advance(Deployment live) {
    var status = live.getStatus() == null ? new DeploymentStatus() : live.getStatus();
    var replicas = live.getSpec().getReplicas();
    int wanted = replicas == null ? 1 : replicas;
    int pods = toward(wanted, number(status.getReplicas()));
    var template = Serialization.asJson(live.getSpec().getTemplate());
    var before = templates.putIfAbsent(live.getMetadata().getUid(), template);
    boolean paused = Boolean.TRUE.equals(live.getSpec().getPaused());
    boolean rolls = before != null && !before.equals(template) && !paused;
    int updated = rolls ? 0 : Math.min(pods, number(status.getUpdatedReplicas()) + 1);
    if (rolls) {
      templates.put(live.getMetadata().getUid(), template);
    }
    int available =
        updated < pods && pods > 1
            ? pods - 1
            : Math.min(pods, number(status.getAvailableReplicas()) + 1);
    var next = new LinkedHashMap<String, Object>();
    next.put("observedGeneration", live.getMetadata().getGeneration());
    next.put("replicas", pods);
    next.put("updatedReplicas", updated);
    next.put("readyReplicas", available);
    next.put("availableReplicas", available);
    if (!next.equals(told(status))) {
      objects.report(live, next);
    }
  }

  private static Map<String, Object> told(DeploymentStatus status) {
    var told = new LinkedHashMap<String, Object>();
    told.put("observedGeneration", status.getObservedGeneration());
    told.put("replicas", status.getReplicas());
    told.put("updatedReplicas", status.getUpdatedReplicas());
    told.put("readyReplicas", status.getReadyReplicas());
    told.put("availableReplicas", status.getAvailableReplicas());
    return told;
  }

  private static int toward(int wanted, int now) {
    return now + Integer.signum(wanted - now);
  }

  private static int number(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
