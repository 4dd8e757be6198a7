package dev.agentsafe.app.policy;

import dev.agentsafe.app.work.Work;
import java.time.Duration;
import java.util.Optional;

/** Looks at the disk every two seconds while somebody is there to see it; FX thread only. */
final class Watch {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Work work;
  private final Runnable look;
  private Optional<Runnable> end = Optional.empty();

  /** Rests. */
  Watch(Work work, Runnable look) {
    this.work = work;
    this.look = look;
  }

  /** Somebody is there: looks at once, and from now on again and again. */
  void show() {
    if (end.isEmpty()) {
      end = Optional.of(work.every(PERIOD, look));
    }
    look.run();
  }

  /** Nobody is there any more. */
  void hide() {
    end.ifPresent(Runnable::run);
    end = Optional.empty();
  }

  /** Whether somebody is there. */
  boolean isOn() {
    return end.isPresent();
  }
}
