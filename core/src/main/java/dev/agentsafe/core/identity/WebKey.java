package dev.agentsafe.core.identity;

import dev.agentsafe.core.canonical.Value;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * One public key of a key set.
 *
 * @param only what it is for, where it says so
 */
record WebKey(String id, PublicKey key, Optional<SignatureAlgorithm> only) {
  private static final int COORDINATE = 32;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;
  private static final int MOST_EXPONENT_BITS = 32;
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);

  /** The key; empty where it is not one that verifies. */
  static Optional<WebKey> read(Value.Fields fields) {
    var id = fields.text("kid").orElse("");
    var alg = fields.get("alg").orElse(Value.NULL);
    if (id.isEmpty() || !isForVerifying(fields) || fields.get("d").isPresent()) {
      return Optional.empty();
    }
    try {
      var key = publicKey(fields);
      return switch (alg) {
        case Value.Null _ -> Optional.of(new WebKey(id, key, Optional.empty()));
        case Value.Text(var label) ->
            SignatureAlgorithm.of(label)
                .filter(a -> a.fits(key))
                .map(a -> new WebKey(id, key, Optional.of(a)));
        case Value.Bool _, Value.Int _, Value.Real _, Value.Items _, Value.Fields _ ->
            Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean serves(SignatureAlgorithm algorithm) {
    return algorithm.fits(key) && only.filter(o -> o != algorithm).isEmpty();
  }

  private static boolean isForVerifying(Value.Fields fields) {
    var use = fields.get("use");
    var operations = fields.get("key_ops");
    return (use.isEmpty() || use.get().equals(Value.of("sig")))
        && (operations.isEmpty()
            || (operations.get() instanceof Value.Items(var items)
                && items.contains(Value.of("verify"))));
  }

  private static PublicKey publicKey(Value.Fields fields) throws GeneralSecurityException {
    var kind = fields.text("kty").orElse("") + " " + fields.text("crv").orElse("");
    return switch (kind) {
      case "EC P-256" -> p256(fields);
      case "RSA " -> rsa(fields);
      case "OKP Ed25519" -> ed25519(fields);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static PublicKey p256(Value.Fields fields) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var spec = parameters.getParameterSpec(ECParameterSpec.class);
    var point =
        new ECPoint(
            new BigInteger(1, bytes(fields, "x", COORDINATE)),
            new BigInteger(1, bytes(fields, "y", COORDINATE)));
    require(isOn(spec, point));
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, spec));
  }

  /** y² = x³ + ax + b, so that no point of another, weaker curve passes as one of this. */
  private static boolean isOn(ECParameterSpec spec, ECPoint point) {
    var curve = spec.getCurve();
    var prime = ((ECFieldFp) curve.getField()).getP();
    var x = point.getAffineX();
    var y = point.getAffineY();
    return x.compareTo(prime) < 0
        && y.compareTo(prime) < 0
        && y.multiply(y)
            .mod(prime)
            .equals(x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(prime));
  }

  private static PublicKey rsa(Value.Fields fields) throws GeneralSecurityException {
    var modulus = new BigInteger(1, bytes(fields, "n", -1));
    var exponent = new BigInteger(1, bytes(fields, "e", -1));
    require(modulus.bitLength() >= LEAST_RSA_BITS && modulus.bitLength() <= MOST_RSA_BITS);
    require(modulus.testBit(0) && exponent.testBit(0));
    require(exponent.compareTo(LEAST_EXPONENT) >= 0 && exponent.bitLength() <= MOST_EXPONENT_BITS);
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey ed25519(Value.Fields fields) throws GeneralSecurityException {
    var little = bytes(fields, "x", COORDINATE);
    var big = new byte[COORDINATE];
    for (var i = 0; i < COORDINATE; i++) {
      big[COORDINATE - 1 - i] = little[i];
    }
    var odd = (big[0] & 0x80) != 0;
    big[0] &= 0x7f;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, big))));
  }

  private static byte[] bytes(Value.Fields fields, String name, int length) {
    var bytes = Base64.getUrlDecoder().decode(fields.text(name).orElse("?"));
    require(length < 0 ? bytes.length > 0 : bytes.length == length);
    return bytes;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a key of use");
    }
  }
}
