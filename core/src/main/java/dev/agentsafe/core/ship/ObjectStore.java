package dev.agentsafe.core.ship;

import dev.agentsafe.core.egress.EgressSettings;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Keeps named objects, such as a bucket of S3. */
public interface ObjectStore extends AutoCloseable {

  /**
   * Keeps an object; empty: it is kept, also where it was kept before. Otherwise why not.
   *
   * @param content of ASCII or bytes
   */
  Optional<String> put(String name, byte[] content);

  /**
   * Keeps an object that nobody may change or delete before that time, unless it is kept already,
   * and reads it back with its lock.
   */
  Kept keep(String name, byte[] content, Lock lock);

  /** How firmly an object is locked. */
  enum Mode {
    /** Nobody shortens it, the account's owner neither. */
    COMPLIANCE,
    /** Whoever has the right for that may shorten it. */
    GOVERNANCE;

    /** The one that is called so. */
    public static Optional<Mode> of(String text) {
      return Arrays.stream(values()).filter(m -> m.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How firmly an object is locked, and until when at least. */
  record Lock(Mode mode, Instant until) {}

  /** What came of keeping. */
  sealed interface Kept {
    /**
     * It was read back as it was put.
     *
     * @param version names this content among all that the object may get
     * @param lock as the store says it is
     */
    record Held(String version, Lock lock) implements Kept {}

    /** It is not, or the store does not say so; the text is for people and holds no secret. */
    record Failed(String why) implements Kept {}
  }

  @Override
  void close();

  /** Opens stores; found as a service, because the client of a cloud is not the core's. */
  interface Provider {
    /**
     * Opens a store; connects when something is put.
     *
     * @param egress what may be reached: an endpoint of the settings' own is reached as everything
     *     else that they name
     */
    ObjectStore open(ShipperSettings.Bucket settings, EgressSettings egress);
  }
}
