package dev.agentsafe.app.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits how often one address is answered and recorded with credentials that are not good;
 * thread-safe.
 *
 * <p>Only what failed counts: a credential that was not seen yet is always looked at, so that noise
 * keeps out nobody who shares the address, be it for the first time.
 */
final class NoiseLimit {
  private static final int ADDRESSES = 10_000;
  private static final int REMEMBERED = 10_000;

  private final int most;
  private final long windowNanos;
  private final LongSupplier nanoClock;
  private final Map<String, Window> failures = bounded(ADDRESSES);
  private final Map<String, Long> refused = bounded(REMEMBERED);

  private record Window(long began, int count) {}

  /**
   * A limit.
   *
   * @param most failures of one address in a window
   */
  NoiseLimit(int most, Duration window, LongSupplier nanoClock) {
    this.most = most;
    this.windowNanos = window.toNanos();
    this.nanoClock = nanoClock;
  }

  /** Whether that credential need not be looked at: the same was refused just now, amid noise. */
  synchronized boolean ignores(String address, String credential) {
    var now = nanoClock.getAsLong();
    if (current(address, now).count() < most) {
      return false;
    }
    var before = refused.get(digest(credential));
    return before != null && now - before <= windowNanos;
  }

  /** It was looked at and is not good. */
  synchronized void refused(String credential) {
    refused.put(digest(credential), nanoClock.getAsLong());
  }

  /** Counts a failure; whether there were few enough to answer and record this one in full. */
  synchronized boolean tolerates(String address) {
    var window = current(address, nanoClock.getAsLong());
    if (window.count() >= most) {
      return false;
    }
    failures.put(address, new Window(window.began(), window.count() + 1));
    return true;
  }

  private Window current(String address, long now) {
    var window = failures.get(address);
    return window == null || now - window.began() > windowNanos ? new Window(now, 0) : window;
  }

  private static String digest(String credential) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(credential.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
