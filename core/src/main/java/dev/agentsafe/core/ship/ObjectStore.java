package dev.agentsafe.core.ship;

import java.util.Optional;

/** Keeps named objects, such as a bucket of S3. */
public interface ObjectStore extends AutoCloseable {

  /**
   * Keeps an object; empty: it is kept, also where it was kept before. Otherwise why not.
   *
   * @param content of ASCII or bytes
   */
  Optional<String> put(String name, byte[] content);

  @Override
  void close();

  /** Opens stores; found as a service, because the client of a cloud is not the core's. */
  interface Provider {
    /** Opens a store; connects when something is put. */
    ObjectStore open(ShipperSettings.Bucket settings);
  }
}
