package dev.agentsafe.core.limit;

/** How often one caller may ask, and when its denials open the breaker. */
public record RateLimit(long maxRequests, double windowSeconds, Breaker breaker) {
  /** When denials stop a caller, and for how long. */
  public record Breaker(long threshold, double windowSeconds, double cooldownSeconds) {}
}
