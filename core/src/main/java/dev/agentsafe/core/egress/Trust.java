package dev.agentsafe.core.egress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

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

  /**
   * Those that the certificates of that PEM file signed, and no others.
   *
   * @throws IOException where the file cannot be read or holds no certificate
   */
  public static SSLContext of(Path authorities) throws IOException {
    return trusting(authorities, List.of());
  }

  /**
   * Those that the certificates of that PEM file signed, and those that the Java runtime trusts.
   *
   * @throws IOException where the file cannot be read or holds no certificate
   */
  public static SSLContext systemAnd(Path authorities) throws IOException {
    var trust = TrustManagerFactory.getDefaultAlgorithm();
    try {
      var system = TrustManagerFactory.getInstance(trust);
      system.init((KeyStore) null);
      return trusting(
          authorities,
          Arrays.stream(system.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
              .toList());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }

  private static SSLContext trusting(Path authorities, List<X509Certificate> others)
      throws IOException {
    try (var in = Files.newInputStream(authorities)) {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
      }
      if (trusted.size() == 0) {
        throw new CertificateException("no certificate");
      }
      for (var certificate : others) {
        trusted.setCertificateEntry("other-" + trusted.size(), certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (CertificateException e) {
      throw new IOException("`" + authorities + "` holds no certificates in PEM", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }
}
