package dev.agentsafe.executors.sandbox;

import java.time.Duration;
import java.util.List;

/** Carries what is in a sandbox forward, one step at a time, on a thread of its own. */
final class Controllers implements AutoCloseable {
  /** More steps than any beginning takes. */
  private static final int BEGINNING = 20;

  private final Objects objects;
  private final Duration step;
  private final Thread thread;
  private final List<Controller> controllers;
  private long seen = -1;
  private boolean waiting;

  Controllers(Objects objects, Duration step) {
    this.objects = objects;
    this.step = step;
    this.controllers =
        List.of(
            new Namespaces(objects),
            new Orphans(objects),
            new Autoscalers(objects),
            new Kubelet(objects),
            new Rollouts(objects),
            new ReplicaSets(objects),
            new Budgets(objects));
    this.thread = Thread.ofVirtual().name("sandbox controllers").unstarted(this::loop);
  }

  /** Brings what is there to rest at once, then goes on step by step. */
  void start() {
    for (int i = 0; i < BEGINNING && moved(); i++) {
      pass(Integer.MAX_VALUE);
    }
    thread.start();
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      if (waiting || moved()) {
        pass(1);
      }
      try {
        Thread.sleep(step);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean moved() {
    return objects.writes() != seen;
  }

  private void pass(int pace) {
    long before = objects.writes();
    boolean waits = false;
    for (var controller : controllers) {
      waits |= controller.step(pace);
    }
    waiting = waits;
    // What the controllers wrote themselves they look at once more.
    seen = before;
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
