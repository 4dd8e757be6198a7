package dev.agentsafe.executors.kubernetes;

import dev.agentsafe.core.credential.Credential;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How one effect proves itself to a cluster, taken out of its credential; never shown. */
sealed interface Proof {

  /** A bearer token. */
  record Token(String value) implements Proof {
    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /**
   * A client certificate.
   *
   * @param chain PEM
   * @param key PEM, PKCS #8
   * @param algorithm the key's
   */
  record Certificate(String chain, String key, String algorithm) implements Proof {
    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /** What came of looking into a credential. */
  sealed interface Read {
    /** It is good for a cluster. */
    record Good(Proof proof) implements Read {}

    /** It is not, and nothing may be done. */
    record Bad(String why) implements Read {}
  }

  /** The kind of credentials that clusters take. */
  String KIND = "kubernetes";

  /** Its fields for a token, and for a certificate. */
  String TOKEN = "token";

  String CHAIN = "client_certificate";
  String KEY = "client_key";

  /** What that credential proves itself with. */
  static Read of(Credential credential, Instant now) {
    if (!credential.kind().equals(KIND)) {
      return bad("it is for `" + credential.kind() + "`, not for `" + KIND + "`");
    }
    if (credential.isOver(now)) {
      return bad("it ended at " + credential.expiresAt().map(Instant::toString).orElse(""));
    }
    var secret = credential.secret();
    var names = secret.names();
    if (names.equals(Set.of(TOKEN))) {
      return Shape.isToken(secret.reveal(TOKEN))
          ? new Read.Good(new Token(secret.reveal(TOKEN)))
          : bad("its `" + TOKEN + "` is no bearer token");
    }
    if (names.equals(Set.of(CHAIN, KEY))) {
      var algorithm = Shape.algorithm(secret.reveal(KEY));
      return algorithm.isPresent() && Shape.isChain(secret.reveal(CHAIN))
          ? new Read.Good(
              new Certificate(secret.reveal(CHAIN), secret.reveal(KEY), algorithm.get()))
          : bad("`" + CHAIN + "` and `" + KEY + "` are no certificate and PKCS #8 key in PEM");
    }
    return bad(
        "a cluster takes either `%s`, or `%s` with `%s`; it has %s"
            .formatted(TOKEN, CHAIN, KEY, names.isEmpty() ? "nothing" : "`" + joined(names) + "`"));
  }

  private static String joined(Set<String> names) {
    return String.join("`, `", names.stream().sorted().toList());
  }

  private static Read bad(String why) {
    return new Read.Bad("The credential is of no use, so nothing was done: " + why + ".");
  }

  /** What tokens and PEM look like; libraries would repeat what they do not like. */
  final class Shape {
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]{1,16384}=*");
    private static final Pattern PRIVATE =
        Pattern.compile(
            "\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final Pattern CHAINED =
        Pattern.compile(
            "(\\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*)+");

    private Shape() {}

    static boolean isToken(String text) {
      return BEARER.matcher(text).matches();
    }

    static boolean isChain(String text) {
      return CHAINED.matcher(text).matches();
    }

    /** The algorithm of a private key; empty where it is none. */
    static Optional<String> algorithm(String pem) {
      var found = PRIVATE.matcher(pem);
      if (!found.matches()) {
        return Optional.empty();
      }
      var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
      return Stream.of("EC", "RSA").filter(algorithm -> reads(algorithm, spec)).findFirst();
    }

    private static boolean reads(String algorithm, PKCS8EncodedKeySpec spec) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec) != null;
      } catch (InvalidKeySpecException e) {
        return false;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this system's Java has no " + algorithm, e);
      }
    }
  }
}
