package dev.agentsafe.core.anchor;

import dev.agentsafe.core.audit.SealFolder;
import dev.agentsafe.core.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose receipts are believed.
 *
 * @param authorities certificates that vouch for time-stamps
 * @param witnesses keys that cosign
 */
public record AnchorTrust(List<X509Certificate> authorities, List<VerifierKey> witnesses) {
  /** Nobody's yet. */
  public static final AnchorTrust NONE = new AnchorTrust(List.of(), List.of());

  public AnchorTrust {
    authorities = List.copyOf(authorities);
    witnesses = List.copyOf(witnesses);
  }

  /**
   * The same and the authorities that a PEM file names.
   *
   * @throws IOException where it cannot be read or holds no certificate
   */
  public AnchorTrust with(Path authority) throws IOException {
    var all = new ArrayList<>(authorities);
    all.addAll(Certificates.read(authority));
    return new AnchorTrust(all, witnesses);
  }

  /** The same and a witness. */
  public AnchorTrust with(VerifierKey witness) {
    var all = new ArrayList<>(witnesses);
    all.add(witness);
    return new AnchorTrust(authorities, all);
  }

  /**
   * Those that stand beside the receipts of a log: whoever can write there could have put others.
   *
   * @throws IOException where they cannot be read or are none
   */
  static AnchorTrust beside(SealFolder seals) throws IOException {
    var receipts = new Receipts(seals);
    var trust = NONE;
    if (Files.exists(receipts.authorities())) {
      trust = trust.with(receipts.authorities());
    }
    if (Files.exists(receipts.witnesses())) {
      for (var line :
          Files.readString(receipts.witnesses(), StandardCharsets.UTF_8).lines().toList()) {
        var key = VerifierKey.parse(line);
        if (key.isEmpty()) {
          throw new IOException("`" + receipts.witnesses() + "` has a line that is no key");
        }
        trust = trust.with(key.get());
      }
    }
    return trust;
  }
}
