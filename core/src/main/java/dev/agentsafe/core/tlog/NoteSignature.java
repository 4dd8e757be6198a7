package dev.agentsafe.core.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A signature line of a note; whether it is good, only its key can tell.
 *
 * @param name of the key
 * @param content the key's id and the signature, in base64
 */
public record NoteSignature(String name, String content) {
  private static final String DASH = "\u2014 ";

  /** Checks that it can stand in a note. */
  public NoteSignature {
    if (!KeyName.isGood(name)
        || StrictBase64.decode(content).filter(b -> b.length > Integer.BYTES).isEmpty()) {
      throw new IllegalArgumentException("no signature: `" + name + "`");
    }
  }

  static NoteSignature of(VerifierKey key, byte[] signature) {
    var content =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(key.id()).put(signature);
    return new NoteSignature(key.name(), Base64.getEncoder().encodeToString(content.array()));
  }

  /** Reads a line without its line feed; empty where it is none. */
  static Optional<NoteSignature> parse(String line) {
    var space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      return Optional.empty();
    }
    var name = line.substring(DASH.length(), space);
    var content = line.substring(space + 1);
    return KeyName.isGood(name)
            && StrictBase64.decode(content).filter(b -> b.length > Integer.BYTES).isPresent()
        ? Optional.of(new NoteSignature(name, content))
        : Optional.empty();
  }

  /** The id of the key. */
  public int id() {
    return ByteBuffer.wrap(bytes()).getInt();
  }

  /** The signature's bytes; of some types they begin with a time. */
  public byte[] signature() {
    return Arrays.copyOfRange(bytes(), Integer.BYTES, bytes().length);
  }

  /** The line without its line feed. */
  public String line() {
    return DASH + name + " " + content;
  }

  private byte[] bytes() {
    return Base64.getDecoder().decode(content);
  }
}
