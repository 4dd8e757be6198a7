package dev.agentsafe.executors.order;

import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Effected;
import dev.agentsafe.executors.ExecutorException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks at a thing until an effect holds.
 *
 * @param what the thing, for people
 * @param sofar what is known before the first look, as the beginning of a sentence for people
 * @param <T> what is seen of it
 */
public record Awaiting<T>(String what, String sofar, Deadline deadline) {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /**
   * Looks with growing pauses until it holds, cannot hold, or the deadline passes.
   *
   * @param look at the thing, which may be gone; one that throws is tried again
   * @param output of what holds
   */
  public Effected until(
      Supplier<Optional<T>> look,
      Function<Optional<T>, Standing> judge,
      Function<Optional<T>, Value> output,
      Consumer<String> progress) {
    var pause = SHORTEST;
    var last = "nothing was seen of it";
    while (true) {
      try {
        var live = look.get();
        switch (judge.apply(live)) {
          case Standing.Holds(var words) -> {
            progress.accept(what + ": " + words);
            return new Effected.Done(output.apply(live));
          }
          case Standing.Broken(var words) -> {
            return new Effected.InDoubt(sofar + ", but " + words + ".");
          }
          case Standing.Moving(var words) -> {
            if (!words.equals(last)) {
              progress.accept(what + ": " + words);
            }
            last = words;
          }
        }
      } catch (ExecutorException e) {
        last = String.valueOf(e.getMessage());
        progress.accept(last);
      }
      if (!sleep(deadline.left(pause)) || deadline.isOver()) {
        return new Effected.InDoubt(
            sofar + ", but it did not hold before the deadline: " + last + ".");
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
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
