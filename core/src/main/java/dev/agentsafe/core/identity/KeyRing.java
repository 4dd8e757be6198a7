package dev.agentsafe.core.identity;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys of one foreign issuer, asked for when they are needed and not more often than is decent;
 * thread-safe.
 *
 * <p>A key that is known is used without waiting. A key that is not, because the issuer began to
 * use another one, is asked for at once, but whoever sends tokens with invented key ids makes us
 * ask no more than every half a minute. Where the issuer does not answer, the last good set is used
 * for a day.
 */
final class KeyRing {
  /** A set that is older is asked for again, beside its use. */
  static final Duration FRESH = Duration.ofMinutes(10);

  /** A set that is older is not used any more. */
  static final Duration USABLE = Duration.ofHours(24);

  /** The least time between two questions. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** The most time between two questions to an issuer that does not answer. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final System.Logger LOG = System.getLogger(KeyRing.class.getName());

  private final String issuer;
  private final KeySource source;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Optional<Held> held = Optional.empty();
  private Instant next = Instant.MIN;
  private Duration pause = PAUSE;

  private record Held(KeySet keys, Instant since) {
    private boolean younger(Duration age, Instant now) {
      return now.isBefore(since.plus(age)) && !now.isBefore(since.minus(age));
    }
  }

  /** What came of looking for a key. */
  sealed interface Looked {
    /** The issuer has it. */
    record Found(PublicKey key) implements Looked {}

    /** It has not, or cannot be asked. */
    record Missing(String why) implements Looked {}
  }

  KeyRing(String issuer, KeySource source) {
    this.issuer = issuer;
    this.source = source;
  }

  /** The issuer's key of that id for that algorithm. */
  Looked find(String id, SignatureAlgorithm algorithm, Instant now) {
    if (known(id, algorithm, now).isPresent()) {
      refreshInPassing(now);
      var known = known(id, algorithm, now);
      if (known.isPresent()) {
        return new Looked.Found(known.get());
      }
      // The issuer took it back in the meantime.
    }
    asking.lock();
    try {
      var meanwhile = known(id, algorithm, now);
      if (meanwhile.isEmpty() && due(now)) {
        ask(now);
      }
      return known(id, algorithm, now)
          .<Looked>map(Looked.Found::new)
          .orElseGet(() -> new Looked.Missing(missing(now)));
    } finally {
      asking.unlock();
    }
  }

  private Optional<PublicKey> known(String id, SignatureAlgorithm algorithm, Instant now) {
    return held.filter(h -> h.younger(USABLE, now)).flatMap(h -> h.keys().find(id, algorithm));
  }

  private String missing(Instant now) {
    return held.filter(h -> h.younger(USABLE, now)).isPresent()
        ? "its key is not one of the issuer's"
        : "the issuer's keys cannot be had at the moment";
  }

  /** One caller asks; the others go on with what there is. */
  private void refreshInPassing(Instant now) {
    if (held.filter(h -> h.younger(FRESH, now)).isPresent() || !asking.tryLock()) {
      return;
    }
    try {
      if (due(now)) {
        ask(now);
      }
    } finally {
      asking.unlock();
    }
  }

  /** Also where the clock was set back far. */
  private boolean due(Instant now) {
    return !now.isBefore(next) || now.plus(LONGEST_PAUSE).isBefore(next);
  }

  private void ask(Instant now) {
    next = now.plus(pause);
    switch (source.fetch()) {
      case KeySource.Fetched.Document(var text) -> {
        switch (KeySet.parse(text)) {
          case KeySet.Parsed.Good(var keys) -> {
            held = Optional.of(new Held(keys, now));
            pause = PAUSE;
            next = now.plus(pause);
          }
          case KeySet.Parsed.Bad(var why) -> failed(why);
        }
      }
      case KeySource.Fetched.Failed(var why) -> failed(why);
    }
  }

  private void failed(String why) {
    LOG.log(System.Logger.Level.WARNING, "The keys of issuer `{0}`: {1}.", issuer, why);
    var doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
