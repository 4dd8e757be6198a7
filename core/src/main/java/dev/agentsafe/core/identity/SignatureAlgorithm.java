package dev.agentsafe.core.identity;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** How a foreign issuer may sign (RFC 7518, RFC 8037): asymmetric algorithms alone. */
public enum SignatureAlgorithm {
  /** ECDSA on P-256 with SHA-256. */
  ES256("ES256", "SHA256withECDSAinP1363Format", ECPublicKey.class),
  /** RSA PKCS #1 v1.5 with SHA-256. */
  RS256("RS256", "SHA256withRSA", RSAPublicKey.class),
  /** RSA PSS with SHA-256 and a salt as long as the hash. */
  PS256("PS256", "RSASSA-PSS", RSAPublicKey.class),
  /** Ed25519. */
  EDDSA("EdDSA", "Ed25519", EdECPublicKey.class);

  private static final int ECDSA_BYTES = 64;
  private static final int SALT_BYTES = 32;

  private final String label;
  private final String platformName;
  private final Class<? extends PublicKey> keyType;

  SignatureAlgorithm(String label, String platformName, Class<? extends PublicKey> keyType) {
    this.label = label;
    this.platformName = platformName;
    this.keyType = keyType;
  }

  /** The algorithm that {@code alg} of a header or a key names. */
  public static Optional<SignatureAlgorithm> of(String label) {
    return Arrays.stream(values()).filter(a -> a.label.equals(label)).findFirst();
  }

  /** As {@code alg} names it. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }

  /** Whether keys of that kind are for it. */
  boolean fits(PublicKey key) {
    return keyType.isInstance(key);
  }

  /** Whether that key made that signature. */
  boolean verifies(PublicKey key, byte[] content, byte[] signature) {
    if (!fits(key) || (this == ES256 && signature.length != ECDSA_BYTES)) {
      return false;
    }
    try {
      var verifier = Signature.getInstance(platformName);
      if (this == PS256) {
        verifier.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_BYTES, 1));
      }
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // Of a shape that no signature has.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks " + platformName, e);
    }
  }
}
