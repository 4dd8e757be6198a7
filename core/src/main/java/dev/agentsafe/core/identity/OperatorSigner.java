package dev.agentsafe.core.identity;

import dev.agentsafe.core.CoreException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/** An operator's key, ready to sign; thread-safe. Its private half appears in no text. */
public final class OperatorSigner {
  private final OperatorKey publicKey;
  private final PrivateKey privateKey;

  private OperatorSigner(OperatorKey publicKey, PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  static OperatorSigner of(KeyPair pair) {
    return new OperatorSigner(
        OperatorKey.of(pair.getPublic())
            .orElseThrow(() ->
                new CoreException(
                    "The key is neither P-256 nor Ed25519; make one with `agent-safe operator"
                        + " init`.")),
        pair.getPrivate());
  }

  /** A new key. */
  public static OperatorSigner generate(OperatorKey.Kind kind) {
    try {
      var generator = KeyPairGenerator.getInstance(kind.algorithm());
      if (kind == OperatorKey.Kind.ES256) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return of(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new CoreException("This system's Java cannot make `" + kind.label() + "` keys.", e);
    }
  }

  /**
   * The key of whoever uses this account of this machine, made on first use and kept in that folder
   * without a passphrase; for a workspace of one person.
   *
   * @throws CoreException where the folder cannot be read or written
   */
  public static OperatorSigner ofMachine(Path folder, Instant now) {
    var key = SigningKeys.open(folder, now).active();
    return of(new KeyPair(key.publicKey(), key.privateKey().orElseThrow()));
  }

  /** The public half. */
  public OperatorKey publicKey() {
    return publicKey;
  }

  /** Signs a message: 64 bytes. */
  public byte[] sign(byte[] message) {
    try {
      var signer = Signature.getInstance(publicKey.kind().scheme());
      signer.initSign(privateKey);
      signer.update(message);
      var signature = signer.sign();
      return publicKey.kind() == OperatorKey.Kind.ES256 ? LowS.of(signature) : signature;
    } catch (GeneralSecurityException e) {
      throw new CoreException("The operator's key `" + publicKey.id() + "` does not sign.", e);
    }
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return publicKey.id();
  }
}
