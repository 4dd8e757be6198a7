package dev.agentsafe.core.anchor;

import dev.agentsafe.core.ship.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Keeps copies of checkpoints in a bucket that locks them, named by log and size. */
final class LockedCopy implements Anchor {
  private static final int HASH_SHOWN = 16;

  private final AnchorSettings.Bucket settings;
  private final ObjectStore store;
  private final Clock clock;

  LockedCopy(AnchorSettings.Bucket settings, ObjectStore store, Clock clock) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Kind kind() {
    return Kind.COPY;
  }

  @Override
  public Outcome obtain(SignedCheckpoint checkpoint) {
    var bytes = checkpoint.bytes();
    var name = name(checkpoint);
    var now = clock.instant();
    var until = now.plus(Duration.ofDays(settings.retentionDays())).truncatedTo(ChronoUnit.SECONDS);
    return switch (store.keep(name, bytes, new ObjectStore.Lock(settings.mode(), until))) {
      case ObjectStore.Kept.Failed(var why) -> new Outcome.Failed(why);
      case ObjectStore.Kept.Held(var version, var lock) -> {
        var receipt =
            new LockReceipt(
                new LockReceipt.Place(settings.bucket(), name, version),
                lock,
                HexFormat.of().formatHex(TimestampCheck.imprint(bytes)),
                now);
        yield new Outcome.Obtained(new Receipt(receipt.bytes(), now));
      }
    };
  }

  /** Two logs in one bucket, and two roots of one size, have names of their own. */
  private String name(SignedCheckpoint checkpoint) {
    var hash = HexFormat.of().formatHex(TimestampCheck.imprint(checkpoint.bytes()));
    var origin = checkpoint.checkpoint().origin();
    var log = origin.substring(origin.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    return "%s%s/%012d-%s.checkpoint"
        .formatted(settings.prefix(), log, checkpoint.size(), hash.substring(0, HASH_SHOWN));
  }

  @Override
  public void close() {
    store.close();
  }
}
