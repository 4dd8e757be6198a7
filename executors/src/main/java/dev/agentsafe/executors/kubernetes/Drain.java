package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.executors.ExecutorException;
import dev.agentsafe.executors.order.Deadline;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The evictions of one drain; used once, by one thread. */
final class Drain {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Errand.Site site;
  private final boolean closedBefore;
  private final Deadline deadline;
  private final Consumer<String> progress;

  /** Pods that an eviction was begun for, by uid. */
  private final Map<String, String> begun = new LinkedHashMap<>();

  /** Why pods could not go when that was last asked, by uid. */
  private final Map<String, String> held = new LinkedHashMap<>();

  private final Set<String> told = new LinkedHashSet<>();
  private Optional<String> last = Optional.empty();

  /** What was left to move when that was last read. */
  private Optional<List<Pod>> seen = Optional.empty();

  /**
   * A drain of a node that takes no new pods any more.
   *
   * @param closedBefore whether it took none before either, so that nothing was changed yet
   * @param timeout how long it may take; what is left of the order bounds it too
   */
  Drain(
      Errand.Site site,
      boolean closedBefore,
      Optional<Duration> timeout,
      Consumer<String> progress) {
    this.site = site;
    this.closedBefore = closedBefore;
    // The last tenth is for the look that tells what is left.
    var left = site.cluster().deadline().left().multipliedBy(9).dividedBy(10);
    this.deadline = Deadline.in(timeout.filter(t -> t.compareTo(left) < 0).orElse(left));
    this.progress = progress;
  }

  /**
   * Why a drain goes no further.
   *
   * @param lost whether the last eviction may be on its way
   */
  private record Stop(String why, boolean lost) {
    static Stop at(String why) {
      return new Stop(why, false);
    }
  }

  /** Asks until nothing is left to move, or the time is over. */
  Effected run() {
    var pause = SHORTEST;
    while (true) {
      try {
        var workload = Workload.of(site.cluster().podsOn(site.asked().place().name()));
        var left = workload.movable();
        seen = Optional.of(left);
        if (left.isEmpty()) {
          return done(workload);
        }
        var stopped = evict(left);
        if (stopped.isPresent()) {
          return partly(stopped.get());
        }
        say(left);
      } catch (ExecutorException e) {
        // The node is closed and pods may be on their way: what is not known is said, not guessed.
        say(String.valueOf(e.getMessage()));
      }
      if (deadline.isOver()) {
        return partly(Stop.at("the time was over"));
      }
      if (!sleep(deadline.left(pause))) {
        return partly(Stop.at("it was stopped"));
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
  }

  /** Asks for each pod that is not on its way yet; says why the drain cannot go on. */
  private Optional<Stop> evict(List<Pod> left) {
    for (var pod : left) {
      var uid = pod.getMetadata().getUid();
      if (begun.containsKey(uid) || Pods.ending(pod)) {
        continue;
      }
      if (deadline.isOver()) {
        return Optional.of(Stop.at("the time was over"));
      }
      var answer = site.cluster().evict(pod, false);
      switch (answer) {
        case Evicted.Begun b -> {
          begun.put(uid, Pods.name(pod));
          held.remove(uid);
          say("Evicting `" + Pods.name(pod) + "`");
        }
        case Evicted.Gone gone -> held.remove(uid);
        case Evicted.Held(var why) -> {
          held.put(uid, why);
          if (told.add(uid + why)) {
            say("`" + Pods.name(pod) + "` cannot go yet: " + why);
          }
        }
        case Evicted.Refused(var why) -> {
          return Optional.of(
              Stop.at("the eviction of `" + Pods.name(pod) + "` was refused: " + why));
        }
        case Evicted.Lost(var why) -> {
          // It may be on its way and must not be sent twice: what is there now is told below.
          return Optional.of(
              new Stop("the eviction of `" + Pods.name(pod) + "` was sent and " + why, true));
        }
      }
    }
    return Optional.empty();
  }

  private void say(List<Pod> left) {
    say(
        Words.pods(left.size())
            + " left, "
            + begun.size()
            + " evicted"
            + (held.isEmpty() ? "" : ", " + held.size() + " held back"));
  }

  private void say(String line) {
    if (!last.equals(Optional.of(line))) {
      progress.accept(line);
      last = Optional.of(line);
    }
  }

  private Effected done(Workload workload) {
    progress.accept(
        site.asked().place() + ": no pod is left to move, " + begun.size() + " evicted");
    return new Effected.Done(
        Value.EMPTY
            .with("evicted", Value.texts(List.copyOf(begun.values())))
            .with("skipped", Value.texts(workload.skipped()))
            .with("left", Value.texts(List.of())));
  }

  private Effected partly(Stop stop) {
    // Whoever stops it wants to know what is left, which takes one more look.
    boolean stopped = Thread.interrupted();
    try {
      return told(stop);
    } finally {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Effected told(Stop stop) {
    var when = "Left on it: ";
    try {
      seen = Optional.of(Workload.of(site.cluster().podsOn(site.asked().place().name())).movable());
    } catch (ExecutorException e) {
      progress.accept(String.valueOf(e.getMessage()));
      when = "Left on it when it was last seen: ";
    }
    var left = seen.map(this::listed).map(when::concat).orElse("What is left on it is not known");
    if (closedBefore && begun.isEmpty() && !stop.lost()) {
      return new Effected.NotDone(
          site.asked().place()
              + " took no new pods before either, and none of it went: "
              + stop.why()
              + ". "
              + left
              + ".");
    }
    return new Effected.InDoubt(
        site.asked().place()
            + " takes no new pods and "
            + Words.pods(begun.size())
            + " of it went or are going, but "
            + stop.why()
            + ". "
            + left
            + ". To undo what happened, let it take new pods again.");
  }

  private String listed(List<Pod> left) {
    return left.isEmpty() ? "nothing" : String.join("; ", left.stream().map(this::words).toList());
  }

  private String words(Pod pod) {
    var why = held.get(pod.getMetadata().getUid());
    return "`"
        + Pods.name(pod)
        + "`"
        + (why != null ? " (" + why + ")" : Pods.ending(pod) ? " (still ending)" : "");
  }

  private static boolean sleep(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
