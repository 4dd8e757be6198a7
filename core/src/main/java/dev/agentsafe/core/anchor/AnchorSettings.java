package dev.agentsafe.core.anchor;

import dev.agentsafe.core.ship.ObjectStore;
import dev.agentsafe.core.ship.ShipperSettings;
import dev.agentsafe.core.tlog.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code anchors} of the settings: to whom checkpoints are shown, and how often.
 *
 * @param quorum so many witnesses must have cosigned before the log counts as witnessed
 */
public record AnchorSettings(Pace pace, int quorum, List<Named> with) {
  /** Nobody. */
  public static final AnchorSettings NONE =
      new AnchorSettings(new Pace(Duration.ofHours(1), Duration.ofHours(3)), 1, List.of());

  public AnchorSettings {
    with = List.copyOf(with);
  }

  /**
   * How often.
   *
   * @param every between one checkpoint that is shown and the next
   * @param overdue so long an anchor may fail before people are told
   */
  public record Pace(Duration every, Duration overdue) {}

  /** An anchor and what it is called. */
  public record Named(String name, Where where) {
    /** What kind of receipts it gives. */
    public Kind kind() {
      return switch (where) {
        case Authority authority -> Kind.TIMESTAMP;
        case Bucket bucket -> Kind.COPY;
        case Cosigner cosigner -> Kind.COSIGNATURE;
      };
    }
  }

  /** Who is asked. */
  public sealed interface Where {}

  /**
   * A time-stamping authority.
   *
   * @param certificates a PEM file of those that are believed to vouch for it
   */
  public record Authority(String url, Path certificates) implements Where {}

  /**
   * A bucket that locks objects.
   *
   * @param place with its retention in days
   */
  public record Bucket(ShipperSettings.Bucket place, ObjectStore.Mode mode, int retentionDays)
      implements Where {
    /** Its name. */
    public String bucket() {
      return place.bucket();
    }

    /** What the names of its objects begin with. */
    public String prefix() {
      return place.prefix();
    }
  }

  /**
   * A witness.
   *
   * @param url what its calls begin with
   */
  public record Cosigner(String url, VerifierKey key) implements Where {}

  /** Their names. */
  public List<String> names() {
    return with.stream().map(Named::name).toList();
  }
}
