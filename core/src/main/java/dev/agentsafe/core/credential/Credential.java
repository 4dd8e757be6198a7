package dev.agentsafe.core.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * What an executor proves itself with for one execution; ends with it.
 *
 * <p>Thread-safe. Its text tells kind and end, never a value.
 */
public final class Credential {
  private final String kind;
  private final Secret secret;
  private final Optional<Instant> expiresAt;
  private final Revocation revocation;
  private boolean ended;

  /** Takes a credential back where it came from. */
  @FunctionalInterface
  public interface Revocation {
    /** What went wrong, without any value; empty where it is taken back. */
    Optional<String> revoke();

    /** For what ends by itself. */
    static Revocation none() {
      return Optional::empty;
    }
  }

  /**
   * A credential.
   *
   * @param kind what it is for, such as {@code kubernetes}
   * @param expiresAt absent where it does not end by itself
   */
  public Credential(
      String kind, Secret secret, Optional<Instant> expiresAt, Revocation revocation) {
    this.kind = kind;
    this.secret = secret;
    this.expiresAt = expiresAt;
    this.revocation = revocation;
  }

  /** What it is for. */
  public String kind() {
    return kind;
  }

  /** Its values. */
  public Secret secret() {
    return secret;
  }

  /** When it ends by itself. */
  public Optional<Instant> expiresAt() {
    return expiresAt;
  }

  /** Whether it is no use any more at that time. */
  public boolean isOver(Instant now) {
    return expiresAt.filter(at -> !at.isAfter(now)).isPresent();
  }

  /** Takes it back and forgets it, once; says what went wrong with taking it back. */
  public synchronized Optional<String> end() {
    if (ended) {
      return Optional.empty();
    }
    ended = true;
    try {
      return revocation.revoke();
    } catch (RuntimeException e) {
      // What was executed stands, and what it says might hold what it knows.
      return Optional.of("giving it back failed with " + e.getClass().getSimpleName());
    } finally {
      secret.close();
    }
  }

  @Override
  public String toString() {
    return kind + " credential" + expiresAt.map(at -> " until " + at).orElse("");
  }
}
