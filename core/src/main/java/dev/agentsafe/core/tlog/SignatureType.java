package dev.agentsafe.core.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** How a key signs a note; each has the byte that C2SP assigned to it. */
public enum SignatureType {
  /** Ed25519 over the text of any note. */
  ED25519(0x01, "Ed25519", "302a300506032b6570032100", 32, 64),

  /** Ed25519 over a checkpoint and a time: how witnesses sign. */
  ED25519_COSIGNATURE(0x04, "Ed25519", "302a300506032b6570032100", 32, 64),

  /** ML-DSA-44 over a checkpoint and a time. */
  ML_DSA_44(0x06, "ML-DSA-44", "30820532300b06096086480165030403110382052100", 1312, 2420);

  private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private final byte code;
  private final String algorithm;
  private final String keyPrefix;
  private final int keyLength;
  private final int signatureLength;

  SignatureType(int code, String algorithm, String keyPrefix, int keyLength, int signatureLength) {
    this.code = (byte) code;
    this.algorithm = algorithm;
    this.keyPrefix = keyPrefix;
    this.keyLength = keyLength;
    this.signatureLength = signatureLength;
  }

  static Optional<SignatureType> of(byte code) {
    return Arrays.stream(values()).filter(t -> t.code == code).findFirst();
  }

  byte code() {
    return code;
  }

  /** Java's name for it. */
  String algorithm() {
    return algorithm;
  }

  /** Whether the signature begins with the time at which it was made. */
  boolean isTimed() {
    return this != ED25519;
  }

  /** Bytes of a signature, those of the time included. */
  int signatureLength() {
    return signatureLength + (isTimed() ? Long.BYTES : 0);
  }

  /** The public key of those bytes; empty where they are none. */
  Optional<PublicKey> publicKey(byte[] raw) {
    if (raw.length != keyLength) {
      return Optional.empty();
    }
    var prefix = HexFormat.of().parseHex(keyPrefix);
    var encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /** The bytes of a public key. */
  byte[] raw(PublicKey key) {
    var encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - keyLength, encoded.length);
  }

  /**
   * What is signed; empty where this way of signing has no message for that text.
   *
   * @param name the signer's
   * @param time seconds since 1970; does not matter where the signature bears no time
   */
  Optional<byte[]> message(String name, long time, String text) {
    return switch (this) {
      case ED25519 -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
      case ED25519_COSIGNATURE ->
          Checkpoint.parse(text)
              .map(_ ->
                  ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
      case ML_DSA_44 -> Checkpoint.parse(text).flatMap(c -> cosigned(name, time, c));
    };
  }

  /** The structure {@code cosigned_message} of {@code c2sp.org/tlog-cosignature}. */
  private static Optional<byte[]> cosigned(String name, long time, Checkpoint checkpoint) {
    var cosigner = name.getBytes(StandardCharsets.UTF_8);
    var origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
    if (cosigner.length > 255 || origin.length > 255) {
      return Optional.empty();
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(SUBTREE);
    out.write(cosigner.length);
    out.writeBytes(cosigner);
    out.writeBytes(number(time));
    out.write(origin.length);
    out.writeBytes(origin);
    out.writeBytes(number(0));
    out.writeBytes(number(checkpoint.size()));
    out.writeBytes(checkpoint.root().bytes());
    return Optional.of(out.toByteArray());
  }

  /** Whether that is the key's signature of the message. */
  boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      // What is no signature, or a key that is no point of the curve, verifies nothing.
      return false;
    }
  }

  static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
