package dev.agentsafe.core.tlog;

import dev.agentsafe.core.CoreException;
import dev.agentsafe.core.durable.OwnerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key that signs notes, with its public half; immutable and thread-safe.
 *
 * <p>Its file is a line {@code vkey: …} with the public half and the private half as PKCS#8 in PEM
 * behind it, readable by its owner alone. The private half never appears in a message.
 */
public final class NoteKey {
  private static final Pattern FORM =
      Pattern.compile(
          "vkey: ([^\\r\\n]+)\\R-----BEGIN PRIVATE KEY-----\\R([A-Za-z0-9+/=\\r\\n]+)-----END"
              + " PRIVATE KEY-----\\R?");
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final VerifierKey verifier;
  private final PrivateKey key;

  private NoteKey(VerifierKey verifier, PrivateKey key) {
    this.verifier = verifier;
    this.key = key;
  }

  /**
   * Makes a key.
   *
   * @param name that of the log whose checkpoints it signs
   */
  public static NoteKey generate(String name, SignatureType type) {
    try {
      var pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
      return new NoteKey(new VerifierKey(name, type, pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new CoreException("This system's Java cannot make " + type + " keys.", e);
    }
  }

  /**
   * Reads a key's file.
   *
   * @throws CoreException where it cannot be read or is none of ours
   */
  public static NoteKey read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8))
          .filter(NoteKey::fits)
          .orElseThrow(() -> new CoreException(damaged(file)));
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new CoreException(damaged(file), e);
    } catch (IOException e) {
      throw new CoreException(
          "The log's key `" + file + "` cannot be read. Check its permissions.", e);
    }
  }

  /** Writes the key's file durably, readable by its owner alone. */
  public void write(Path file) {
    var text =
        "vkey: %s\n-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(verifier.vkey(), PEM.encodeToString(key.getEncoded()));
    try {
      OwnerFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CoreException(
          "The log's key `" + file + "` cannot be written. Check the folder's permissions.", e);
    }
  }

  /** The public half. */
  public VerifierKey verifier() {
    return verifier;
  }

  /**
   * Signs a text.
   *
   * @param now the time that the signature says, where its type bears one
   * @throws IllegalArgumentException where keys of this type do not sign such a text
   */
  public NoteSignature sign(String text, Instant now) {
    var type = verifier.type();
    var time = now.getEpochSecond();
    var message =
        type.message(verifier.name(), time, text)
            .orElseThrow(() -> new IllegalArgumentException(type + " signs checkpoints alone"));
    try {
      var signer = Signature.getInstance(type.algorithm());
      signer.initSign(key);
      signer.update(message);
      var bare = signer.sign();
      return NoteSignature.of(verifier, type.isTimed() ? timed(time, bare) : bare);
    } catch (GeneralSecurityException e) {
      throw new CoreException("This system's Java cannot sign with " + type + ".", e);
    }
  }

  private static byte[] timed(long time, byte[] bare) {
    var timed = new byte[Long.BYTES + bare.length];
    System.arraycopy(SignatureType.number(time), 0, timed, 0, Long.BYTES);
    System.arraycopy(bare, 0, timed, Long.BYTES, bare.length);
    return timed;
  }

  private static Optional<NoteKey> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? VerifierKey.parse(form.group(1)).flatMap(verifier -> of(verifier, form.group(2)))
        : Optional.empty();
  }

  private static Optional<NoteKey> of(VerifierKey verifier, String pem) {
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem));
      var factory = KeyFactory.getInstance(verifier.type().algorithm());
      return Optional.of(new NoteKey(verifier, factory.generatePrivate(encoded)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether both halves belong together. */
  private boolean fits() {
    var probe = new Checkpoint(verifier.name(), 0, TreeHash.EMPTY).text();
    return verifier.verifies(probe, sign(probe, Instant.EPOCH));
  }

  private static String damaged(Path file) {
    return "`"
        + file
        + "` is not a key of a log, or it is damaged. Restore it from a backup; without it the log"
        + " can no longer be sealed.";
  }

  @Override
  public String toString() {
    return verifier.vkey();
  }
}
