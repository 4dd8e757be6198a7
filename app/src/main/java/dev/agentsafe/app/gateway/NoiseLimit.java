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
 * Limits how often one address may come with credentials that are not good; thread-safe.
 *
 * <p>Credentials that were good before always pass, so that noise from one address does not keep
 * out the agents that share it.
 */
final class NoiseLimit {
  private static final int ADDRESSES = 10_000;
  private static final int REMEMBERED = 10_000;

  private final int most;
  private final long windowNanos;
  private final LongSupplier nanoClock;
  private final Map<String, Window> failures = bounded(ADDRESSES);
  private final Map<String, Boolean> good = bounded(REMEMBERED);

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

  /** Whether that credential is looked at now. */
  synchronized boolean admits(String address, String credential) {
    return current(address).count() < most || good.containsKey(digest(credential));
  }

  /** It was good. */
  synchronized void succeeded(String credential) {
    good.put(digest(credential), true);
  }

  /** It was not, or there was none. */
  synchronized void failed(String address, String credential) {
    good.remove(digest(credential));
    var window = current(address);
    failures.put(address, new Window(window.began(), window.count() + 1));
  }

  private Window current(String address) {
    var now = nanoClock.getAsLong();
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
