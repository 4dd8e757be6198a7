package dev.agentsafe.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The public half of an operator's key, by which anybody can check what that operator signed;
 * thread-safe.
 *
 * <p>As text it is {@code es256:} or {@code ed25519:} and the base64 of its SubjectPublicKeyInfo
 * (RFC 5280), which {@code openssl pkey -pubin -inform DER} reads as well.
 *
 * @param id SHA-256 hex over the SubjectPublicKeyInfo
 */
public record OperatorKey(String id, Kind kind, PublicKey key) {

  /** The signature schemes that operators may use; both give 64 bytes. */
  public enum Kind {
    /** ECDSA over P-256 with SHA-256, as r ‖ s, the lower s alone. */
    ES256("es256", "EC", "SHA256withECDSAinP1363Format"),
    /** Ed25519 (RFC 8032). */
    ED25519("ed25519", "Ed25519", "Ed25519");

    private final String label;
    private final String algorithm;
    private final String scheme;

    Kind(String label, String algorithm, String scheme) {
      this.label = label;
      this.algorithm = algorithm;
      this.scheme = scheme;
    }

    /** The word used in files. */
    public String label() {
      return label;
    }

    String algorithm() {
      return algorithm;
    }

    String scheme() {
      return scheme;
    }

    /** The kind named by that word, if there is one. */
    public static Optional<Kind> of(String label) {
      return Arrays.stream(values()).filter(k -> k.label.equals(label)).findFirst();
    }
  }

  private static final int SIGNATURE = 64;

  /** That key, if it is of a kind that operators may use. */
  static Optional<OperatorKey> of(PublicKey key) {
    return kind(key).map(kind -> new OperatorKey(fingerprint(key.getEncoded()), kind, key));
  }

  private static Optional<Kind> kind(PublicKey key) {
    if (key instanceof ECPublicKey ec && ec.getParams().getOrder().equals(LowS.ORDER)) {
      return Optional.of(Kind.ES256);
    }
    return key instanceof EdECPublicKey ed
            && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
        ? Optional.of(Kind.ED25519)
        : Optional.empty();
  }

  /** Reads the text of a key; empty where it is none, or not in the one form that counts. */
  public static Optional<OperatorKey> parse(String text) {
    var colon = text.indexOf(':');
    var kind = Kind.of(colon < 0 ? "" : text.substring(0, colon));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    try {
      var encoded = Base64.getDecoder().decode(text.substring(colon + 1));
      var key =
          KeyFactory.getInstance(kind.get().algorithm())
              .generatePublic(new X509EncodedKeySpec(encoded));
      return of(key).filter(k -> k.kind() == kind.get() && k.text().equals(text));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The text of this key. */
  public String text() {
    return kind.label() + ":" + Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** The first digits of the id, in groups, for people to compare. */
  public String fingerprint() {
    return String.join(
        " ",
        List.of(id.substring(0, 4), id.substring(4, 8), id.substring(8, 12), id.substring(12, 16)));
  }

  /** Whether this key's holder signed that message; never throws, whatever the bytes are. */
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE || (kind == Kind.ES256 && !LowS.is(signature))) {
      return false;
    }
    try {
      var verifier = Signature.getInstance(kind.scheme());
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String fingerprint(byte[] encoded) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
