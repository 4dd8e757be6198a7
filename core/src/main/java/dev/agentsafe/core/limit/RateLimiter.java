package dev.agentsafe.core.limit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Counts each caller's requests and denials in sliding windows; thread-safe.
 *
 * <p>Times are monotonic seconds of one clock. A caller is forgotten once nothing of it can matter
 * any more.
 */
public final class RateLimiter {
  private static final int SWEEP_AT = 1_024;
  private static final String BREAKER_OPEN = "Circuit breaker open for caller ";
  private static final String TOO_MANY = "Rate limit exceeded for caller ";

  private final RateLimit limit;
  private final Map<String, History> byCaller = new HashMap<>();
  private int sweepAt = SWEEP_AT;

  /** A limiter that has seen nothing. */
  public RateLimiter(RateLimit limit) {
    this.limit = limit;
  }

  private static final class History {
    private final ArrayDeque<Double> requests = new ArrayDeque<>();
    private final ArrayDeque<Double> denials = new ArrayDeque<>();
    private Optional<Double> openSince = Optional.empty();
  }

  /**
   * Why that caller may not proceed; where it may, its request counts.
   *
   * @return the refusal, for the caller
   */
  public synchronized Optional<String> check(String caller, double now) {
    var record = record(caller, now);
    var breaker = limit.breaker();
    if (breaker.threshold() > 0 && record.openSince.isPresent()) {
      var elapsed = now - record.openSince.get();
      if (elapsed < breaker.cooldownSeconds()) {
        return Optional.of(
            BREAKER_OPEN
                + "'%s': too many denied requests. Auto-resumes in %ss."
                    .formatted(caller, rounded(breaker.cooldownSeconds() - elapsed)));
      }
      record.openSince = Optional.empty();
      record.denials.clear();
    }
    forget(record.requests, now - limit.windowSeconds());
    if (record.requests.size() >= limit.maxRequests()) {
      return Optional.of(
          TOO_MANY
              + "'%s': %d requests per %ss window."
                  .formatted(caller, limit.maxRequests(), rounded(limit.windowSeconds())));
    }
    record.requests.add(now);
    return Optional.empty();
  }

  /** Whether a recorded decision was a refusal by a limiter, which counts for nothing later. */
  public static boolean isRefusal(String reason, Optional<String> ruleMatched) {
    return ruleMatched.isEmpty()
        && (reason.startsWith(BREAKER_OPEN) || reason.startsWith(TOO_MANY));
  }

  /** Counts a denial of that caller; enough of them open its breaker. */
  public synchronized void denied(String caller, double now) {
    var breaker = limit.breaker();
    if (breaker.threshold() <= 0) {
      return;
    }
    var record = record(caller, now);
    record.denials.add(now);
    forget(record.denials, now - breaker.windowSeconds());
    if (record.denials.size() >= breaker.threshold()) {
      record.openSince = Optional.of(now);
      while (record.denials.size() > breaker.threshold()) {
        record.denials.removeFirst();
      }
    }
  }

  /**
   * What was counted of a caller.
   *
   * @param requests how many there are in the window
   * @param breakerSeconds how long its breaker stays open; empty where it is closed
   */
  public record Usage(RateLimit limit, long requests, OptionalDouble breakerSeconds) {}

  /** What is counted of that caller; counts nothing. */
  public synchronized Usage usage(String caller, double now) {
    var record = byCaller.get(caller);
    if (record == null) {
      return new Usage(limit, 0, OptionalDouble.empty());
    }
    var cutoff = now - limit.windowSeconds();
    var left = record.openSince.map(o -> limit.breaker().cooldownSeconds() - (now - o)).orElse(0.0);
    return new Usage(
        limit,
        record.requests.stream().filter(at -> at >= cutoff).count(),
        left > 0 ? OptionalDouble.of(left) : OptionalDouble.empty());
  }

  /** How many callers are remembered. */
  public synchronized int callers() {
    return byCaller.size();
  }

  private History record(String caller, double now) {
    var known = byCaller.get(caller);
    if (known != null) {
      return known;
    }
    if (byCaller.size() >= sweepAt) {
      byCaller.values().removeIf(r -> isOver(r, now));
      sweepAt = Math.max(SWEEP_AT, 2 * byCaller.size());
    }
    var record = new History();
    byCaller.put(caller, record);
    return record;
  }

  private boolean isOver(History record, double now) {
    var breaker = limit.breaker();
    return isBefore(record.requests, now - limit.windowSeconds())
        && isBefore(record.denials, now - breaker.windowSeconds())
        && record.openSince.map(o -> now - o >= breaker.cooldownSeconds()).orElse(true);
  }

  private static boolean isBefore(ArrayDeque<Double> times, double cutoff) {
    return times.isEmpty() || times.getLast() < cutoff;
  }

  private static void forget(ArrayDeque<Double> times, double cutoff) {
    while (!times.isEmpty() && times.getFirst() < cutoff) {
      times.removeFirst();
    }
  }

  private static String rounded(double seconds) {
    return new BigDecimal(seconds).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }
}
