package dev.agentsafe.app.notify;

import dev.agentsafe.core.audit.JournalHealth;
import dev.agentsafe.core.ship.Rounds;
import dev.agentsafe.core.ship.Shipper.Delivery;
import dev.agentsafe.core.ship.Turn;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells people by one notifier when the journal cannot be written or sealed, and when it can again.
 *
 * <p>It goes past the journal, which cannot hold what it is about, and past the disk, which may be
 * full: what it has told is kept in memory. A process that starts anew with the same trouble tells
 * of it again.
 */
public final class Alarm implements Rounds.Errand {
  private final String name;
  private final Channel channel;
  private final Supplier<JournalHealth> health;
  private final Clock clock;
  private final Turn turn = new Turn();
  private Trouble told = Trouble.NONE;
  private Optional<Due> due = Optional.empty();

  /** What may be wrong. */
  enum Trouble {
    NONE,
    SEALING,
    WRITING;

    static Trouble of(JournalHealth health) {
      return health.blocked().isPresent()
          ? WRITING
          : health.sealFailure().isPresent() ? SEALING : NONE;
    }
  }

  /** A notice that is on its way; tried again it is the same one. */
  private record Due(Trouble trouble, Channel.Told told) {}

  Alarm(String name, Channel channel, Supplier<JournalHealth> health, Clock clock) {
    this.name = name;
    this.channel = channel;
    this.health = health;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name + " (journal)";
  }

  @Override
  public Rounds.Step step() throws InterruptedException {
    var now = health.get();
    var trouble = Trouble.of(now);
    if (trouble == told) {
      due = Optional.empty();
      return new Rounds.Step.Level();
    }
    var next = due.filter(d -> d.trouble() == trouble).orElseGet(() -> due(trouble, now));
    due = Optional.of(next);
    return switch (turn.take(() -> channel.tell(next.told()))) {
      case Delivery.Failed(var why) -> new Rounds.Step.Failed(why);
      case Delivery.Arrived arrived -> {
        told = trouble;
        due = Optional.empty();
        yield new Rounds.Step.Moved();
      }
    };
  }

  private Due due(Trouble trouble, JournalHealth now) {
    Instant at = clock.instant();
    return new Due(
        trouble,
        new Channel.Told(
            Notice.ofJournal(now, at), Optional.empty(), "journal-" + at.toEpochMilli()));
  }

  @Override
  public void giveUp() {
    turn.giveUp();
  }

  @Override
  public void close() {
    channel.close();
  }
}
