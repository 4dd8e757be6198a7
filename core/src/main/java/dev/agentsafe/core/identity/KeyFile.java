package dev.agentsafe.core.identity;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * One P-256 key as a JSON Web Key (RFC 7517) with the time it was made.
 *
 * @param privateKey absent once it was retired: nothing can be signed with it any more
 * @param retires from when on what it signed is refused; absent while it is in use
 */
record KeyFile(
    String id,
    Instant created,
    ECPublicKey publicKey,
    Optional<ECPrivateKey> privateKey,
    Optional<Instant> retires) {
  private static final String CURVE = "secp256r1";
  private static final int COORDINATE = 32;

  static KeyFile generate(Instant now) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      var pair = generator.generateKeyPair();
      return of(
          now,
          (ECPublicKey) pair.getPublic(),
          Optional.of((ECPrivateKey) pair.getPrivate()),
          Optional.empty());
    } catch (GeneralSecurityException e) {
      throw new CoreException("This system's Java cannot make P-256 keys.", e);
    }
  }

  static KeyFile read(Path file) {
    try {
      if (!(Json.read(Files.readString(file)) instanceof Json.Read.Good(Value.Fields fields))
          || !fields.text("kty").equals(Optional.of("EC"))
          || !fields.text("crv").equals(Optional.of("P-256"))
          || !(fields.get("created").orElse(Value.NULL) instanceof Value.Int(var created))) {
        throw damaged(file, null);
      }
      var factory = KeyFactory.getInstance("EC");
      var point = new ECPoint(number(fields, "x"), number(fields, "y"));
      var retires = retires(fields);
      // A key without its private half is one that was retired, and the other way round.
      var half =
          retires.isPresent()
              ? Optional.<ECPrivateKey>empty()
              : Optional.of(
                  (ECPrivateKey)
                      factory.generatePrivate(new ECPrivateKeySpec(number(fields, "d"), curve())));
      var made =
          of(
              Instant.ofEpochSecond(created.longValueExact()),
              (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(point, curve())),
              half,
              retires);
      if (!String.valueOf(file.getFileName()).startsWith(made.id() + ".") || !made.fits()) {
        throw damaged(file, null);
      }
      return made;
    } catch (IOException e) {
      throw new CoreException(
          "The signing key `" + file + "` cannot be read. Check its permissions.", e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e instanceof CoreException known ? known : damaged(file, e);
    }
  }

  private static Optional<Instant> retires(Value.Fields fields) {
    var given = fields.get("retires");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!(given.get() instanceof Value.Int(var seconds))) {
      throw new IllegalArgumentException("retires");
    }
    return Optional.of(Instant.ofEpochSecond(seconds.longValueExact()));
  }

  /** The file's text. */
  String text() {
    return "{\"kty\": \"EC\", \"crv\": \"P-256\", \"kid\": \"%s\", \"created\": %d,%n \"x\": \"%s\", \"y\": \"%s\",%n %s}%n"
        .formatted(
            id,
            created.getEpochSecond(),
            coordinate(publicKey.getW().getAffineX()),
            coordinate(publicKey.getW().getAffineY()),
            retires
                .map(at -> "\"retires\": " + at.getEpochSecond())
                .or(() -> privateKey.map(key -> "\"d\": \"" + coordinate(key.getS()) + "\""))
                .orElse(""));
  }

  /** What is left of it once it signs nothing any more; what it signed is good until then. */
  KeyFile retired(Instant at) {
    var end = retires.filter(at::isAfter).orElse(at);
    return new KeyFile(id, created, publicKey, Optional.empty(), Optional.of(end));
  }

  /** Whether what it signed is refused by now. */
  boolean isOver(Instant now) {
    return retires.filter(at -> !at.isAfter(now)).isPresent();
  }

  @Override
  public String toString() {
    return id;
  }

  private static KeyFile of(
      Instant created,
      ECPublicKey publicKey,
      Optional<ECPrivateKey> privateKey,
      Optional<Instant> retires)
      throws GeneralSecurityException {
    var w = publicKey.getW();
    var members =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
            .formatted(coordinate(w.getAffineX()), coordinate(w.getAffineY()));
    var digest =
        MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8));
    var id = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    return new KeyFile(id, created, publicKey, privateKey, retires);
  }

  /** Whether both halves belong together. */
  private boolean fits() throws GeneralSecurityException {
    if (privateKey.isEmpty()) {
      return true;
    }
    var probe = id.getBytes(StandardCharsets.UTF_8);
    var signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(privateKey.get());
    signer.update(probe);
    var signature = signer.sign();
    signer.initVerify(publicKey);
    signer.update(probe);
    return signer.verify(signature);
  }

  private static ECParameterSpec curve() throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static BigInteger number(Value.Fields fields, String name) {
    var text = fields.text(name).orElse("");
    var bytes = Base64.getUrlDecoder().decode(text);
    if (bytes.length != COORDINATE) {
      throw new IllegalArgumentException(name);
    }
    return new BigInteger(1, bytes);
  }

  private static String coordinate(BigInteger value) {
    var bytes = value.toByteArray();
    var fixed = new byte[COORDINATE];
    var length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    Arrays.fill(fixed, (byte) 0);
    return text;
  }

  private static CoreException damaged(Path file, @org.jspecify.annotations.Nullable Throwable e) {
    var message =
        "`"
            + file
            + "` is not a signing key of ours, or it is damaged. Restore it from a backup, or move"
            + " it away: tokens that it signed are refused from then on.";
    return e == null ? new CoreException(message) : new CoreException(message, e);
  }
}
