package dev.agentsafe.core.tlog;

import dev.agentsafe.core.canonical.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Who signs notes and with what: the key that a verifier pins.
 *
 * @param name without spaces and plus signs; a log's key bears the log's origin
 */
public record VerifierKey(String name, SignatureType type, PublicKey key) {
  /** Checks the name. */
  public VerifierKey {
    if (!KeyName.isGood(name)) {
      throw new IllegalArgumentException("no name for a key: `" + name + "`");
    }
  }

  /** Reads a key's text, {@code name+id+key}; empty where it is none that can be used. */
  public static Optional<VerifierKey> parse(String vkey) {
    var parts = vkey.split("\\+", 3);
    if (parts.length < 3 || !KeyName.isGood(parts[0])) {
      return Optional.empty();
    }
    return StrictBase64.decode(parts[2])
        .filter(content -> content.length > 0)
        .flatMap(content -> of(parts[0], content))
        .filter(key -> key.idText().equals(parts[1]));
  }

  private static Optional<VerifierKey> of(String name, byte[] content) {
    return SignatureType.of(content[0])
        .flatMap(type ->
            type.publicKey(Arrays.copyOfRange(content, 1, content.length))
                .map(key -> new VerifierKey(name, type, key)));
  }

  /** Tells keys of one name apart: the first four bytes of a hash over name, type and key. */
  public int id() {
    var sha256 = CanonicalJson.sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(content());
    return ByteBuffer.wrap(sha256.digest()).getInt();
  }

  /** The id as eight hex digits. */
  public String idText() {
    return "%08x".formatted(id());
  }

  /** The key's text, {@code name+id+key}. */
  public String vkey() {
    return name + "+" + idText() + "+" + Base64.getEncoder().encodeToString(content());
  }

  /** Whether the signature bears this key's name and id; whether it is good is another question. */
  public boolean isNamedBy(NoteSignature signature) {
    return signature.name().equals(name) && signature.id() == id();
  }

  /** Whether it is this key's signature of that text. */
  public boolean verifies(String text, NoteSignature signature) {
    var bytes = signature.signature();
    if (!isNamedBy(signature) || bytes.length != type.signatureLength()) {
      return false;
    }
    var time = type.isTimed() ? ByteBuffer.wrap(bytes).getLong() : 0;
    var bare = type.isTimed() ? Arrays.copyOfRange(bytes, Long.BYTES, bytes.length) : bytes;
    return time >= 0
        && type.message(name, time, text)
            .filter(message -> type.verifies(key, message, bare))
            .isPresent();
  }

  /** Whether it signs checkpoints and a time, as witnesses do. */
  public boolean isCosigner() {
    return type.isTimed();
  }

  /** The time that a signature of this key says; empty where it bears none or is not this key's. */
  public Optional<Instant> signedAt(NoteSignature signature) {
    var bytes = signature.signature();
    return type.isTimed() && isNamedBy(signature) && bytes.length == type.signatureLength()
        ? Optional.of(ByteBuffer.wrap(bytes).getLong())
            .filter(seconds -> seconds >= 0 && seconds <= Instant.MAX.getEpochSecond())
            .map(Instant::ofEpochSecond)
        : Optional.empty();
  }

  private byte[] content() {
    var raw = type.raw(key);
    var content = new byte[1 + raw.length];
    content[0] = type.code();
    System.arraycopy(raw, 0, content, 1, raw.length);
    return content;
  }

  @Override
  public String toString() {
    return vkey();
  }
}
