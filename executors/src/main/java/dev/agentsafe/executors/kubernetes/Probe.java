package dev.agentsafe.executors.kubernetes;

import java.time.Duration;

/** What a first connection to a port of a pod found. */
sealed interface Probe {
  /** The pod said something. */
  record Answered() implements Probe {}

  /** Nobody refused it within the time given; many servers wait for their caller to speak first. */
  record NotRefused() implements Probe {}

  /** It was refused. */
  record Refused(String why) implements Probe {}

  /** It could not be tried. */
  record Untried(String why) implements Probe {}

  /** Opens a connection, says nothing, and looks what comes. */
  static Probe of(Line line, int port, Duration patience) throws InterruptedException {
    var hello = new Passage.Hello();
    long end = System.nanoTime() + patience.toNanos();
    try (var channels = line.to(port)) {
      while (true) {
        var left = Duration.ofNanos(end - System.nanoTime());
        var next = channels.next(Math.max(1, left.toMillis()));
        if (next.isEmpty()) {
          return channels.ended().<Probe>map(Refused::new).orElseGet(NotRefused::new);
        }
        var said = next.flatMap(hello::without);
        if (said.isPresent()) {
          return said.get().channel() == 0 ? new Answered() : new Refused(said.get().text());
        }
      }
    } catch (Failure failure) {
      return failure.kind() == Failure.Kind.REFUSED
          ? new Refused(failure.words())
          : new Untried(failure.words());
    }
  }
}
