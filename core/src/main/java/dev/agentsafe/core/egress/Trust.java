package dev.agentsafe.core.egress;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Whose certificates are believed. */
public final class Trust {
  private Trust() {}

  /** Those that the Java runtime trusts. */
  public static SSLContext system() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }
}
