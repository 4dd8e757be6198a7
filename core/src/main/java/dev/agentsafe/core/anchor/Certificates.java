package dev.agentsafe.core.anchor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates in PEM. */
final class Certificates {
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Certificates() {}

  /**
   * Those of a file.
   *
   * @throws IOException where it cannot be read or holds none
   */
  static List<X509Certificate> read(Path file) throws IOException {
    var all = new ArrayList<X509Certificate>();
    try {
      for (var each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
        all.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw new IOException("`" + file + "` holds no certificates in PEM", e);
    }
    if (all.isEmpty()) {
      throw new IOException("`" + file + "` holds no certificates in PEM");
    }
    return List.copyOf(all);
  }

  /** The text of one. */
  static String text(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(PEM.encodeToString(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that was read can be written", e);
    }
  }
}
