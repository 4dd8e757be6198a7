package dev.agentsafe.core.ship;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes one shipper along the journal: read, note what is sent, deliver, note that it arrived.
 *
 * <p>Used by one thread at a time. What is sent is noted before it is sent, so that after a crash
 * the very same parcel is sent again and its key tells the receiver.
 */
final class Carrier implements Rounds.Errand {
  private final Config config;
  private final Tail tail;
  private final Path file;
  private final LockFile lock;
  private final Turn turn = new Turn();
  private Cursor cursor;
  private Cursor written;
  private boolean quiet;

  /**
   * What it works with.
   *
   * @param durable how many lines of the log will not be lost any more
   * @param folder where cursors are kept
   */
  record Config(Named shipper, Path log, LongSupplier durable, Path folder, Clock clock) {}

  /**
   * A shipper and what it is called.
   *
   * @param fromNow whether one that has never shipped leaves out what is there
   */
  record Named(String name, Shipper shipper, boolean fromNow) {}

  private Carrier(Config config, LockFile lock) {
    this.config = config;
    this.lock = lock;
    this.tail = new Tail(config.log());
    this.file = Cursor.file(config.folder(), config.shipper().name());
    this.cursor = Cursor.read(file).orElseGet(this::beginning);
    this.written = cursor;
  }

  /** Takes the shipper's cursor for this process; empty text: it is ours, else who has it. */
  static Opened open(Config config) {
    try {
      return switch (LockFile.acquire(
          Cursor.file(config.folder(), config.shipper().name()), "shipping")) {
        case LockFile.Outcome.Taken(var holder) -> new Opened.Taken(holder);
        case LockFile.Outcome.Held(var lock) -> held(config, lock);
      };
    } catch (IOException e) {
      throw new CoreException(
          "`%s` cannot be used for shipping: %s".formatted(config.folder(), e.getMessage()), e);
    }
  }

  private static Opened held(Config config, LockFile lock) throws IOException {
    try {
      return new Opened.Ours(new Carrier(config, lock));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** What came of opening. */
  sealed interface Opened {
    /** It is ours. */
    record Ours(Carrier carrier) implements Opened {}

    /** Another process ships. */
    record Taken(String holder) implements Opened {}
  }

  private Cursor beginning() {
    if (!config.shipper().fromNow()) {
      return Cursor.at(Cursor.Place.START);
    }
    var now = place(config.durable().getAsLong());
    // Durable: what comes after this moment must not be passed over by a second beginning.
    var begun = Cursor.at(now);
    begun.write(file);
    return begun;
  }

  /** Goes on from that line, counted from 0, whatever was shipped before. */
  void restart(long from) {
    cursor = Cursor.at(place(from));
    write();
  }

  private Cursor.Place place(long lines) {
    try {
      return tail.place(lines)
          .orElseThrow(() ->
              new CoreException("`%s` holds fewer than %d lines".formatted(config.log(), lines)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private CoreException unreadable(IOException e) {
    return new CoreException("`%s` cannot be read: %s".formatted(config.log(), e.getMessage()), e);
  }

  /** Delivers the next parcel, if there is one. */
  @Override
  public Rounds.Step step() throws InterruptedException {
    var end =
        cursor.sending() > cursor.place().next() ? cursor.sending() : config.durable().getAsLong();
    return switch (read(end)) {
      case Tail.Read.Foreign(var why) -> failed(why);
      case Tail.Read.Lines(var parcel, var after) ->
          parcel.isPresent() ? deliver(parcel.get(), after) : passed(after);
    };
  }

  private Tail.Read read(long end) {
    var shipper = config.shipper().shipper();
    try {
      return tail.read(cursor.place(), end, shipper.most(), shipper::wants);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Rounds.Step passed(Cursor.Place after) {
    if (after.next() == cursor.place().next()) {
      if (quiet && !cursor.equals(written)) {
        write();
      }
      quiet = true;
      return new Rounds.Step.Level();
    }
    // Written once it is quiet: passing over them again costs nothing.
    quiet = false;
    cursor = new Cursor(after, after.next(), cursor.news());
    return new Rounds.Step.Moved();
  }

  private Rounds.Step deliver(Parcel parcel, Cursor.Place after) throws InterruptedException {
    if (cursor.sending() != after.next()) {
      cursor = cursor.sending(after.next());
      write();
    }
    return switch (handOver(parcel)) {
      case Shipper.Delivery.Failed(var why) -> failed(why);
      case Shipper.Delivery.Arrived arrived -> {
        var now = Optional.of(config.clock().instant().toString());
        cursor = new Cursor(after, after.next(), new Cursor.News(now, Optional.empty()));
        write();
        yield new Rounds.Step.Moved();
      }
    };
  }

  /** Only a delivery is ever interrupted. */
  private Shipper.Delivery handOver(Parcel parcel) throws InterruptedException {
    return turn.take(() -> config.shipper().shipper().deliver(parcel));
  }

  @Override
  public String name() {
    return config.shipper().name();
  }

  @Override
  public void giveUp() {
    turn.giveUp();
  }

  private void write() {
    cursor.write(file);
    written = cursor;
  }

  private Rounds.Step failed(String why) {
    if (!cursor.news().problem().equals(Optional.of(why))) {
      cursor = cursor.failed(why);
      write();
    }
    return new Rounds.Step.Failed(why);
  }

  /** How many lines have arrived or were passed over. */
  long shipped() {
    return cursor.place().next();
  }

  @Override
  public void close() {
    try (lock) {
      config.shipper().shipper().close();
    } catch (IOException e) {
      throw new CoreException("`%s` cannot be released: %s".formatted(file, e.getMessage()), e);
    }
  }
}
