package dev.agentsafe.core.anchor;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.EgressSettings;
import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.Rounds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows checkpoints to others at intervals and keeps their receipts, each anchor on a thread of its
 * own; thread-safe. Neither sealing nor deciding ever waits for it.
 */
public final class Anchoring implements AutoCloseable {
  private static final String TARGET = "target";

  /** A time-stamp takes some kilobytes, a cosignature less. */
  private static final Egress.Limits LIMITS = new Egress.Limits(Duration.ofSeconds(30), 1 << 16);

  private final Rounds rounds;

  /**
   * Which log is anchored and how.
   *
   * @param seals where its checkpoints are
   * @param folder where anchors note how far they are
   */
  public record Source(SealFolder seals, Path folder, AnchorSettings settings, Clock clock) {}

  /**
   * How others are reached.
   *
   * @param stores opens buckets; absent where no client of a cloud is installed
   * @param retry the first wait after a failure
   */
  public record Ways(
      EgressSettings egress, Optional<ObjectStore.Provider> stores, Duration retry) {}

  private Anchoring(Source source, Ways ways, Consumer<AnchorNews> news) {
    var settings = source.settings();
    var receipts = new Receipts(source.seals());
    var shared =
        new AnchorErrand.Shared(
            new Targets(
                source.seals(),
                source.folder().resolve(TARGET),
                settings.pace().every(),
                source.clock()),
            receipts,
            source.folder(),
            new AnchorErrand.Timing(source.clock(), settings.pace().overdue()),
            news);
    var errands = new ArrayList<AnchorErrand>();
    for (var named : settings.with()) {
      try {
        errands.add(new AnchorErrand(opened(named, source, ways, shared)));
      } catch (IOException | CoreException e) {
        // It fails as one that does not answer: people see it and are told.
        errands.add(
            new AnchorErrand(
                config(
                    named,
                    new Unopened(named.kind(), String.valueOf(e.getMessage())),
                    shared,
                    (receipt, checkpoint, now) -> new Checked.Bad("it cannot be checked"))));
      }
    }
    rounds = Rounds.start(errands, ways.retry(), wake -> () -> {});
  }

  /**
   * Begins to anchor.
   *
   * @param news is told of receipts, and of anchors that give none for long
   */
  public static Anchoring start(Source source, Ways ways, Consumer<AnchorNews> news) {
    return new Anchoring(source, ways, news);
  }

  private static AnchorErrand.Config opened(
      AnchorSettings.Named named, Source source, Ways ways, AnchorErrand.Shared shared)
      throws IOException {
    var egress = ways.egress();
    return switch (named.where()) {
      case AnchorSettings.Authority(var url, var certificates) -> {
        var believed = Certificates.read(certificates);
        shared.receipts().noteAuthorities(believed.stream().map(Certificates::text).toList());
        var check = new TimestampCheck(believed);
        yield config(
            named,
            new TimestampAuthority(url, new Egress(egress.config(LIMITS)), check, source.clock()),
            shared,
            (receipt, checkpoint, now) -> check.check(receipt, checkpoint.bytes()));
      }
      case AnchorSettings.Cosigner(var url, var key) -> {
        shared.receipts().noteWitnesses(List.of(key.vkey()));
        yield config(
            named,
            new Witness(
                new Witness.Config(
                    url, key, source.seals(), new Egress(egress.config(LIMITS)), source.clock())),
            shared,
            new CosignatureCheck(List.of(key))::check);
      }
      case AnchorSettings.Bucket bucket ->
          config(
              named,
              new LockedCopy(bucket, store(named, bucket, ways), source.clock()),
              shared,
              // What we noted of a copy proves nothing: it is looked at again.
              (receipt, checkpoint, now) -> new Checked.Bad("it is to be read back"));
    };
  }

  private static AnchorErrand.Config config(
      AnchorSettings.Named named,
      Anchor anchor,
      AnchorErrand.Shared shared,
      AnchorErrand.Check check) {
    return new AnchorErrand.Config(new AnchorErrand.Named(named.name(), anchor), shared, check);
  }

  /** One that cannot be asked, and why. */
  private record Unopened(Kind kind, String why) implements Anchor {
    @Override
    public Outcome obtain(SignedCheckpoint checkpoint) {
      return new Outcome.Failed(why);
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  private static ObjectStore store(
      AnchorSettings.Named named, AnchorSettings.Bucket bucket, Ways ways) {
    return ways.stores()
        .orElseThrow(() ->
            new CoreException(
                "the anchor `%s` needs a client for S3, and none is installed"
                    .formatted(named.name())))
        .open(bucket.place(), ways.egress());
  }

  /** Ends; what is asked for now is asked for again at the next start. */
  @Override
  public void close() {
    rounds.close();
  }
}
